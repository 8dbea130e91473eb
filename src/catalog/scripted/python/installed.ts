import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { unique } from '../../shared/values.ts';
import { readHeaders } from './headers.ts';
import { isForExtra, normalised, requirementName } from './names.ts';

const CATALOGUER = 'python-installed';
const PLACES = /(?:[/.]dist-info\/METADATA|[/.]egg-info\/(?:PKG-INFO|METADATA)|\.egg-info)$/i;
/** A field may hold the whole text of a licence. */
const MOST_LICENCE_LENGTH = 2_000;

/** Wheels by `dist-info/METADATA`, older installations by `egg-info/PKG-INFO` or a file `name.egg-info`. */
export const pythonInstalled: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  names: ['METADATA', 'PKG-INFO'],
  extensions: ['.egg-info', '.EGG-INFO'],
  where: (path) => PLACES.test(`/${path}`),
  read,
};

function read(file: CatalogFile): Reading | null {
  const found = packageOf(textOf(file.bytes));
  return found === null ? null : reading(CATALOGUER, file, [found]);
}

/** The package that core metadata describes; null where it names none. */
export function packageOf(source: string): Found | null {
  const headers = readHeaders(source);
  const name = requirementName(headers.get('name')?.[0] ?? '');
  // The interpreter leaves such a file too, and is no package of the index.
  if (name === '' || normalised(name) === 'python') return null;
  const requires = (headers.get('requires-dist') ?? []).filter((it) => !isForExtra(it)).map(requirementName);
  return {
    type: 'pypi',
    name,
    version: headers.get('version')?.[0] ?? '',
    ...given('licences', licencesOf(headers)),
    ...given('requires', unique(requires.filter((it) => it !== '').map(normalised))),
    ...(normalised(name) === name ? {} : { provides: [normalised(name)] }),
  };
}

/**
 * The expression first (PEP 639), then the classifiers, then the free text: the core metadata specification keeps `License` for
 * what no classifier says. A licence file is the last word on it.
 */
function licencesOf(headers: ReadonlyMap<string, readonly string[]>): string[] {
  const classifiers = (headers.get('classifier') ?? [])
    .filter((it) => it.startsWith('License :: '))
    .map((it) => it.slice(it.lastIndexOf(' :: ') + 4))
    .filter((it) => it !== 'OSI Approved');
  const said = [
    headers.get('license-expression') ?? [],
    classifiers,
    headers.get('license') ?? [],
    (headers.get('license-file') ?? []).map((it) => `file://${it}`),
  ].map((them) => them.filter((it) => it !== '').map((it) => it.slice(0, MOST_LICENCE_LENGTH)));
  return unique(said.find((it) => it.length > 0) ?? []);
}
