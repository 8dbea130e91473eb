import type { OwnedFile, Reading } from './types.ts';

/** More than any distribution has; a database with more was made to cost memory. */
export const MOST_PACKAGES = 100_000;
/** Files that one database names. */
export const MOST_FILES = 1_000_000;
/** Of all the paths together: a long folder before many names grows out of a small file. */
const MOST_PATH_CHARACTERS = 1 << 26;

/** A reading with as much in it as memory is given for; that something was left out is its fault. */
export function bounded(reading: Reading): Reading {
  const packages = reading.packages.slice(0, MOST_PACKAGES);
  const budget = new FileBudget();
  const owned = reading.owned && { ...reading.owned, files: budget.take(reading.owned.files) };
  const kept = packages.map((it) => (it.owns ? { ...it, owns: budget.take(it.owns) } : it));
  const left = reading.packages.length - packages.length;
  const fault = reading.fault ?? (left > 0 ? tooManyPackages() : budget.fault);
  if (left === 0 && budget.fault === undefined) return reading;
  return { ...reading, packages: kept, ...(owned && { owned }), ...(fault !== undefined && { fault }) };
}

export function tooManyPackages(): string {
  return `it names more than ${MOST_PACKAGES} packages; the rest was not read`;
}

/** Takes files until there are too many of them, or their paths are too long in sum. */
export class FileBudget {
  private files = MOST_FILES;
  private characters = MOST_PATH_CHARACTERS;

  /** That some were left out. */
  get fault(): string | undefined {
    return this.isSpent ? 'it names more files than are kept' : undefined;
  }

  private get isSpent(): boolean {
    return this.files < 0 || this.characters < 0;
  }

  take(files: Iterable<OwnedFile>): OwnedFile[] {
    const taken: OwnedFile[] = [];
    for (const it of files) {
      if (this.isSpent) break;
      this.files -= 1;
      this.characters -= it.path.length;
      if (!this.isSpent) taken.push(it);
    }
    return taken;
  }
}
