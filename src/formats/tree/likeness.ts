import type { ImageFile } from '../../domain/index.ts';

type FileList = readonly ImageFile[];

/** How a list differs from the one that it was made of: what is in neither part is in both lists. */
export interface Difference {
  readonly from: FileList;
  readonly added: FileList;
  readonly removed: FileList;
}

const known = new WeakMap<FileList, Difference>();

/** Notes how a list differs from another that shares nearly all files with it: what was found out of that one holds of this one, too. */
export function noteDifference(files: FileList, difference: Difference): void {
  known.set(files, difference);
}

/** Null where a list was not made of another. */
export function differenceOf(files: FileList): Difference | null {
  return known.get(files) ?? null;
}
