import { TAR_BLOCK } from './header.ts';

/** A member to write. A body is given as bytes, or as a number of zero bytes that are never allocated. */
export interface TarEntry {
  readonly name: string;
  readonly type?: 'file' | 'directory' | 'symlink' | 'hardlink' | 'fifo' | 'character';
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtimeSeconds?: number;
  readonly linkName?: string;
  readonly body?: Uint8Array | string | { readonly zeros: number };
  readonly xattrs?: Readonly<Record<string, string>>;
}

/** Bytes of an archive, or a run of zero bytes of a filler. */
export type TarPiece = Uint8Array | { readonly zeros: number };

const FLAGS = { file: '0', hardlink: '1', symlink: '2', character: '3', directory: '5', fifo: '6' } as const;
const LARGEST_OCTAL_SIZE = 8 ** 11 - 1;
const LARGEST_OCTAL_ID = 8 ** 7 - 1;
const ZEROS = new Uint8Array(1 << 18);

/** The archive with its fillers left as numbers, for readers that need not see them. Always ends with two zero blocks. */
export function* tarPieces(entries: Iterable<TarEntry>): Generator<TarPiece, void, undefined> {
  for (const entry of entries) {
    const body = bodyOf(entry);
    const size = body instanceof Uint8Array ? body.length : body.zeros;
    const records = paxRecordsOf(entry, size);
    if (records.length > 0) {
      yield headerOf({ name: 'PaxHeaders/entry', mode: 0o644 }, 'x', records.length);
      yield records;
      yield* paddingOf(records.length);
    }
    yield headerOf(entry, FLAGS[entry.type ?? 'file'], size);
    if (size > 0) yield body;
    yield* paddingOf(size);
  }
  yield new Uint8Array(2 * TAR_BLOCK);
}

/** The archive's bytes. Fillers come from one shared block of zeros, so memory does not grow with them. */
export function* writeTar(entries: Iterable<TarEntry>): Generator<Uint8Array, void, undefined> {
  for (const piece of tarPieces(entries)) {
    if (piece instanceof Uint8Array) yield piece;
    else
      for (let left = piece.zeros; left > 0; left -= ZEROS.length)
        yield ZEROS.subarray(0, Math.min(left, ZEROS.length));
  }
}

function bodyOf({ type = 'file', body }: TarEntry): Uint8Array | { readonly zeros: number } {
  if (type !== 'file' || body === undefined) return new Uint8Array(0);
  return typeof body === 'string' ? Buffer.from(body) : body;
}

function headerOf(entry: Omit<TarEntry, 'body'>, flag: string, size: number): Buffer {
  const block = Buffer.alloc(TAR_BLOCK);
  block.write(entry.name, 0, 100, 'utf8');
  octal(block, 100, 8, entry.mode ?? (entry.type === 'directory' ? 0o755 : 0o644));
  octal(block, 108, 8, Math.min(entry.uid ?? 0, LARGEST_OCTAL_ID));
  octal(block, 116, 8, Math.min(entry.gid ?? 0, LARGEST_OCTAL_ID));
  octal(block, 124, 12, Math.min(size, LARGEST_OCTAL_SIZE));
  octal(block, 136, 12, entry.mtimeSeconds ?? 0);
  block.write(flag, 156, 'latin1');
  block.write(entry.linkName ?? '', 157, 100, 'utf8');
  block.write('ustar\u000000', 257, 'latin1');
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function octal(block: Buffer, start: number, length: number, value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, start, 'latin1');
}

/** What the header block has no room for. */
function paxRecordsOf(entry: TarEntry, size: number): Buffer {
  const records: [string, string][] = [];
  if (Buffer.byteLength(entry.name) > 100) records.push(['path', entry.name]);
  if (Buffer.byteLength(entry.linkName ?? '') > 100) records.push(['linkpath', entry.linkName ?? '']);
  if (size > LARGEST_OCTAL_SIZE) records.push(['size', String(size)]);
  if ((entry.uid ?? 0) > LARGEST_OCTAL_ID) records.push(['uid', String(entry.uid)]);
  if ((entry.gid ?? 0) > LARGEST_OCTAL_ID) records.push(['gid', String(entry.gid)]);
  for (const [name, value] of Object.entries(entry.xattrs ?? {})) records.push([`SCHILY.xattr.${name}`, value]);
  return Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function* paddingOf(size: number): Generator<Uint8Array, void, undefined> {
  const padding = (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK;
  if (padding > 0) yield new Uint8Array(padding);
}
