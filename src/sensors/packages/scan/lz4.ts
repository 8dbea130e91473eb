const MAGIC = 0x184d2204;
const FIRST_BYTES = 1024 * 1024;

/**
 * Unpacks LZ4 frames (frame format 1.6; blocks may refer to earlier ones), which apt keeps its lists in within images. Null
 * where it is none, is cut off, or has more than `mostBytes`. Checksums are passed over: apt's own are over the list itself.
 */
export function unpackLz4(packed: Buffer, mostBytes: number): Buffer | null {
  try {
    return framesOf(packed, mostBytes);
  } catch (error) {
    if (error instanceof RangeError) return null; // read behind the end: it is cut off
    throw error;
  }
}

function framesOf(packed: Buffer, mostBytes: number): Buffer | null {
  const out = new Output(mostBytes);
  let at = 0;
  while (at < packed.length) {
    if (packed.readUInt32LE(at) !== MAGIC) return null;
    const flags = packed.readUInt8(at + 4);
    if (flags >> 6 !== 1 || (flags & 1) !== 0) return null; // another version, or a dictionary that is not here
    at += 7 + ((flags & 8) !== 0 ? 8 : 0);
    for (let size = packed.readUInt32LE(at); size !== 0; size = packed.readUInt32LE(at)) {
      const length = size & 0x7fffffff;
      const start = at + 4;
      if (start + length > packed.length) return null;
      const block = packed.subarray(start, start + length);
      if (size >>> 31 === 1 ? !out.literals(block, 0, length) : !unpackBlock(block, out)) return null;
      at = start + length + ((flags & 16) !== 0 ? 4 : 0);
    }
    at += 4 + ((flags & 4) !== 0 ? 4 : 0);
  }
  return out.bytes();
}

/** Literals, then a copy of what was written before; the last sequence has literals alone. */
function unpackBlock(block: Buffer, out: Output): boolean {
  let at = 0;
  const more = (length: number): number => {
    let total = length;
    for (let next = length === 15 ? 255 : 0; next === 255; ) {
      next = block.readUInt8(at);
      at += 1;
      total += next;
    }
    return total;
  };
  while (at < block.length) {
    const token = block.readUInt8(at);
    at += 1;
    const literals = more(token >> 4);
    if (at + literals > block.length || !out.literals(block, at, at + literals)) return false;
    at += literals;
    if (at === block.length) return true;
    const distance = block.readUInt16LE(at);
    at += 2;
    if (!out.again(distance, more(token & 15) + 4)) return false;
  }
  return true;
}

/** Bytes that grow up to a limit. */
class Output {
  readonly #mostBytes: number;
  #kept: Buffer;
  #length = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
    this.#kept = Buffer.alloc(Math.min(mostBytes, FIRST_BYTES));
  }

  literals(from: Buffer, start: number, end: number): boolean {
    if (!this.#fits(end - start)) return false;
    this.#length += from.copy(this.#kept, this.#length, start, end);
    return true;
  }

  /** The copy may overlap what it writes: then it repeats. */
  again(distance: number, length: number): boolean {
    if (distance === 0 || distance > this.#length || !this.#fits(length)) return false;
    const from = this.#length - distance;
    if (distance >= length) this.#kept.copyWithin(this.#length, from, from + length);
    else for (let at = 0; at < length; at += 1) this.#kept[this.#length + at] = this.#kept[from + at] ?? 0;
    this.#length += length;
    return true;
  }

  bytes(): Buffer {
    return this.#kept.subarray(0, this.#length);
  }

  #fits(more: number): boolean {
    const needed = this.#length + more;
    if (needed > this.#mostBytes) return false;
    if (needed > this.#kept.length) {
      const grown = Buffer.alloc(Math.min(this.#mostBytes, Math.max(needed, this.#kept.length * 2)));
      this.#kept.copy(grown, 0, 0, this.#length);
      this.#kept = grown;
    }
    return true;
  }
}
