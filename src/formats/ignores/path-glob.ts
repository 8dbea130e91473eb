/**
 * Whether a path matches a glob of ignore files: `*` and `?` within a part, `**` across parts. Both without a slash in
 * front. Takes at most pattern × path steps, whatever the pattern.
 */
export function matchesPath(glob: string, path: string): boolean {
  const pattern = partsOf(glob);
  const parts = partsOf(path);
  return walk(pattern.length, parts.length, {
    isStar: (at) => pattern[at] === '**',
    fits: (at, index) => matchesPart(pattern[at] ?? '', parts[index] ?? ''),
  });
}

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '' && part !== '.');

function matchesPart(pattern: string, part: string): boolean {
  return walk(pattern.length, part.length, {
    isStar: (at) => pattern[at] === '*',
    fits: (at, index) => pattern[at] === '?' || pattern[at] === part[index],
  });
}

interface Items {
  readonly isStar: (at: number) => boolean;
  readonly fits: (at: number, index: number) => boolean;
}

/** Matches items against a pattern with stars; only the last star need ever be tried again. */
function walk(patternLength: number, length: number, { isStar, fits }: Items): boolean {
  let [at, index, star, taken] = [0, 0, -1, 0];
  while (index < length) {
    if (at < patternLength && isStar(at)) {
      star = at;
      taken = index;
      at += 1;
    } else if (at < patternLength && fits(at, index)) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      taken += 1;
      index = taken;
      at = star + 1;
    } else return false;
  }
  while (at < patternLength && isStar(at)) at += 1;
  return at === patternLength;
}
