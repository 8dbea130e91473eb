export { appendToStages, applyEdits, rewriteInstructions, type TextEdit } from './edit.ts';
export { type Environment, expand, type ExpandOptions, type Expansion } from './expand.ts';
export { heredocText } from './heredoc.ts';
export { type Assignment, assignmentsOf, flagValue, type Mount, mountsOf, placeInRest } from './instruction.ts';
export { parseDockerfile } from './parse.ts';
export { chainOf, type Effective, effectiveOf, type Scope } from './scope.ts';
export {
  type BuildArguments,
  reachableFrom,
  sourcesOutside,
  stageNamed,
  targetStage,
} from './stages.ts';
