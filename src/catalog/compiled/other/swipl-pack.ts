import type { Found, Reader } from '../../types.ts';
import { folderOf, given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';

/** `pack.pl` of a SWI-Prolog pack: facts, one a line. */
export const swiplPack: Reader = {
  cataloguer: 'swipl-pack',
  says: 'installed',
  names: ['pack.pl'],
  mostBytes: 1 << 20,
  read: (file) => {
    const found = readSwiplPack(textOf(file.bytes), folderOf(file.path));
    return found === null ? null : reading('swipl-pack', file, [found]);
  },
};

export function readSwiplPack(source: string, folder: string): Found | null {
  const factOf = (name: string) =>
    new RegExp(`^${name}\\(\\s{0,20}(?:'([^'\\n]{1,500})'|"([^"\\n]{1,500})"|([a-z]\\w{0,200}))\\s{0,20}[),]`, 'm')
      .exec(source)
      ?.slice(1)
      .find(Boolean);
  const name = factOf('name');
  const version = factOf('version');
  if (name === undefined || version === undefined) return null;
  return { type: 'swiplpack', name, version, ...given('folder', folder), ...given('maintainer', factOf('author')) };
}
