export { type Command, type CommandWord, eachCommand, scriptsOf } from './commands.ts';
export { type Connector, readShell, type ShellCommand, type ShellWord } from './read.ts';
export { type Step, stepsOf, type StepWord } from './steps.ts';
export { type FindCall, readFind } from './find-call.ts';
export type { FoundEntry, Naming } from './find-expression.ts';
export { readGrep } from './grep-pattern.ts';
