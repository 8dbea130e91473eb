import type { Reader } from '../../types.ts';
import { bunLock } from './bun-lock.ts';
import { denoLock } from './deno-lock.ts';
import { nodeInstalled } from './installed.ts';
import { nodeInstalledLock } from './installed-lock.ts';
import { npmLock } from './npm-lock.ts';
import { pnpmLock } from './pnpm-lock.ts';
import { yarnCache } from './yarn-cache.ts';
import { yarnLock } from './yarn-lock.ts';

export const nodeReaders: readonly Reader[] = [
  nodeInstalled,
  yarnCache,
  nodeInstalledLock,
  npmLock,
  yarnLock,
  pnpmLock,
  bunLock,
  denoLock,
];
