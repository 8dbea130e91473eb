import { definedVersions, type Names, type NeededVersion, neededVersions } from './symbol-versions.ts';

/** What an ELF file says about what it needs to run. */
export interface ElfFacts {
  /** In OCI words (`amd64`, `arm64`, …); null where they have none. */
  readonly architecture: string | null;
  readonly type: 'executable' | 'shared' | 'other';
  /** PT_INTERP: the loader. */
  readonly interpreter: string | null;
  /** DT_NEEDED, in order. */
  readonly needed: readonly string[];
  /** DT_RUNPATH, else DT_RPATH, split at colons. */
  readonly runpath: readonly string[];
  /** Versions of symbols without which the loader refuses the file, by the library that must have them. */
  readonly requires: readonly NeededVersion[];
  /** Versions of symbols that it has for others. */
  readonly provides: readonly string[];
}

/** Bytes of the file from an offset; fewer, or none, where they are not at hand. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
}

interface Layout {
  readonly view: (bytes: Uint8Array) => Cursor;
  readonly wide: boolean;
  readonly type: number;
  readonly machine: number;
  readonly little: boolean;
  readonly segments: readonly Segment[];
}

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
const DT_RPATH = 15;
const DT_RUNPATH = 29;
const DT_VERDEF = 0x6ffffffc;
const DT_VERDEFNUM = 0x6ffffffd;
const DT_VERNEED = 0x6ffffffe;
const DT_VERNEEDNUM = 0x6fffffff;

/** More than any linker writes; a file that claims more is read up to here. */
const MOST_SEGMENTS = 256;
const LONGEST_DYNAMIC = 1 << 16;
const LONGEST_NAME = 4096;
const MOST_NEEDED = 1024;
const LONGEST_VERSIONS = 1 << 18;

export function isElf(head: Uint8Array): boolean {
  return head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}

/** Reads headers and dynamic section; null when it is no ELF file. A damaged one says as much as can be read of it. */
export function readElf(read: ReadBytes): ElfFacts | null {
  const layout = readLayout(read);
  if (!layout) return null;
  const dynamic = readDynamic(layout, read);
  return {
    architecture: architectureOf(layout),
    type: layout.type === 2 ? 'executable' : layout.type === 3 ? 'shared' : 'other',
    interpreter: interpreterOf(layout, read),
    ...dynamic,
  };
}

/** Where the dynamic section stands, for readers that see the file go by only once. */
export function dynamicRangeOf(read: ReadBytes): { readonly offset: number; readonly bytes: number } | null {
  const dynamic = readLayout(read)?.segments.find(({ type }) => type === PT_DYNAMIC);
  return dynamic ? { offset: dynamic.offset, bytes: Math.min(dynamic.fileBytes, LONGEST_DYNAMIC) } : null;
}

/** Reads numbers in the file's own byte order; 0 beyond the end. */
class Cursor {
  private readonly view: DataView;
  private readonly little: boolean;

  constructor(bytes: Uint8Array, little: boolean) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.little = little;
  }

  u16(at: number): number {
    return at + 2 <= this.view.byteLength ? this.view.getUint16(at, this.little) : 0;
  }

  u32(at: number): number {
    return at + 4 <= this.view.byteLength ? this.view.getUint32(at, this.little) : 0;
  }

  /** 64-bit values beyond 2^53 are no offset of any file: they become a number that nothing is found at. */
  u64(at: number): number {
    const [low, high] = this.little ? [this.u32(at), this.u32(at + 4)] : [this.u32(at + 4), this.u32(at)];
    return high * 2 ** 32 + low;
  }
}

function readLayout(read: ReadBytes): Layout | null {
  const head = read(0, 64);
  if (!isElf(head) || head.length < 52) return null;
  const wide = head[4] === 2;
  const little = head[5] !== 2;
  const view = (bytes: Uint8Array) => new Cursor(bytes, little);
  const header = view(head);
  const tableAt = wide ? header.u64(32) : header.u32(28);
  const entryBytes = header.u16(wide ? 54 : 42);
  const count = Math.min(header.u16(wide ? 56 : 44), MOST_SEGMENTS);
  const table = entryBytes >= (wide ? 56 : 32) ? view(read(tableAt, entryBytes * count)) : view(new Uint8Array(0));
  const segments = Array.from({ length: count }, (_, index) => segmentAt(table, index * entryBytes, wide));
  return { view, wide, little, type: header.u16(16), machine: header.u16(18), segments };
}

