import type { CatalogFile, Reader, Reading } from '../../types.ts';
import { readJson } from '../../shared/json.ts';
import { folderOf, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { own, text } from '../../shared/values.ts';

const CATALOGUER = 'python-direct-url';

/** Where a package came from that was not installed by its name: `direct_url.json` (PEP 610). */
export const pythonDirectUrl: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  names: ['direct_url.json'],
  where: (path) => /[/.]dist-info\/direct_url\.json$/i.test(`/${path}`),
  read,
};

function read(file: CatalogFile): Reading | null {
  const json = readJson(textOf(file.bytes));
  if ('fault' in json) return reading(CATALOGUER, file, [], json.fault);
  const qualifiers = qualifiersOf(json.value);
  if (qualifiers === null) return null;
  return { ...reading(CATALOGUER, file, []), said: { of: folderOf(file.path), licences: [], qualifiers } };
}

function qualifiersOf(said: unknown): Record<string, string> | null {
  const url = text(own(said, 'url'));
  const vcs = text(own(own(said, 'vcs_info'), 'vcs'));
  const commit = text(own(own(said, 'vcs_info'), 'commit_id'));
  if (url === '' || url.startsWith('file:')) return null;
  if (vcs === '') return { download_url: url };
  return { vcs_url: `${vcs}+${url}${commit === '' ? '' : `@${commit}`}` };
}
