import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, once, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { readToml, tableLines } from '../../shared/toml.ts';
import { orderOf } from '../../../versions/index.ts';
import { entries, isRecord, list, own, text, unique, type Values } from '../../shared/values.ts';
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
  /** Specifiers that choose among the locked versions; any of them is enough. */
  readonly ranges?: readonly string[];
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
    const targets = dialect.needs(said).flatMap((need) => targetsOf(need, byName.get(normalised(need.name)) ?? []));
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

/** Which locked versions a need is for: where no range tells them apart, it is for all of them. */
function targetsOf({ version, ranges = [] }: Need, locked: readonly Values[]): readonly Values[] {
  if (version !== '') return locked.filter((it) => text(own(it, 'version')) === version);
  if (locked.length < 2 || ranges.length === 0) return locked;
  const chosen = locked.filter((it) => ranges.some((range) => isWithin(text(own(it, 'version')), range)));
  return chosen.length > 0 ? chosen : locked;
}

function isWithin(version: string, range: string): boolean {
  try {
    return orderOf('pypi')?.satisfies(version, range) === true;
  } catch {
    return false;
  }
}

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
    needs: (said) =>
      entries(own(said, 'dependencies')).map(([name, wanted]) => ({ ...named(name), ranges: rangesOf(wanted) })),
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
    fault: faultOfProjects,
  },
  { paths: /(?:^|\/)(?:uv\.lock|[^/]+\.py\.lock)$/ },
);

/** `">=1.0"`, `{version = ">=1.0", …}`, or a list of those by marker; `^` and `~` are Poetry's own. */
const rangesOf = (wanted: unknown): string[] =>
  (Array.isArray(wanted) ? wanted : [wanted])
    .map((it) => text(it) || text(own(it, 'version')))
    .filter((it) => it !== '' && it !== '*')
    .map((it) =>
      it
        .replace(/\^\s*([\d.]+)/g, (_, version: string) => belowNext(version, 1))
        .replace(
          /(^|[\s,])~\s*(\d[\d.]*)/g,
          (_, before: string, version: string) => `${before}${belowNext(version, 2)}`,
        ),
    );

/** From a version to the next one of its first part that is not zero (`^`), or of its second part (`~`). */
function belowNext(version: string, most: 1 | 2): string {
  const parts = version.split('.').map(Number);
  const first = most === 2 ? Math.min(1, parts.length - 1) : parts.findIndex((it) => it > 0);
  const at = first < 0 ? parts.length - 1 : first;
  return `>=${version},<${[...parts.slice(0, at), (parts[at] ?? 0) + 1].join('.')}`;
}

const PROJECTS = ['editable', 'virtual', 'directory'];

const isProject = (said: Values): boolean => PROJECTS.some((kind) => own(own(said, 'source'), kind) !== undefined);

function faultOfProjects(packages: readonly Values[]): string | undefined {
  if (!packages.some(isProject)) return 'no package in it is the project itself';
  const isRoot = (said: Values) => PROJECTS.some((kind) => text(own(own(said, 'source'), kind)) === '.');
  return packages.filter(isRoot).length > 1 ? 'two packages in it are the project itself' : undefined;
}

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