function segmentAt(table: Cursor, at: number, wide: boolean): Segment {
  return wide
    ? { type: table.u32(at), offset: table.u64(at + 8), address: table.u64(at + 16), fileBytes: table.u64(at + 32) }
    : { type: table.u32(at), offset: table.u32(at + 4), address: table.u32(at + 8), fileBytes: table.u32(at + 16) };
}

function interpreterOf({ segments }: Layout, read: ReadBytes): string | null {
  const segment = segments.find(({ type }) => type === PT_INTERP);
  return segment ? textIn(read(segment.offset, Math.min(segment.fileBytes, LONGEST_NAME)), 0) || null : null;
}

type Dynamic = Pick<ElfFacts, 'needed' | 'runpath' | 'requires' | 'provides'>;

function readDynamic({ view, wide, segments }: Layout, read: ReadBytes): Dynamic {
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (!dynamic) return { needed: [], runpath: [], requires: [], provides: [] };
  const bytes = read(dynamic.offset, Math.min(dynamic.fileBytes, LONGEST_DYNAMIC));
  const entries = entriesOf(view(bytes), bytes.length, wide);
  const valueOf = (tag: number) => entries.find((entry) => entry.tag === tag)?.value;
  const names = stringTable(segments, valueOf(DT_STRTAB) ?? 0, valueOf(DT_STRSZ) ?? 0, read);
  const runpath = valueOf(DT_RUNPATH) ?? valueOf(DT_RPATH);
  const tableAt = (tag: number): Cursor => {
    const start = offsetOf(segments, valueOf(tag) ?? 0);
    return view(start === null ? new Uint8Array(0) : read(start, LONGEST_VERSIONS));
  };
  return {
    needed: entries
      .filter(({ tag }) => tag === DT_NEEDED)
      .slice(0, MOST_NEEDED)
      .map(({ value }) => names(value))
      .filter(Boolean),
    runpath: runpath === undefined ? [] : names(runpath).split(':').filter(Boolean),
    requires: neededVersions(tableAt(DT_VERNEED), valueOf(DT_VERNEEDNUM) ?? 0, names),
    provides: definedVersions(tableAt(DT_VERDEF), valueOf(DT_VERDEFNUM) ?? 0, names),
  };
}

function entriesOf(cursor: Cursor, length: number, wide: boolean): readonly { tag: number; value: number }[] {
  const entries: { tag: number; value: number }[] = [];
  const step = wide ? 16 : 8;
  for (let at = 0; at + step <= length; at += step) {
    const entry = wide
      ? { tag: cursor.u64(at), value: cursor.u64(at + 8) }
      : { tag: cursor.u32(at), value: cursor.u32(at + 4) };
    if (entry.tag === 0) break;
    entries.push(entry);
  }
  return entries;
}

/** Tables are named by their address in memory; the loaded segment that holds it says where that is in the file. */
function offsetOf(segments: readonly Segment[], address: number): number | null {
  const home = segments.find(
    (it) => it.type === PT_LOAD && address >= it.address && address < it.address + it.fileBytes,
  );
  return home && address !== 0 ? home.offset + (address - home.address) : null;
}

function stringTable(segments: readonly Segment[], address: number, bytes: number, read: ReadBytes): Names {
  const start = offsetOf(segments, address);
  return (offset: number): string => {
    if (start === null || offset >= bytes) return '';
    return textIn(read(start + offset, Math.min(bytes - offset, LONGEST_NAME)), 0);
  };
}

function textIn(bytes: Uint8Array, start: number): string {
  const end = bytes.indexOf(0, start);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'utf8',
    start,
    end === -1 ? bytes.length : end,
  );
}

function architectureOf({ machine, wide, little }: Layout): string | null {
  switch (machine) {
    case 3:
      return '386';
    case 8:
      return `mips${wide ? '64' : ''}${little ? 'le' : ''}`;
    case 21:
      return little ? 'ppc64le' : 'ppc64';
    case 22:
      return wide ? 's390x' : null;
    case 40:
      return 'arm';
    case 62:
      return 'amd64';
    case 183:
      return 'arm64';
    case 243:
      return wide ? 'riscv64' : null;
    case 258:
      return 'loong64';
    default:
      return null;
  }
}
