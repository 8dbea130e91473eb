import { plainOrder } from './constraint.ts';
import { parsedFirst } from './digits.ts';
import { compareSemver, readLoosely, type Semver } from './semver.ts';

/** NuGet: up to four numbers, pre-releases without regard to case, metadata does not count. */
export const nuget = plainOrder(parsedFirst(read, compareSemver), (version) =>
  /^\d+(?:\.\d+){0,3}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(
    version.trim(),
  ),
);

function read(version: string): Semver | null {
  return readLoosely(version.toLowerCase());
}
