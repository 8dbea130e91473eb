import type { CatalogFile, Reader, Reading } from '../../types.ts';
import { type JsonText, readJson } from '../../shared/json.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { entries, list, own, text } from '../../shared/values.ts';

const CATALOGUER = 'python-pipfile-lock';

/** Pipfile.lock: `default`, `develop` and groups of one's own. */
export const pipfileLock: Reader = { cataloguer: CATALOGUER, says: 'declared', names: ['Pipfile.lock'], read };

function read(file: CatalogFile): Reading | null {
  const json = readJson(textOf(file.bytes));
  if ('fault' in json) return reading(CATALOGUER, file, [], json.fault);
  const groups = entries(json.value).filter(([group]) => group !== '_meta');
  return reading(
    CATALOGUER,
    file,
    groups.flatMap(([group, packages]) => entries(packages).flatMap((it) => packageOf(it, group, json))),
  );
}

/** What comes from a repository or a folder has no version. */
function packageOf([name, said]: [string, unknown], group: string, json: JsonText): Reading['packages'] {
  const version = text(own(said, 'version')).replace(/^={2,3}/, '');
  if (version === '') return [];
  return [
    {
      type: 'pypi',
      name,
      version,
      isDev: group !== 'default',
      ...given('integrity', text(list(own(said, 'hashes'))[0])),
      ...given('lines', json.linesOf(said)),
    },
  ];
}
