import type { Reader } from '../../types.ts';
import { composerInstalled, composerLock } from './composer.ts';
import { pear } from './pear.ts';
import { wordpressPlugin } from './wordpress.ts';

export const phpReaders: readonly Reader[] = [composerInstalled, composerLock, pear, wordpressPlugin];
