import type { MutantLevel } from '../../domain/index.ts';

/** What is changed at each level, for the one who reads how a check is proven. */
export const LEVEL_TEXTS: Readonly<Record<MutantLevel, string>> = {
  S: 'Dockerfile, ignore file, compose file or context edited in memory',
  K: 'the image with another config',
  L: 'the image with one more layer',
  J: 'other numbers, to the comparison alone',
  R: 'the container started another way',
  P: 'the stack started another way',
  B: 'built again from an edited Dockerfile or context',
};
