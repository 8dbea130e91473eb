export { type Command, type CommandWord, eachCommand, scriptsOf } from './commands.ts';
export type { Connector, ShellCommand, ShellWord } from './read.ts';
