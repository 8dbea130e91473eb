export { dynamicRangeOf, type ElfFacts, isElf, type ReadBytes, readElf } from './read-elf.ts';
export { symbolBytesOf } from './symbols.ts';
export { isNewer, newestVersions } from './symbol-versions.ts';
