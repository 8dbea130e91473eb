import type { Reader } from '../types.ts';
import { nodeReaders } from './node/index.ts';

export const scriptedReaders: readonly Reader[] = [...nodeReaders];
