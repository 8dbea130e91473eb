export { type Command, type CommandWord, eachCommand, scriptsOf } from './commands.ts';
export { type Connector, readShell, type ShellCommand, type ShellWord } from './read.ts';
