/** Marks of pairs of characters: a bit for each group of keywords, by `pairAt`. */
export interface PairMarks {
  /** For a pair of characters the groups that have a place which begins with it. */
  readonly first: Int32Array;
  /** The groups that have a place which goes on with it. */
  readonly second: Int32Array;
}

/** Looks at pairs of characters at even offsets, for those that have a mark in common with the pair after them. */
export interface PairScan {
  /** Bytes that are looked at at once. */
  readonly blockBytes: number;
  /** Where they are put, behind `FRONT` bytes of what stands before them; a few more may follow. */
  readonly block: Uint8Array;
  /** Offsets of such pairs in `block`, in order, as far as `bytes` behind the front; valid until the next call. */
  readonly scan: (bytes: number) => Int32Array;
}

export const PAIRS = 1 << 12;
/** A vector's width: before the block stands as much. */
export const FRONT = 16;

const BLOCK = 1 << 15;
const [FIRST_AT, SECOND_AT, INPUT_AT] = [0, PAIRS * 4, PAIRS * 8];
const OUTPUT_AT = INPUT_AT + FRONT + BLOCK + FRONT;
const MEMORY_PAGES = 3; // of 64 KiB: tables, a block, and an offset for every pair

/** Six bits of a character, the same for both cases of a letter. */
export function classOf(byte: number): number {
  return (byte & 31) | ((byte & 64) >> 1);
}

/** Index of a pair of characters by their classes. */
export function pairOf(first: number, second: number): number {
  return (first << 6) | second;
}

/** The same work by WebAssembly where there is any, some five times as fast; `--jitless` leaves it out. */
export function pairScan(marks: PairMarks, engine = pairScanProgram()): PairScan {
  if (!engine) return plainPairScan(marks);
  const { memory, scan } = engine;
  const { buffer } = memory;
  new Int32Array(buffer, FIRST_AT, PAIRS).set(marks.first);
  new Int32Array(buffer, SECOND_AT, PAIRS).set(marks.second);
  const output = new Int32Array(buffer, OUTPUT_AT);
  return {
    blockBytes: BLOCK,
    block: new Uint8Array(buffer, INPUT_AT, FRONT + BLOCK + FRONT),
    scan: (bytes) => output.subarray(0, scan(INPUT_AT, INPUT_AT + FRONT + bytes, OUTPUT_AT) >> 2),
  };
}

interface Program {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Gives the bytes that it wrote of offsets. */
  readonly scan: (start: number, end: number, output: number) => number;
}

function plainPairScan({ first, second }: PairMarks): PairScan {
  const block = new Uint8Array(FRONT + BLOCK + FRONT);
  const output = new Int32Array(BLOCK);
  const scan = (bytes: number) => {
    let found = 0;
    let marks = 0;
    for (let at = 0; at < FRONT + bytes; at += 2) {
      const pair = pairOf(classOf(block[at] ?? 0), classOf(block[at + 1] ?? 0));
      if ((marks & (second[pair] ?? 0)) !== 0) output[found++] = at - 2;
      marks = first[pair] ?? 0;
    }
    return output.subarray(0, found);
  };
  return { blockBytes: BLOCK, block, scan };
}

/** As far as it is needed: it is none of the language's own library. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (program: object) => { readonly exports: unknown };
}

/** Null where WebAssembly, or its vectors, are not to be had, or numbers stand in memory the other way round than in its own. */
function pairScanProgram(): Program | null {
  const { WebAssembly: engine } = globalThis as { WebAssembly?: Engine };
  const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  if (!engine || !isLittle) return null;
  try {
    return new engine.Instance(new engine.Module(moduleBytes())).exports as Program; // as built below
  } catch {
    return null; // no vectors
  }
}

// The program, in WebAssembly's binary format. For sixteen bytes at once: their classes, then the eight pairs' indexes,
// then each pair's marks. Only where a mark is shared are the eight offsets written down, without a jump for each.

const I32 = 0x7f;
const V128 = 0x7b;
const EMPTY = 0x40;
const LANES = [0, 1, 2, 3, 4, 5, 6, 7];

type Code = readonly number[];

type Nested = number | readonly Nested[];
const code = (...parts: readonly Nested[]): Code =>
  parts.flatMap((part) => (typeof part === 'number' ? [part] : code(...part)));
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const tee = (local: number): Code => [0x22, local];
const i32 = (value: number): Code => [0x41, ...signed(value)];
const loadI32 = (offset: number): Code => [0x28, 2, ...unsigned(offset)];
const storeI32: Code = [0x36, 2, 0];
const simd = (operation: number): Code => [0xfd, ...unsigned(operation)];
const everyByte = (value: number): Code => [...simd(12), ...Array.from({ length: 16 }, () => value)];
const VECTORS = { and: simd(0x4e), or: simd(0x50), left: simd(0x8b), right: simd(0x8d), load: simd(0) };
const [ADD, SUB, AND, OR, LEFT, UNEQUAL, LESS] = [0x6a, 0x6b, 0x71, 0x72, 0x74, 0x47, 0x49];

/** Parameters and locals of `scan`. */
const [AT, END, OUT, START, PAIR, LAST, ANY, OUT_FROM] = [0, 1, 2, 3, 4, 5, 6, 7];
const SHARED = 8;
const VECTOR = SHARED + LANES.length;

function scanCode(): Code {
  const { and, or, left, right, load } = VECTORS;
  const classes = code(
    [get(AT), load, [4, 0], tee(VECTOR), everyByte(31), and],
    [get(VECTOR), i32(1), right, everyByte(32), and, or, tee(VECTOR)],
  );
  /** The first character's class above the second's, times four: offsets in the tables. */
  const pairs = code(classes, i32(8), left, get(VECTOR), i32(8), right, i32(2), left, or, set(VECTOR));
  const lane = (index: number) =>
    code(
      [get(VECTOR), simd(0x19), index, tee(PAIR), loadI32(SECOND_AT), get(LAST), AND, set(SHARED + index)],
      [get(PAIR), loadI32(FIRST_AT), set(LAST)],
    );
  const any = code(
    get(SHARED),
    LANES.slice(1).map((index) => code(get(SHARED + index), OR)),
  );
  /** The offset of the pair before; what is next overwrites it unless a mark is shared. */
  const write = (index: number) =>
    code(
      [get(OUT), get(AT), get(START), SUB, i32(index * 2 - 2), ADD, storeI32],
      [get(OUT), get(SHARED + index), i32(0), UNEQUAL, i32(2), LEFT, ADD, set(OUT)],
    );
  return code(
    [get(OUT), set(OUT_FROM), get(AT), set(START)],
    [0x03, EMPTY, pairs, LANES.map(lane)],
    [any, set(ANY), get(ANY), 0x04, EMPTY, LANES.map(write), 0x0b],
    [get(AT), i32(16), ADD, tee(AT), get(END), LESS, 0x0d, 0, 0x0b],
    [get(OUT), get(OUT_FROM), SUB, 0x0b],
  );
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const name = (text: string): Code => [text.length, ...Buffer.from(text)];
  const section = (id: number, ...parts: readonly (number | Code)[]): Code => {
    const body = code(...parts);
    return [id, ...unsigned(body.length), ...body];
  };
  const body = code(2, 5 + LANES.length, I32, 1, V128, scanCode());
  return Uint8Array.from(
    code(
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, 1, 0x60, 3, I32, I32, I32, 1, I32),
      section(3, 1, 0),
      section(5, 1, 0, MEMORY_PAGES),
      section(7, 2, name('memory'), 2, 0, name('scan'), 0, 0),
      section(10, 1, unsigned(body.length), body),
    ),
  );
}

function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
