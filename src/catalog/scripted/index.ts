import type { Reader } from '../types.ts';

export const scriptedReaders: readonly Reader[] = [];
