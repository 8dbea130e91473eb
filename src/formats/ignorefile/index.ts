export { followPaths, type LinkTree } from './follow.ts';
export { listSentByLegacy } from './legacy.ts';
export { BadPattern, PatternMatcher } from './matcher.ts';
export { cleanPath, compareBytes, joinPath } from './names.ts';
export { compilePattern } from './pattern.ts';
export { type IgnoreLine, lineAt, readIgnoreFile } from './read.ts';
export { type Filters, LateFolders, listSent, type Met, walk, type WalkTree } from './walk.ts';
export { hasWildcards, matchWildcard } from './wildcard.ts';
