import type { CatalogFile, Reader, Reading } from '../../types.ts';
import { folderOf, given, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';
import { unique } from '../../shared/values.ts';

const CATALOGUER = 'r-installed';

/** Installed packages of R, by their DESCRIPTION. */
export const rInstalled: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  names: ['DESCRIPTION'],
  mostBytes: 1 << 20,
  read,
};

function read(file: CatalogFile): Reading | null {
  const fields = descriptionFields(textOf(file.bytes));
  const [name, version] = [fields.get('Package') ?? '', fields.get('Version') ?? ''];
  if (!/^[A-Za-z][A-Za-z0-9.]*$/.test(name) || version === '') return null;
  return reading(CATALOGUER, file, [
    {
      type: 'cran',
      name,
      version,
      ...given('licences', licencesOf(fields.get('License') ?? '')),
      ...given('requires', needs(fields)),
      // Sources have one too: only what was built is installed, and owns its folder.
      ...given('folder', fields.has('Built') ? folderOf(file.path) : undefined),
    },
  ]);
}

/** `Key: value` (DCF); folded lines are joined by a line feed, keys without a value are left out. */
export function descriptionFields(source: string): Map<string, string> {
  const fields = new Map<string, string[]>();
  let open: string[] = [];
  for (const line of linesOf(source)) {
    const colon = line.indexOf(':');
    if (/^\s/.test(line)) open.push(line.trim());
    else if (colon > 0) fields.set(line.slice(0, colon), (open = [line.slice(colon + 1).trim()]));
    else open = [];
  }
  const joined = [...fields].map(([key, parts]) => [key, parts.filter((it) => it !== '').join('\n')] as const);
  return new Map(joined.filter(([, value]) => value !== ''));
}

/** `GPL-2 | GPL-3` is a choice; `MIT + file LICENSE` names a file beside. */
const licencesOf = (said: string): string[] => unique(said.split('|').map((it) => it.trim())).filter((it) => it !== '');

function needs(fields: ReadonlyMap<string, string>): string[] {
  const said = ['Depends', 'Imports', 'LinkingTo'].flatMap((key) => (fields.get(key) ?? '').split(','));
  return unique(said.map((it) => /^[A-Za-z][A-Za-z0-9.]*/.exec(it.trim())?.[0] ?? '')).filter(
    (it) => it !== '' && it !== 'R',
  );
}
