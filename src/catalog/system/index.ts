import type { Reader } from '../types.ts';

export const systemReaders: readonly Reader[] = [];
