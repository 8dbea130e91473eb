export { barredAt, mayExecute, mayRead } from './access.ts';
export { canaryElf } from './canary-elf.ts';
export { type CommandSeen, lookAtCommand } from './command.ts';
export { directLine, outcomeOf, type Outcome, programsOf, scriptFileOf } from './exit-status.ts';
export { faultOf, headsOf, type Machine, type ProgramFault, runsOn } from './fault.ts';
export { expandBraces, globSamples, globToRegExp, isGlob, pathMatcher } from './glob.ts';
export { filesNamed, followLibraries, librariesOf, type NeededLibrary } from './libraries.ts';
export {
  candidates,
  findOnPath,
  findProgram,
  headOf,
  octal,
  type Program,
  type Surroundings,
  surroundingsOf,
} from './program.ts';
export { entryInTree, resolveInTree, type Resolved } from './resolve.ts';
export { readShellLine, type ShellLine } from './shell-line.ts';
export { isWithin, nameOf, parentOf, type Tree, treeOf, within } from './tree.ts';
export { resolveUser, type ResolvedUser } from './user.ts';
