import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { type JsonText, readJson } from '../../shared/json.ts';
import { given, once, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { entries, isRecord, own, record, text, unique, type Values } from '../../shared/values.ts';
import { readNested } from './npm-lock-nested.ts';
import { licencesOf } from './installed.ts';

const CATALOGUER = 'npm-lock';
const FOLDER = 'node_modules/';
/** No file system has longer ones. */
const MOST_PATH_LENGTH = 4096;

/** package-lock.json and npm-shrinkwrap.json, formats 1 to 3. */
export const npmLock: Reader = {
  cataloguer: CATALOGUER,
  says: 'declared',
  names: ['package-lock.json', 'npm-shrinkwrap.json', '.package-lock.json'],
  where: (path) => !path.includes('/node_modules/') || path.endsWith('/node_modules/.package-lock.json'),
  read,
};

function read(file: CatalogFile): Reading | null {
  const json = readJson(textOf(file.bytes));
  if ('fault' in json) return reading(CATALOGUER, file, [], json.fault);
  const packages = own(json.value, 'packages');
  return reading(CATALOGUER, file, once(isRecord(packages) ? readFlat(packages, json) : readNested(json)));
}

/** Formats 2 and 3: `packages` by their path. */
function readFlat(packages: Values, json: JsonText): Found[] {
  const placed = linked(packages);
  const root = own(packages, '');
  return [...placed].map(([path, said]) => ({
    type: 'npm',
    name: nameOf(path, said),
    version: text(own(said, 'version')),
    ...given('licences', licencesOf(said)),
    ...given('requires', needs(path, said, placed)),
    ...(own(said, 'dev') === true ? { isDev: true } : {}),
    isDirect: isDirect(path, root),
    ...given('integrity', text(own(said, 'integrity'))),
    ...given('lines', json.linesOf(said)),
  }));
}

/** Packages by the path that `require` finds them under: a workspace lies elsewhere and is linked to from `node_modules`. */
function linked(packages: Values): Map<string, Values> {
  const links = new Map<string, string>();
  const placed = new Map<string, Values>();
  for (const [path, said] of entries(packages)) {
    if (!`/${path}`.includes(`/${FOLDER}`) || path.length > MOST_PATH_LENGTH) continue;
    const isLink = own(said, 'link') === true;
    const elsewhere = text(own(said, 'resolved'));
    const target = isLink ? own(packages, elsewhere) : said;
    if (!isRecord(target) || (isLink && elsewhere === '')) continue;
    placed.set(path, target);
    if (isLink) links.set(elsewhere, path);
  }
  return moved(placed, links);
}

/** What lies in the `node_modules` of a workspace is found from where that is linked to. */
function moved(placed: ReadonlyMap<string, Values>, links: ReadonlyMap<string, string>): Map<string, Values> {
  const found = new Map<string, Values>();
  for (const [path, said] of placed) {
    const [folder = ''] = path.startsWith(FOLDER) ? [] : path.split(`/${FOLDER}`, 1);
    const link = links.get(folder);
    found.set(link === undefined ? path : `${link}${path.slice(folder.length)}`, said);
  }
  return found;
}

const nameOf = (path: string, said: Values): string =>
  text(own(said, 'name')) || path.slice(path.lastIndexOf(FOLDER) + FOLDER.length);

function needs(path: string, said: Values, placed: ReadonlyMap<string, Values>): string[] {
  const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies'];
  const names = unique(kinds.flatMap((kind) => Object.keys(record(own(said, kind)))));
  return names.flatMap((name) => {
    const found = lookUp(path, name, placed);
    return found === null
      ? []
      : [`${nameOf(found, placed.get(found) ?? {})}@${text(own(placed.get(found), 'version'))}`];
  });
}

/** As Node looks for a module: in the package's own `node_modules`, then in those above it. */
function lookUp(path: string, name: string, placed: ReadonlyMap<string, Values>): string | null {
  for (let folder = `${path}/`; ; ) {
    const candidate = `${folder}${FOLDER}${name}`;
    if (placed.has(candidate)) return candidate;
    if (folder === '') return null;
    const above = folder.lastIndexOf(FOLDER, folder.length - FOLDER.length - 1);
    folder = above < 0 ? '' : folder.slice(0, above);
  }
}

function isDirect(path: string, root: unknown): boolean {
  if (path.indexOf(FOLDER, 1) > 0) return false;
  const name = path.slice(FOLDER.length);
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  return kinds.some((kind) => own(own(root, kind), name) !== undefined);
}
