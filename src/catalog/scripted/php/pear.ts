import type { CatalogFile, OwnedFile, Reader, Reading } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { entries, isRecord, own, scalar, text, texts } from '../../shared/values.ts';
import { readSerialized } from './serialized.ts';

const CATALOGUER = 'pear';

/** Packages of PEAR and extensions of PECL, by the registry that `pear` and `pecl` keep. */
export const pear: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  extensions: ['.reg'],
  where: (path) => /(?:^|\/)\.registry\/(?:\.channel\.[^/]+\/)?[^/]+\.reg$/.test(path),
  read,
};

function read(file: CatalogFile): Reading | null {
  const php = readSerialized(file.bytes);
  if ('fault' in php) return reading(CATALOGUER, file, [], php.fault);
  const name = text(own(php.value, 'name')) || text(own(php.value, 'package'));
  if (name === '') return reading(CATALOGUER, file, [], 'no name of a package is in it');
  const version = own(php.value, 'version');
  const channel = text(own(php.value, 'channel')) || channelOf(file.path);
  return reading(CATALOGUER, file, [
    {
      type: 'pear',
      name: `${channel}/${name}`,
      version: scalar(version) || scalar(own(version, 'release')),
      ...given('licences', licencesOf(own(php.value, 'license'))),
      ...given('owns', filesOf(own(php.value, 'filelist'))),
    },
  ]);
}

/** The folder says which channel; the registry itself is that of PEAR. Extensions of old have no channel at all. */
function channelOf(path: string): string {
  const [, channel] = /\.registry\/\.channel\.([^/]+)\//.exec(path) ?? [];
  return channel ?? (path.includes('/.registry/') ? 'pear.php.net' : 'pecl.php.net');
}

/** A text, or `{attribs, _content}`, or several of these. */
function licencesOf(said: unknown): string[] {
  if (typeof said === 'string') return said === '' ? [] : [said];
  const content = text(own(said, '_content'));
  if (content !== '') return [content];
  return isRecord(said) ? Object.values(said).flatMap((it) => (it === said ? [] : licencesOfOne(it))) : texts(said);
}

const licencesOfOne = (said: unknown): string[] =>
  [typeof said === 'string' ? said : text(own(said, '_content'))].filter((it) => it !== '');

/** Where each file was put; `md5sum` is of the archive's content. */
const filesOf = (said: unknown): OwnedFile[] =>
  entries(said).flatMap(([, it]) => {
    const path = text(own(it, 'installed_as'));
    const md5 = text(own(it, 'md5sum'));
    return path.startsWith('/') ? [{ path, ...(/^[0-9a-f]{32}$/.test(md5) ? { digest: `md5:${md5}` } : {}) }] : [];
  });
