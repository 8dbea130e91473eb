import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, once, reached, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { entries, own, record, scalar, text, unique, type Values } from '../../shared/values.ts';
import { readYaml } from '../../shared/yaml.ts';
import { candidates, cutKey, WITH_AT } from './pnpm-keys.ts';

const CATALOGUER = 'pnpm-lock';

/** pnpm-lock.yaml, formats 5 to 9. */
export const pnpmLock: Reader = {
  cataloguer: CATALOGUER,
  says: 'declared',
  names: ['pnpm-lock.yaml'],
  where: (path) => !path.includes('/node_modules/'),
  // Reading YAML takes a second for each megabyte, and longer where it is none.
  mostBytes: 2 << 20,
  read,
};

/** Keys in `packages` of a dependency by its name and version. */
type Find = (name: string, said: unknown) => readonly string[];

const KINDS = ['dependencies', 'optionalDependencies'];

function read(file: CatalogFile): Reading | null {
  const documents = readYaml(textOf(file.bytes));
  if ('fault' in documents) return reading(CATALOGUER, file, [], documents.fault);
  // Since pnpm 11 a document about pnpm itself comes before the project's.
  const lock = record(documents.at(-1));
  const format = Number.parseFloat(scalar(own(lock, 'lockfileVersion')));
  if (Number.isNaN(format)) return reading(CATALOGUER, file, [], 'lockfileVersion is not a number');
  return reading(CATALOGUER, file, once(packagesOf(lock, format)));
}

function packagesOf(lock: Values, format: number): Found[] {
  const packages = record(own(lock, 'packages'));
  const snapshots = own(lock, 'snapshots') === undefined ? packages : record(own(lock, 'snapshots'));
  const find: Find = (name, said) => {
    const key = candidates(name, versionOf(said), format).find((it) => Object.hasOwn(snapshots, it));
    return key === undefined ? [] : [key];
  };
  const needs = (key: string): string[] => wanted(own(snapshots, key), KINDS, find);
  const importers = [lock, ...entries(own(lock, 'importers')).map(([, it]) => it)];
  const direct = new Set(importers.flatMap((it) => wanted(it, [...KINDS, 'devDependencies'], find)));
  const atRunTime = reached(
    importers.flatMap((it) => wanted(it, KINDS, find)),
    needs,
  );
  const identity = (key: string): string => {
    const { name, version } = identified(key, packages, format);
    return `${name}@${version}`;
  };
  const known = unique([...Object.keys(snapshots), ...unsnapped(packages, snapshots, format)]).map((key): Found => {
    const facts = factsOf(key, packages);
    const dev = text(own(facts, 'dev'));
    return {
      type: 'npm',
      ...identified(key, packages, format),
      ...given('requires', needs(key).map(identity)),
      isDev: dev === '' ? !atRunTime.has(key) && direct.size > 0 : dev === 'true',
      isDirect: direct.has(key),
      ...given('integrity', text(own(own(facts, 'resolution'), 'integrity'))),
    };
  });
  return [...known, ...importers.flatMap((it) => missing(it, find, format))];
}

/** What the project names with its version though `packages` has been cut. */
function missing(importer: unknown, find: Find, format: number): Found[] {
  return KINDS.flatMap((kind) => entries(own(importer, kind))).flatMap(([name, said]): Found[] => {
    const { version } = cutKey(format < WITH_AT ? `/${name}/${versionOf(said)}` : `${name}@${versionOf(said)}`, format);
    if (!/^\d/.test(version) || find(name, said).length > 0) return [];
    return [{ type: 'npm', name, version, isDev: false, isDirect: true }];
  });
}

/** Packages that no snapshot speaks of: a lock file of two formats at once. */
function unsnapped(packages: Values, snapshots: Values, format: number): string[] {
  if (packages === snapshots) return [];
  const known = new Set(Object.keys(snapshots).map((it) => withoutPeers(it)));
  return Object.keys(packages).filter((it) => !known.has(it) && cutKey(it, format).name !== '');
}

function identified(key: string, packages: Values, format: number): { name: string; version: string } {
  const cut = cutKey(key, format);
  const facts = factsOf(key, packages);
  return { name: text(own(facts, 'name')) || cut.name, version: scalar(own(facts, 'version')) || cut.version };
}

const withoutPeers = (key: string): string => key.split('(')[0] ?? key;

const factsOf = (key: string, packages: Values): unknown => own(packages, key) ?? own(packages, withoutPeers(key));

/** Format 5 writes the version alone, later ones `{specifier, version}`. */
const versionOf = (said: unknown): string => scalar(said) || scalar(own(said, 'version'));

const wanted = (from: unknown, kinds: readonly string[], find: Find): string[] =>
  kinds.flatMap((kind) => entries(own(from, kind)).flatMap(([name, said]) => find(name, said)));
