import { purlOf } from '../purl.ts';
import type { OwnedFile, Reader } from '../types.ts';
import { folderOf } from './paths.ts';

const ENTRY = /(?:^|\/)var\/db\/pkg\/([^/]+)\/([^/]+)\/(?:CONTENTS|LICENSE)$/;
/** A version begins at the last hyphen that a number follows: `1.2.3b_rc4-r5`. */
const VERSION = /-(\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|p)\d*)*(?:-r\d+)?)$/;

/** A package of Gentoo is a folder: its name is in the path, its files in CONTENTS. */
export const portageContents: Reader = {
  cataloguer: 'portage',
  says: 'installed',
  names: ['CONTENTS'],
  where: (path) => ENTRY.test(path),
  read: ({ path, bytes }) => {
    const [, category = '', folder = ''] = ENTRY.exec(path) ?? [];
    const cut = VERSION.exec(folder);
    if (!cut) return { cataloguer: 'portage', path, packages: [], fault: 'its folder names no version' };
    const name = `${category}/${folder.slice(0, cut.index)}`;
    const owns = bytes.toString().split('\n').flatMap(ownedOf);
    const version = cut[1] ?? '';
    const purl = purlOf({ type: 'ebuild', name, version }); // the category is part of the name
    return { cataloguer: 'portage', path, packages: [{ type: 'ebuild', name, version, purl, owns }] };
  },
};

/** Its licences: names, groups (`@GPL-COMPATIBLE`) and conditions. */
export const portageLicence: Reader = {
  cataloguer: 'portage-licence',
  says: 'installed',
  names: ['LICENSE'],
  where: (path) => ENTRY.test(path),
  read: ({ path, bytes }) => ({
    cataloguer: 'portage-licence',
    path,
    packages: [],
    said: { of: folderOf(path), licences: licenceNames(bytes.toString()) },
  }),
};

function licenceNames(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '' && !/^(?:\|\||\(|\)|!?[\w-]+\?)$/.test(word));
  return [...new Set(words)];
}

/** `obj path md5 seconds`, `sym path -> target seconds`, `dir path`; paths may have blanks. */
function ownedOf(line: string): OwnedFile[] {
  const object = /^obj (\/.+) ([0-9a-f]{32}) \d+$/.exec(line);
  if (object) return [{ path: object[1] ?? '', digest: `md5:${object[2]}` }];
  if (line.startsWith('dir /')) return [{ path: line.slice(4), isFolder: true }];
  const arrow = line.indexOf(' -> ');
  return line.startsWith('sym /') && arrow > 0 ? [{ path: line.slice(4, arrow) }] : [];
}

/** Groups of licences (`NAME member @OTHER …`), the groups in them opened; one that leads back to itself ends there. */
export function licenceGroupsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const [name = '', ...members] = line.trim().split(/\s+/);
    if (name !== '' && !name.startsWith('#')) groups.set(name, members);
  }
  return new Map([...groups.keys()].map((name) => [name, opened(name, groups, new Set())]));
}

function opened(name: string, groups: ReadonlyMap<string, readonly string[]>, inside: Set<string>): readonly string[] {
  if (inside.has(name)) return [];
  inside.add(name);
  const members = (groups.get(name) ?? []).flatMap((it) =>
    it.startsWith('@') ? opened(it.slice(1), groups, inside) : [it],
  );
  return [...new Set(members)];
}
