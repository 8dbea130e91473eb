import type { CatalogFile, Reader, Reading } from '../../types.ts';
import { readJson } from '../../shared/json.ts';
import { folderOf, joinPath, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { entries, isRecord, own, record } from '../../shared/values.ts';

const CATALOGUER = 'npm-installed-lock';

/** npm's note of what it put into a `node_modules`: which of it only serves to develop. Each package names itself elsewhere. */
export const nodeInstalledLock: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  names: ['.package-lock.json'],
  where: (path) => path.endsWith('/node_modules/.package-lock.json'),
  read,
};

function read(file: CatalogFile): Reading | null {
  const json = readJson(textOf(file.bytes));
  if ('fault' in json) return reading(CATALOGUER, file, [], json.fault);
  const above = folderOf(folderOf(file.path));
  const packages = entries(record(own(json.value, 'packages')));
  const devFolders = packages.flatMap(([path, said]) =>
    isRecord(said) && own(said, 'dev') === true ? [joinPath(above, path)] : [],
  );
  return { ...reading(CATALOGUER, file, []), devFolders };
}
