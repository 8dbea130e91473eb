import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, once, reading } from '../shared/reading.ts';
import { textOf } from '../shared/text.ts';
import { readToml, tableLines } from '../shared/toml.ts';
import { entries, isRecord, list, own, text, unique, type Values } from '../shared/values.ts';
import { isForExtra, normalised, requirementName } from './names.ts';

/** Of one package; no lock file has as many. */
const MOST_VERSIONS = 50;

/** How one tool writes the tables of its lock file. */
interface Dialect {
  /** Name of the table of packages. */
  readonly table: string;
  /** What a package needs; with a version where it says which. */
  readonly needs: (said: Values) => readonly Need[];
  readonly isDev?: (said: Values) => boolean;
  /** What is wrong with the whole of it. */
  readonly fault?: (packages: readonly Values[]) => string | undefined;
}

interface Need {
  readonly name: string;
  readonly version: string;
}

const readerOf = (cataloguer: string, dialect: Dialect, choose: Pick<Reader, 'names' | 'paths'>): Reader => ({
  cataloguer,
  says: 'declared',
  ...choose,
  read: (file) => read(cataloguer, dialect, file),
});

function read(cataloguer: string, dialect: Dialect, file: CatalogFile): Reading {
  const source = textOf(file.bytes);
  const toml = readToml(source);
  if ('fault' in toml) return reading(cataloguer, file, [], toml.fault);
  const packages = list(own(toml.value, dialect.table)).filter(isRecord);
  const lines = tableLines(source).get(dialect.table) ?? [];
  const byName = new Map<string, Values[]>();
  for (const it of packages) {
    const name = normalised(text(own(it, 'name')));
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [it]);
    else if (known.length < MOST_VERSIONS) known.push(it);
  }
  const found = packages.map((said, index): Found => {
    const targets = dialect
      .needs(said)
      .flatMap((need) => (byName.get(normalised(need.name)) ?? []).filter((it) => answers(it, need)));
    return {
      type: 'pypi',
      name: text(own(said, 'name')),
      version: text(own(said, 'version')),
      ...given('requires', unique(targets.map((it) => `${text(own(it, 'name'))}@${text(own(it, 'version'))}`))),
      ...(dialect.isDev === undefined ? {} : { isDev: dialect.isDev(said) }),
      ...given('integrity', integrityOf(said)),
      ...(lines.length === packages.length ? given('lines', lines[index]) : {}),
    };
  });
  return reading(cataloguer, file, once(found.filter(({ name }) => name !== '')), dialect.fault?.(packages));
}

/** The checksum of the source, else of the first wheel. */
function integrityOf(said: Values): string {
  const files = [own(said, 'sdist'), ...list(own(said, 'wheels')), ...list(own(said, 'files'))];
  return files.map((it) => text(own(it, 'hash'))).find((it) => it !== '') ?? '';
}

const answers = (said: Values, { version }: Need): boolean => version === '' || text(own(said, 'version')) === version;

const named = (name: string): Need => ({ name, version: '' });

const needsIn = (said: unknown): Need[] =>
  list(said).map((it) => ({ name: text(own(it, 'name')), version: text(own(it, 'version')) }));

const tablesIn = (said: unknown): unknown[] => (isRecord(said) ? Object.values(said) : []);

/** In a group of its own, and not in the main one. */
function isOnlyIn(groups: readonly string[], main: string): boolean {
  return groups.length > 0 && !groups.includes(main);
}

export const poetryLock = readerOf(
  'python-poetry-lock',
  {
    table: 'package',
    needs: (said) => entries(own(said, 'dependencies')).map(([name]) => named(name)),
    isDev: (said) => own(said, 'category') === 'dev' || isOnlyIn(list(own(said, 'groups')).map(text), 'main'),
  },
  { names: ['poetry.lock'] },
);

export const uvLock = readerOf(
  'python-uv-lock',
  {
    table: 'package',
    needs: (said) =>
      [
        own(said, 'dependencies'),
        ...tablesIn(own(said, 'optional-dependencies')),
        ...tablesIn(own(said, 'dev-dependencies')),
      ].flatMap(needsIn),
    fault: (packages) => (packages.some(isProject) ? undefined : 'no package in it is the project itself'),
  },
  { paths: /(?:^|\/)(?:uv\.lock|[^/]+\.py\.lock)$/ },
);

const isProject = (said: Values): boolean =>
  ['editable', 'virtual', 'directory'].some((kind) => own(own(said, 'source'), kind) !== undefined);

export const pdmLock = readerOf(
  'python-pdm-lock',
  {
    table: 'package',
    needs: (said) =>
      list(own(said, 'dependencies'))
        .map(text)
        .filter((it) => !isForExtra(it))
        .map((it) => named(requirementName(it))),
    isDev: (said) => isOnlyIn(list(own(said, 'groups')).map(text), 'default'),
  },
  { names: ['pdm.lock'] },
);

/** PEP 751: `pylock.toml`, `pylock.name.toml`. */
export const pylock = readerOf(
  'python-pylock',
  { table: 'packages', needs: (said) => needsIn(own(said, 'dependencies')) },
  { paths: /(?:^|\/)pylock(?:\.[^./]+)?\.toml$/ },
);
