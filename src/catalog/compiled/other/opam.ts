import type { Found, Reader } from '../../types.ts';
import { baseOf, folderOf, given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';

/** opam files: `<name>.opam` of a project, and `<name>.<version>/opam` in a switch. */
export const opam: Reader = {
  cataloguer: 'opam',
  says: 'installed',
  extensions: ['.opam'],
  names: ['opam'],
  mostBytes: 1 << 20,
  read: (file) => {
    const found = readOpam(textOf(file.bytes), file.path);
    return found === null ? null : reading('opam', file, [found]);
  },
};

export function readOpam(source: string, path: string): Found | null {
  const fieldOf = (name: string) => new RegExp(`^${name}\\s{0,20}:\\s{0,20}"([^"\\n]{0,500})"`, 'm').exec(source)?.[1];
  const base = baseOf(path);
  const folder = baseOf(folderOf(path));
  const dot = folder.indexOf('.');
  const inFolder =
    base === 'opam' && dot > 0 ? [folder.slice(0, dot), folder.slice(dot + 1)] : [base.replace(/\.?opam$/, ''), ''];
  const name = fieldOf('name') ?? inFolder[0] ?? '';
  const version = fieldOf('version') ?? inFolder[1] ?? '';
  if (name === '' || version === '' || !/^opam-version\s*:/m.test(source)) return null;
  return { type: 'opam', name, version, ...given('licences', licencesIn(source)) };
}

function licencesIn(source: string): string[] {
  const [, value = ''] = /^license\s{0,20}:\s{0,20}(\[[^\]]{0,2000}\]|"[^"]{0,500}")/m.exec(source) ?? [];
  return [...value.matchAll(/"([^"]{1,500})"/g)].map(([, it = '']) => it);
}
