import { readZip, type ZipEntry } from '../../shared/zip.ts';
import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { packageOf } from './installed.ts';

const CATALOGUER = 'python-egg';
const MOST_METADATA_BYTES = 1 << 20;

/** An egg in one file: a zip archive with its metadata inside. */
export const pythonEgg: Reader = { cataloguer: CATALOGUER, says: 'installed', extensions: ['.egg'], read };

function read(file: CatalogFile): Reading | null {
  const entries = readZip(file.bytes);
  if (entries === null) return reading(CATALOGUER, file, [], 'not a zip archive');
  const found = packageInEgg(entries);
  return found === null ? null : reading(CATALOGUER, file, [{ ...found, owns: [{ path: file.path }] }]);
}

export function packageInEgg(entries: readonly Pick<ZipEntry, 'name' | 'content'>[]): Found | null {
  const metadata = entries.find(({ name }) => /^EGG-INFO\/PKG-INFO$/i.test(name))?.content(MOST_METADATA_BYTES) ?? null;
  return metadata === null ? null : packageOf(textOf(metadata));
}
