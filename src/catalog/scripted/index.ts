import type { Reader } from '../types.ts';
import { nodeReaders } from './node/index.ts';
import { pythonReaders } from './python/index.ts';

export const scriptedReaders: readonly Reader[] = [...nodeReaders, ...pythonReaders];
