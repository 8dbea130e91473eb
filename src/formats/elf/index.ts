export { dynamicRangeOf, type ElfFacts, isElf, type ReadBytes, readElf } from './read-elf.ts';
export { symbolBytesOf } from './symbols.ts';
