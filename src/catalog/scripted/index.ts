import type { Reader } from '../types.ts';
import { nodeReaders } from './node/index.ts';
import { otherReaders } from './other/index.ts';
import { phpReaders } from './php/index.ts';
import { pythonReaders } from './python/index.ts';
import { rubyReaders } from './ruby/index.ts';

export const scriptedReaders: readonly Reader[] = [
  ...nodeReaders,
  ...pythonReaders,
  ...rubyReaders,
  ...phpReaders,
  ...otherReaders,
];
