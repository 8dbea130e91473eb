export {
  type CheckOptions,
  checkOptionsAbove,
  isCheckComment,
  isSpoken,
  readCheckOptions,
} from './check-directive.ts';
export { appendToStages, applyEdits, rewriteInstructions, stagesIn, type TextEdit } from './edit.ts';
export { type Environment, expand, expandedWords, type ExpandOptions, type Expansion } from './expand.ts';
export { exposeFault } from './exposed.ts';
export { heredocText } from './heredoc.ts';
export { type Assignment, assignmentsOf, flagValue, type Mount, mountsOf, placeInRest } from './instruction.ts';
export { originFaults } from './origins.ts';
export { parseDockerfile } from './parse.ts';
export { type Platform, readPlatform } from './platform.ts';
export { chainOf, eachInStages, type Effective, effectiveOf, type Scope } from './scope.ts';
export { trim as trimSpace } from './space.ts';
export {
  type BuildArguments,
  declaredForFrom,
  globalEnvironment,
  reachableFrom,
  sourcesOutside,
  stageNamed,
  targetStage,
} from './stages.ts';
export { substitutionFaults, wordsExpandedIn } from './substitutions.ts';
export { nearestOf } from './suggest.ts';
