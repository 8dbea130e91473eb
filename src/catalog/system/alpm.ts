import { gunzipSync } from 'node:zlib';
import type { Found, OwnedFile, Reader } from '../types.ts';
import { folderOf } from './paths.ts';

const LOCAL = /(?:^|\/)lib\/pacman\/local\/[^/]+\/(?:desc|files|mtree)$/;
const MOST_MTREE_BYTES = 1 << 27;

/** A package of Arch Linux. */
export const alpmDesc: Reader = {
  cataloguer: 'alpm',
  says: 'installed',
  names: ['desc'],
  where: (path) => LOCAL.test(path),
  read: ({ path, bytes }) => {
    const found = packageOf(sectionsOf(bytes.toString()));
    return {
      cataloguer: 'alpm',
      path,
      packages: found ? [found] : [],
      ...(found === null && { fault: 'it says no name or no version' }),
    };
  },
};

/** Its files and folders, and which are configuration. */
export const alpmFiles: Reader = {
  cataloguer: 'alpm-files',
  says: 'installed',
  names: ['files'],
  where: (path) => LOCAL.test(path),
  read: ({ path, bytes }) => {
    const sections = sectionsOf(bytes.toString());
    const config = (sections.get('BACKUP') ?? []).map((line): OwnedFile => {
      const [name = '', md5 = ''] = line.split('\t');
      return { path: `/${name}`, ...(/^[0-9a-f]{32}$/.test(md5) && { digest: `md5:${md5}` }), isConfig: true };
    });
    const files = (sections.get('FILES') ?? []).map(
      (name): OwnedFile =>
        name.endsWith('/') ? { path: `/${name.slice(0, -1)}`, isFolder: true } : { path: `/${name}` },
    );
    return {
      cataloguer: 'alpm-files',
      path,
      packages: [],
      owned: { of: folderOf(path), files: [...config, ...files] },
    };
  },
};

/** Its files with sizes and digests, gzip-compressed. */
export const alpmMtree: Reader = {
  cataloguer: 'alpm-files',
  says: 'installed',
  names: ['mtree'],
  where: (path) => LOCAL.test(path),
  read: ({ path, bytes }) => {
    try {
      const text = bytes[0] === 0x1f ? gunzipSync(bytes, { maxOutputLength: MOST_MTREE_BYTES }) : bytes;
      return {
        cataloguer: 'alpm-files',
        path,
        packages: [],
        owned: { of: folderOf(path), files: mtreeFiles(text.toString()) },
      };
    } catch {
      return {
        cataloguer: 'alpm-files',
        path,
        packages: [],
        fault: 'its compressed data is damaged or unreasonably large',
      };
    }
  },
};

/** Lines under `%NAME%`; an empty line ends a section. */
function sectionsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let lines: string[] | null = null;
  for (const raw of text.split('\n')) {
    const line = raw.trimEnd();
    const title = /^%([A-Z0-9]+)%$/.exec(line)?.[1];
    if (title !== undefined) sections.set(title, (lines = []));
    else if (line === '') lines = null;
    else lines?.push(line);
  }
  return sections;
}

function packageOf(sections: ReadonlyMap<string, readonly string[]>): Found | null {
  const [name, version] = [sections.get('NAME')?.[0], sections.get('VERSION')?.[0]];
  if (!name || !version) return null;
  const [base, architecture, maintainer] = ['BASE', 'ARCH', 'PACKAGER'].map((title) => sections.get(title)?.[0]);
  const size = sections.get('SIZE')?.[0] ?? '';
  return {
    type: 'alpm',
    name,
    version,
    ...(architecture && { architecture }),
    ...(base && { source: { name: base } }),
    licences: sections.get('LICENSE') ?? [],
    requires: (sections.get('DEPENDS') ?? []).map(bare),
    provides: (sections.get('PROVIDES') ?? []).map(bare),
    ...(maintainer && { maintainer }),
    ...(/^\d{1,15}$/.test(size) && { installedBytes: Number(size) }),
  };
}

function bare(relation: string): string {
  return /^[^<>=]+/.exec(relation)?.[0] ?? relation;
}

/** `./path key=value …`, with defaults in `/set` lines; paths have octal escapes. */
function mtreeFiles(text: string): OwnedFile[] {
  let defaults: Record<string, string> = {};
  return text.split('\n').flatMap((line): OwnedFile[] => {
    const [head = '', ...words] = line.trim().split(/\s+/);
    if (head === '/set') defaults = keywords(words);
    if (!head.startsWith('./')) return [];
    const { type, size, md5digest, sha256digest } = { ...defaults, ...keywords(words) };
    const path = `/${unescaped(head.slice(2))}`;
    if (/^\/\.[A-Z]+$/.test(path)) return []; // the package's own notes, which are not installed
    const digest = sha256digest ? `sha256:${sha256digest}` : md5digest ? `md5:${md5digest}` : undefined;
    return [
      {
        path,
        ...(type === 'dir' && { isFolder: true }),
        ...(type === 'file' && digest !== undefined && { digest }),
        ...(type === 'file' && /^\d{1,15}$/.test(size ?? '') && { sizeBytes: Number(size) }),
      },
    ];
  });
}

function keywords(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word.split('=', 1)[0] ?? '', word.slice(word.indexOf('=') + 1)]));
}

function unescaped(path: string): string {
  if (!path.includes('\\')) return path;
  const bytes = path.replaceAll(/\\([0-3][0-7]{2})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return Buffer.from(bytes, 'latin1').toString();
}
