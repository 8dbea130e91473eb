import type { CatalogFile, Reader, Reading } from '../../types.ts';
import { folderOf, given, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';

const CATALOGUER = 'wordpress-plugin';
/** WordPress itself looks no further. */
const HEADER_BYTES = 8192;

/** Plugins of WordPress, by the comment at the head of their main file. */
export const wordpressPlugin: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  paths: /\/wp-content\/plugins\/[^/]+\/[^/]+\.php$/,
  read,
};

function read(file: CatalogFile): Reading | null {
  const fields = fieldsOf(textOf(file.bytes.subarray(0, HEADER_BYTES)));
  if (!fields.has('plugin name')) return null;
  const folder = folderOf(file.path);
  return reading(CATALOGUER, file, [
    {
      type: 'wordpress-plugin',
      name: folder.slice(folder.lastIndexOf('/') + 1),
      version: fields.get('version') ?? '',
      ...given(
        'licences',
        [fields.get('license') ?? ''].filter((it) => it !== ''),
      ),
      folder,
    },
  ]);
}

/** `Name: value`, behind what a comment begins its lines with. */
function fieldsOf(source: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of linesOf(source)) {
    const [, name, value] = /^[ \t/*#@]*([A-Za-z][A-Za-z ]{0,40}):(.*)$/.exec(line) ?? [];
    const key = name?.trim().toLowerCase();
    if (key !== undefined && value !== undefined && !fields.has(key))
      fields.set(key, value.replace(/\*\/.*$/, '').trim());
  }
  return fields;
}
