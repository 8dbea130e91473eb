import type { Found, Reader } from '../../types.ts';
import { folderOf, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { child, readXml } from '../xml.ts';

/** `Info.plist` of a macOS application. Binary property lists are not read. */
export const appleBundle: Reader = {
  cataloguer: 'apple-bundle',
  says: 'installed',
  names: ['Info.plist'],
  where: (path) => path.endsWith('.app/Contents/Info.plist'),
  mostBytes: 1 << 20,
  read: (file) => {
    const found = readInfoPlist(textOf(file.bytes), folderOf(folderOf(file.path)));
    return found === null ? null : reading('apple-bundle', file, [found]);
  },
};

export function readInfoPlist(source: string, folder: string): Found | null {
  const root = readXml(source);
  if ('fault' in root || root.name !== 'plist') return null;
  const values = new Map<string, string>();
  let key = '';
  for (const { name, text } of child(root, 'dict')?.children ?? []) {
    if (name === 'key') key = text.trim();
    else if (name === 'string') values.set(key, text.trim());
  }
  const name = values.get('CFBundleDisplayName') || values.get('CFBundleName') || '';
  const version = values.get('CFBundleShortVersionString') || values.get('CFBundleVersion') || '';
  return name === '' || version === '' ? null : { type: 'generic', name, version, folder };
}
