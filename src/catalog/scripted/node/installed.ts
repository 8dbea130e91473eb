import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { readJson } from '../../shared/json.ts';
import { folderOf, given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { isRecord, list, own, record, text, unique } from '../../shared/values.ts';
import { isPackageName } from './package-name.ts';

const CATALOGUER = 'npm-installed';
const INSTALLED = '/node_modules/';

/** Packages by their own package.json: in `node_modules`, and applications outside of it. */
export const nodeInstalled: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  names: ['package.json'],
  where: isPackageRoot,
  mostBytes: 1 << 22,
  read,
};

/** Inside `node_modules` only `name/package.json` and `@scope/name/package.json` say which package it is. */
function isPackageRoot(path: string): boolean {
  const at = `/${path}`.lastIndexOf(INSTALLED);
  if (at < 0) return true;
  return /^(?:@[^/]+\/)?[^@./][^/]*\/package\.json$/.test(`/${path}`.slice(at + INSTALLED.length));
}

function read(file: CatalogFile): Reading | null {
  const said = packageIn(file);
  if (said === null) return null;
  return 'fault' in said ? reading(CATALOGUER, file, [], said.fault) : reading(CATALOGUER, file, [said]);
}

/** The package that a package.json describes; null where it names none. */
export function packageIn({ path, bytes }: CatalogFile): Found | { readonly fault: string } | null {
  const json = readJson(textOf(bytes));
  if ('fault' in json) return json;
  const said = record(json.value);
  const name = text(own(said, 'name'));
  return isPackageName(name) ? packageOf(path, name, said) : null;
}

function packageOf(path: string, name: string, said: unknown): Found {
  return {
    type: 'npm',
    name,
    version: text(own(said, 'version')),
    ...given('licences', licencesOf(said)),
    ...given('requires', needs(said)),
    ...given('folder', ownFolder(path)),
  };
}

/** What npm installs for it; a peer that is optional is not among them. */
function needs(said: unknown): string[] {
  const optional = record(own(said, 'peerDependenciesMeta'));
  const peers = Object.keys(record(own(said, 'peerDependencies'))).filter(
    (it) => own(own(optional, it), 'optional') !== true,
  );
  const others = ['dependencies', 'optionalDependencies'].flatMap((kind) => Object.keys(record(own(said, kind))));
  return unique([...others, ...peers]).filter(isPackageName);
}

/** A package in `node_modules`, or one of its own like `/opt/yarn-v1.22.22`, owns its folder; an application does not. */
function ownFolder(path: string): string | undefined {
  const folder = folderOf(path);
  return `/${path}`.includes(INSTALLED) || /^\/opt\/[^/]+$/.test(folder) ? folder : undefined;
}

/** `license` as an SPDX expression, or as the objects of long ago; `licenses` as a list of such objects. */
export function licencesOf(said: unknown): string[] {
  const one = own(said, 'license');
  const many = Array.isArray(one) ? one : one === undefined ? list(own(said, 'licenses')).filter(isRecord) : [one];
  return unique(many.map((it) => (isRecord(it) ? text(own(it, 'type')) : text(it)).trim())).filter((it) => it !== '');
}
