import { TickproofError } from '../../domain/index.ts';

export const TAR_BLOCK = 512;

export type TarType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'character' | 'block' | 'fifo' | 'other';

/** A member of an archive, with everything that extended headers said about it applied. */
export interface TarHeader {
  /** As stored: absolute names, `..` and trailing slashes are the reader's to judge. */
  readonly name: string;
  readonly type: TarType;
  /** Size as declared; the real size of a sparse file. */
  readonly sizeBytes: number;
  /** Bytes that follow in the archive: 0 for links and directories whatever they declare, as in Go's reader. */
  readonly bodyBytes: number;
  /** As stored, type bits included where a tool wrote them. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  /** Empty when it is no link. */
  readonly linkName: string;
  /** `SCHILY.xattr.*`, by attribute name. */
  readonly xattrs: Readonly<Record<string, string>>;
  /** The body holds only the parts that are not holes: it is not the file's content. */
  readonly sparse: boolean;
}

/** The header block as it stands, before extended headers. */
export interface RawHeader {
  readonly name: string;
  readonly typeFlag: string;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  readonly linkName: string;
  /** Of an old GNU sparse member: its real size, and whether extension blocks follow. */
  readonly gnuSparse: { readonly sizeBytes: number; readonly extended: boolean } | null;
}

export function corruptArchive(message: string): TickproofError {
  return new TickproofError('archive-corrupt', message, {
    remedy:
      'Make the archive again (`docker save`, `docker buildx build -o type=oci`), or fetch it again: it is damaged.',
  });
}

export function isZeroBlock(block: Uint8Array): boolean {
  for (let at = 0; at < TAR_BLOCK; at++) if (block[at] !== 0) return false;
  return true;
}

/** Reads one header block; throws `archive-corrupt` for a wrong checksum, number or size. */
export function readHeader(block: Buffer, offset: number): RawHeader {
  checkSum(block, offset);
  const typeFlag = String.fromCharCode(block[156] ?? 0);
  const number = (field: string, start: number, length: number) =>
    readNumber(block, start, length, `${field} at ${offset}`);
  const sizeBytes = number('size', 124, 12);
  if (sizeBytes < 0 || !Number.isSafeInteger(sizeBytes))
    throw corruptArchive(`The tar header at ${offset} has an impossible size`);
  const magic = block.toString('latin1', 257, 265);
  const isGnu = magic === 'ustar  \0';
  const prefix = magic.startsWith('ustar\0')
    ? text(block, 345, block.toString('latin1', 508, 512) === 'tar\0' ? 131 : 155)
    : '';
  const name = text(block, 0, 100);
  return {
    name: prefix ? `${prefix}/${name}` : name,
    typeFlag,
    sizeBytes,
    mode: number('mode', 100, 8),
    uid: number('uid', 108, 8),
    gid: number('gid', 116, 8),
    mtimeSeconds: number('mtime', 136, 12),
    linkName: text(block, 157, 100),
    gnuSparse:
      isGnu && typeFlag === 'S' ? { sizeBytes: number('real size', 483, 12), extended: block[482] !== 0 } : null,
  };
}

export function typeOf(flag: string, name: string): TarType {
  switch (flag) {
    case '\0':
      return name.endsWith('/') ? 'directory' : 'file'; // v7 had no other way to say directory
    case '0':
    case '7':
    case 'S':
      return 'file';
    case '1':
      return 'hardlink';
    case '2':
      return 'symlink';
    case '3':
      return 'character';
    case '4':
      return 'block';
    case '5':
      return 'directory';
    case '6':
      return 'fifo';
    default:
      return 'other';
  }
}

/** The sum of all bytes with the checksum's own field as blanks; historic writers summed signed bytes. */
function checkSum(block: Buffer, offset: number): void {
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < TAR_BLOCK; at++) {
    const byte = at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const stored = readNumber(block, 148, 8, `checksum at ${offset}`);
  if (stored !== unsigned && stored !== signed)
    throw corruptArchive(`The tar header at ${offset} has a wrong checksum`);
}

/** Octal digits among blanks and NULs, or GNU's base-256 where the first bit is set. */
function readNumber(block: Buffer, start: number, length: number, field: string): number {
  const first = block[start] ?? 0;
  if (first >= 0x80) return readBase256(block, start, length, first);
  const digits = block.toString('latin1', start, start + length).replace(/^[\0 ]+|[\0 ]+$/g, '');
  if (!/^[0-7]*$/.test(digits)) throw corruptArchive(`The tar header's ${field} is not a number`);
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function readBase256(block: Buffer, start: number, length: number, first: number): number {
  const negative = (first & 0x40) !== 0;
  let value = negative ? -1 : 0;
  for (let at = 0; at < length; at++) {
    const byte = at === 0 ? (negative ? first | 0x80 : first & 0x7f) : (block[start + at] ?? 0);
    value = at === 0 && negative ? byte - 256 : value * 256 + byte;
  }
  return value;
}

function text(block: Buffer, start: number, length: number): string {
  if (block[start] === 0) return '';
  const end = block.indexOf(0, start);
  return block.toString('utf8', start, end === -1 ? start + length : Math.min(end, start + length));
}
