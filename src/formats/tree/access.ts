import type { ImageFile } from '../../domain/index.ts';
import type { Resolved } from './resolve.ts';

const READ = 4;
const EXECUTE = 1;

/** Whether the kernel lets this user run a file, or pass through a folder. */
export function mayExecute(
  file: Pick<ImageFile, 'type' | 'mode' | 'uid' | 'gid'>,
  uid: number,
  gids: readonly number[],
): boolean {
  if (uid === 0) return file.type === 'directory' || (file.mode & 0o111) !== 0; // root needs one bit of the three
  return allows(file, uid, gids, EXECUTE);
}

export function mayRead(file: Pick<ImageFile, 'mode' | 'uid' | 'gid'>, uid: number, gids: readonly number[]): boolean {
  return uid === 0 || allows(file, uid, gids, READ);
}

/** The first folder on the way that this user may not pass; null = the way is free. */
export function barredAt({ passed }: Resolved, uid: number, gids: readonly number[]): ImageFile | null {
  return passed.find((it) => it.type === 'directory' && !mayExecute(it, uid, gids)) ?? null;
}

function allows(
  { mode, uid, gid }: Pick<ImageFile, 'mode' | 'uid' | 'gid'>,
  who: number,
  gids: readonly number[],
  bit: number,
) {
  const shift = who === uid ? 6 : gids.includes(gid) ? 3 : 0; // the first class that fits decides, even when another would allow
  return ((mode >> shift) & bit) !== 0;
}
