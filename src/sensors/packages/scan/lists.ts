import { gunzipSync } from 'node:zlib';
import type { DataFile } from '../../../catalog/index.ts';
import type { Files } from '../../../domain/index.ts';
import type { AptList } from './archive.ts';

const MOST_BYTES = 256 * 1024 * 1024;

/** Package lists that lie in a folder of data; gzipped ones too. What cannot be read is left out: it lists no updates. */
export function aptListsIn(files: Files, found: readonly DataFile[]): readonly AptList[] {
  return found.flatMap(({ path, name, sizeBytes }): readonly AptList[] => {
    if (sizeBytes > MOST_BYTES) return [];
    if (!name.endsWith('.gz')) return [{ path: name, text: files.readText(path) ?? '' }];
    try {
      const bytes = gunzipSync(files.readBytes(path) ?? Buffer.alloc(0), { maxOutputLength: MOST_BYTES });
      return [{ path: name.slice(0, -3), text: bytes.toString('utf8') }];
    } catch {
      return []; // cut off, or a bomb
    }
  });
}
