import { FileBudget } from '../../bounded.ts';
import type { CatalogFile, OwnedFile, Reader, Reading } from '../../types.ts';
import { folderOf, joinPath, reading } from '../../shared/reading.ts';
import { eachLine, textOf } from '../../shared/text.ts';

const CATALOGUER = 'python-record';

/** Which files a wheel brought: `RECORD`, one row a file. */
export const pythonRecord: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  names: ['RECORD'],
  where: (path) => /[/.](?:dist|egg)-info\/RECORD$/i.test(`/${path}`),
  read: (file) => listing(file, recordOf(textOf(file.bytes)), folderOf(folderOf(file.path))),
};

/** Which files an installation without a wheel brought; paths are seen from the metadata's folder. */
export const pythonInstalledFiles: Reader = {
  cataloguer: CATALOGUER,
  says: 'installed',
  names: ['installed-files.txt'],
  where: (path) => /[/.]egg-info\/installed-files\.txt$/i.test(`/${path}`),
  read: (file) => listing(file, installedFilesOf(textOf(file.bytes)), folderOf(file.path)),
};

function listing(file: CatalogFile, files: Iterable<OwnedFile>, from: string): Reading {
  const budget = new FileBudget();
  const owned = budget.take(placed(files, from));
  return { ...reading(CATALOGUER, file, [], budget.fault), owned: { of: folderOf(file.path), files: owned } };
}

function* placed(files: Iterable<OwnedFile>, from: string): Generator<OwnedFile> {
  for (const it of files) yield { ...it, path: joinPath(from, it.path) };
}

/** One path a line. */
export function* installedFilesOf(source: string): Generator<OwnedFile> {
  for (const line of eachLine(source)) {
    const path = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (path.trim() !== '' && !path.includes('\0')) yield { path };
  }
}

/** Rows `path,sha256=…,size`; bytecode has neither, nor has RECORD itself. Lines of another shape are none. */
export function* recordOf(source: string): Generator<OwnedFile> {
  for (const line of eachLine(source)) {
    const [path = '', hash, size, ...rest] = fieldsOf(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (path === '' || hash === undefined || size === undefined || rest.length > 0 || path.includes('\0')) continue;
    const digest = digestOf(hash);
    yield {
      path,
      ...(digest === null ? {} : { digest }),
      ...(/^\d{1,15}$/.test(size) ? { sizeBytes: Number(size) } : {}),
    };
  }
}

/** One line of CSV: a field with a comma or a quote is quoted, a quote inside is doubled. */
function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const [field, next] = line[at] === '"' ? quotedField(line, at) : plainField(line, at);
    fields.push(field);
    at = next + 1;
  }
  return fields;
}

function plainField(line: string, at: number): [string, number] {
  const end = line.indexOf(',', at);
  return end < 0 ? [line.slice(at), line.length] : [line.slice(at, end), end];
}

function quotedField(line: string, start: number): [string, number] {
  let field = '';
  let at = start + 1;
  for (;;) {
    const quote = line.indexOf('"', at);
    if (quote < 0) return [field + line.slice(at), line.length];
    field += line.slice(at, quote);
    if (line[quote + 1] !== '"') return [field, Math.max(quote + 1, plainField(line, quote + 1)[1])];
    field += '"';
    at = quote + 2;
  }
}

/** `sha256=` and base64 for URLs without padding, which is given in hex. */
function digestOf(hash: string): string | null {
  const [, algorithm, value] = /^([a-z0-9]+)=([A-Za-z0-9_-]+)=*$/.exec(hash) ?? [];
  if (algorithm === undefined || value === undefined) return null;
  return `${algorithm}:${Buffer.from(value, 'base64url').toString('hex')}`;
}
