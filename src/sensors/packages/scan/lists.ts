import { gunzipSync } from 'node:zlib';
import type { DataFile } from '../../../catalog/index.ts';
import type { Files } from '../../../domain/index.ts';
import type { AptList } from './archive.ts';
import { unpackLz4 } from './lz4.ts';

const MOST_BYTES = 256 * 1024 * 1024;

/** Whether a file of an image is one of apt's lists that tell of updates. */
export function isAptList(path: string): boolean {
  return /^\/?var\/lib\/apt\/lists\/[^/]+_(?:(?:In)?Release|Packages(?:\.gz|\.lz4)?)$/.test(path);
}

/** A list of apt's, unpacked where it is packed (images keep them as LZ4). Null where it cannot be: it lists no updates then. */
export function aptListOf(path: string, bytes: Uint8Array): AptList | null {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (it: Buffer | null) => it && { path: path.replace(/\.(?:gz|lz4)$/, ''), text: it.toString('utf8') };
  if (packed.length > MOST_BYTES) return null;
  if (path.endsWith('.lz4')) return text(unpackLz4(packed, MOST_BYTES));
  return text(path.endsWith('.gz') ? gunzipped(packed) : packed);
}

function gunzipped(packed: Buffer): Buffer | null {
  try {
    return gunzipSync(packed, { maxOutputLength: MOST_BYTES });
  } catch {
    return null; // cut off, or a bomb
  }
}

/** Package lists that lie in a folder of data. */
export function aptListsIn(files: Files, found: readonly DataFile[]): readonly AptList[] {
  return found.flatMap(({ path, name, sizeBytes }) => {
    const bytes = sizeBytes > MOST_BYTES ? null : files.readBytes(path);
    return (bytes && aptListOf(name, bytes)) ?? [];
  });
}
