import type { ExecutableReader, Reader } from '../types.ts';

export const compiledReaders: readonly Reader[] = [];

export const executableReaders: readonly ExecutableReader[] = [];
