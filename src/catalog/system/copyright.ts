import type { Reader } from '../types.ts';
import { paragraphsOf } from './control.ts';

const DOCUMENT = /(?:^|\/)usr\/share\/doc\/([^/]+)\/copyright$/;
const FORMAT = /copyright-format\/1|(?:^|\/)dep5|machine-readable/i;
const COMMON = /\/usr\/share\/common-licenses\/([A-Za-z0-9.+-]*[A-Za-z0-9+])/g;

/** Debian's licences lie beside a package's documentation, not in the database. */
export const dpkgCopyright: Reader = {
  cataloguer: 'dpkg-copyright',
  says: 'installed',
  names: ['copyright'],
  where: (path) => DOCUMENT.test(path),
  read: ({ path, bytes }) => ({
    cataloguer: 'dpkg-copyright',
    path,
    packages: [],
    said: { of: `deb:${DOCUMENT.exec(path)?.[1] ?? ''}`, licences: licencesOf(bytes.toString()) },
  }),
};

/** Names of licences in a copyright file: its `License` fields where it is machine-readable, and the common licences that it points to. */
export function licencesOf(text: string): string[] {
  const fields = FORMAT.test(text.slice(0, 1000))
    ? [...paragraphsOf(text)].map((fields) => fields.get('license') ?? '')
    : plainFields(text);
  const named = fields.flatMap((field) => namesIn(field.split('\n')[0] ?? ''));
  const common = [...text.matchAll(COMMON)].map(([, name = '']) => name);
  return [...new Set([...named, ...common])].sort();
}

/** `License: GPLv2+` in a file of free form: names alone, for what follows such a word there is often prose. */
const plainFields = (text: string): string[] =>
  [...text.matchAll(/^License:[ \t]*(\S[^\n]{0,200})$/gm)]
    .map(([, field = '']) => field)
    .filter((field) => namesIn(field).every((name) => /^[A-Z][\w.+-]*$/i.test(name)));

/** `GPL-1+ or Artistic, and BSD-4-clause`: the short names, without what binds them and without exceptions. */
function namesIn(synopsis: string): string[] {
  return synopsis
    .split(/[,|()]|\b(?:and\/or|and|or)\b(?![-.])/i)
    .map((part) => part.trim().split(/ with /i)[0] ?? '')
    .filter((name) => name !== '' && name !== 'none' && name.split(' ').length <= MOST_WORDS);
}

/** More words than this are prose, not a name. */
const MOST_WORDS = 3;
