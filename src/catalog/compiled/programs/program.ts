/**
 * A program that tells its own version: what its file is called, where in the file the version stands, and what the package is
 * called. `latin1` text is searched, so that a byte is a character.
 */
export interface Program {
  readonly name: string;
  /** On the base name. */
  readonly files: RegExp;
  /** Texts near which the version stands (256 bytes before, 512 after); none = it may stand anywhere. */
  readonly near?: readonly string[];
  /** The first group is the version. In order: a later one is only asked where the earlier ones found nothing. */
  readonly versions: readonly RegExp[];
  /** Type, namespace and name of the purl, where it is not `generic/<name>`. */
  readonly purl?: string;
  /** Another program's words in the same file: then it is that one. */
  readonly unless?: string;
}

const BEFORE = 256;
const AFTER = 512;
/** A text that stands in the file more often than this is no landmark. */
const MOST_PLACES = 64;

/** The version that a file of this program says; null where it says none. */
export function versionIn(bytes: Buffer, { near, versions, unless }: Program): string | null {
  if (unless !== undefined && bytes.includes(unless, 0, 'latin1')) return null;
  const places = near === undefined ? [bytes.toString('latin1')] : near.flatMap((it) => [...around(bytes, it)]);
  for (const expression of versions) {
    for (const place of places) {
      const version = expression.exec(place)?.[1];
      if (version !== undefined) return version;
    }
  }
  return null;
}

function* around(bytes: Buffer, landmark: string): Generator<string> {
  let at = bytes.indexOf(landmark, 0, 'latin1');
  for (let count = 0; at !== -1 && count < MOST_PLACES; count++) {
    yield bytes.toString('latin1', Math.max(0, at - BEFORE), Math.min(bytes.length, at + AFTER));
    at = bytes.indexOf(landmark, at + landmark.length, 'latin1');
  }
}
