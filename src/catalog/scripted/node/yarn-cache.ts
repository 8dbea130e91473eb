import { readZip } from '../../shared/zip.ts';
import type { CatalogFile, Reader, Reading } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { packageIn } from './installed.ts';

const CATALOGUER = 'yarn-cache';
const MOST_BYTES = 4 << 20;

/** With Plug'n'Play nothing is unpacked: Yarn runs packages out of the archives in `.yarn/cache`. */
export const yarnCache: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  extensions: ['.zip'],
  where: (path) => /\/\.yarn\/cache\/[^/]+\.zip$/.test(`/${path}`),
  read,
};

function read(file: CatalogFile): Reading | null {
  const entries = readZip(file.bytes);
  if (entries === null) return reading(CATALOGUER, file, [], 'not a zip archive');
  const manifest = entries.find(({ name }) => /^node_modules\/(?:@[^/]+\/)?[^@/][^/]*\/package\.json$/.test(name));
  const content = manifest?.content(MOST_BYTES) ?? null;
  if (content === null) return null;
  const said = packageIn({ path: file.path, bytes: content });
  if (said === null) return null;
  if ('fault' in said) return reading(CATALOGUER, file, [], said.fault);
  const { folder: _folder, ...found } = said;
  return reading(CATALOGUER, file, [{ ...found, owns: [{ path: file.path }] }]);
}
