import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { type JsonText, readJson } from '../../shared/json.ts';
import { folderOf, given, joinPath, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { isRecord, list, own, record, scalar, text, texts, unique, type Values } from '../../shared/values.ts';

/** composer.lock: `packages`, and `packages-dev`. */
export const composerLock: Reader = {
  cataloguer: 'composer-lock',
  says: 'declared',
  names: ['composer.lock'],
  read: (file) => read('composer-lock', file, lockedIn),
};

/** What is in `vendor`: `installed.json`, a list at first (Composer 1), a table since (2). */
export const composerInstalled: Reader = {
  cataloguer: 'composer-installed',
  says: 'installed',
  names: ['installed.json'],
  where: (path) => !/\/node_modules\//.test(path),
  read: (file) => read('composer-installed', file, (json) => installedIn(json, file.path)),
};

interface Listed {
  readonly said: Values;
  readonly isDev: boolean;
  readonly folder?: string | undefined;
}

function read(cataloguer: string, file: CatalogFile, listed: (json: JsonText) => readonly Listed[]): Reading | null {
  const json = readJson(textOf(file.bytes));
  if ('fault' in json) return reading(cataloguer, file, [], json.fault);
  if (!Array.isArray(json.value) && !Array.isArray(own(json.value, 'packages'))) return null;
  const all = listed(json).filter(({ said }) => text(own(said, 'name')) !== '');
  const versions = new Map(all.map(({ said }) => [text(own(said, 'name')), scalar(own(said, 'version'))]));
  const isLock = cataloguer === 'composer-lock';
  return reading(
    cataloguer,
    file,
    all.map(({ said, isDev, folder }): Found => {
      const needs = Object.keys(record(own(said, 'require')));
      const requires = isLock
        ? needs.flatMap((name) => (versions.has(name) ? [`${name}@${versions.get(name)}`] : []))
        : needs.filter((name) => versions.has(name));
      return {
        type: 'composer',
        name: text(own(said, 'name')),
        version: scalar(own(said, 'version')),
        ...given('licences', licencesOf(own(said, 'license'))),
        ...given('requires', requires),
        ...given(
          'provides',
          unique([...Object.keys(record(own(said, 'replace'))), ...Object.keys(record(own(said, 'provide')))]),
        ),
        ...(isDev ? { isDev } : {}),
        ...given('folder', folder),
        ...given('integrity', text(own(own(said, 'dist'), 'shasum'))),
        ...given('lines', json.linesOf(said)),
      };
    }),
  );
}

/** Composer means a choice by a list, and by `or`: `(LGPL-2.1-only or GPL-3.0-or-later)` are two. */
const licencesOf = (said: unknown): string[] =>
  unique(
    (typeof said === 'string' ? [said] : texts(said))
      .flatMap((it) => (/[( ]and[) ]/i.test(it) ? [it] : it.replace(/^\(|\)$/g, '').split(/ or /i)))
      .map((it) => it.trim())
      .filter((it) => it !== ''),
  );

const lockedIn = ({ value }: JsonText): Listed[] =>
  ['packages', 'packages-dev'].flatMap((kind) =>
    list(own(value, kind))
      .filter(isRecord)
      .map((said) => ({ said, isDev: kind === 'packages-dev' })),
  );

/** `install-path` is seen from the folder of installed.json; without one the name is the folder in `vendor`. */
function installedIn({ value }: JsonText, path: string): Listed[] {
  const packages = Array.isArray(value) ? value : list(own(value, 'packages'));
  const dev = new Set(texts(own(value, 'dev-package-names')));
  const composer = folderOf(path);
  return packages.filter(isRecord).map((said) => {
    const name = text(own(said, 'name'));
    const given = own(said, 'install-path');
    const folder = typeof given === 'string' ? joinPath(composer, given) : joinPath(folderOf(composer), name);
    const isOwn = composer.endsWith('/composer') && given !== null && /^[^/\s]+\/[^/\s]+$/.test(name);
    return { said, isDev: dev.has(name), folder: isOwn ? folder : undefined };
  });
}
