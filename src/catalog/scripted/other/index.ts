import type { Reader } from '../../types.ts';
import { condaEnvironment, condaMeta } from './conda.ts';
import { mixLock, otpApplication, rebarLock } from './erlang.ts';
import { juliaManifest } from './julia.ts';
import { rockspec } from './lua.ts';
import { pubLock, pubspec } from './pub.ts';
import { rInstalled } from './r.ts';
import { podfileLock, swiftResolved } from './swift.ts';

export const otherReaders: readonly Reader[] = [
  condaMeta,
  condaEnvironment,
  pubLock,
  pubspec,
  mixLock,
  rebarLock,
  otpApplication,
  swiftResolved,
  podfileLock,
  juliaManifest,
  rInstalled,
  rockspec,
];
