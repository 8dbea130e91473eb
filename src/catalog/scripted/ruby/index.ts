import type { Reader } from '../../types.ts';
import { gemfileLock } from './gemfile-lock.ts';
import { gemspec } from './gemspec.ts';

export const rubyReaders: readonly Reader[] = [gemspec, gemfileLock];
