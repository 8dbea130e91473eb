import { dynamicPartOf, type KeptBody } from './executables.ts';
import { LARGEST_SCANNED } from './file-secrets.ts';

const HEAD = 1 << 16;
const LARGEST_SCRIPT = 1 << 24;
const LARGEST_DATABASE = 1 << 25;
/** Loaders read names from the front of a library: what stands behind this is code. */
const ELF_FRONT = 1 << 23;

/** How much of a file is kept to be looked at once it is complete. */
function keptBytesOf(path: string, size: number, wanted: number): number {
  if (size <= LARGEST_SCANNED) return size;
  if (wanted > 0) return wanted;
  return /\.(?:map|[cm]?js|css)$/i.test(path) ? Math.min(size, LARGEST_SCRIPT) : Math.min(size, HEAD);
}

/**
 * Collects of one file after the other what is needed to judge it. A file that lies in one chunk is not copied; others go
 * to one buffer that is used again.
 */
export class BodyKeeper {
  private buffer = Buffer.alloc(HEAD);
  private view: Buffer | null = null;
  private filled = 0;
  private wanted = 0;
  private position = 0;
  private tail: { offset: number; bytes: Buffer; filled: number } | null = null;
  private size = 0;

  /** `wanted`: bytes that a reader asks for, whatever the file is. */
  begin(path: string, size: number, wanted: number): void {
    this.size = size;
    this.wanted = keptBytesOf(path, size, wanted);
    this.view = null;
    this.filled = 0;
    this.position = 0;
    this.tail = null;
  }

  add(bytes: Uint8Array): void {
    const start = this.position;
    this.position += bytes.length;
    if (bytes.length === this.size) {
      this.view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      this.filled = this.size;
      return;
    }
    const hadTail = this.tail !== null;
    if (this.filled < this.wanted) this.copy(bytes);
    if (hadTail) this.copyTail(bytes, start);
  }

  /** Valid until the chunk is reused or the next file begins. */
  end(): KeptBody & { readonly isWhole: boolean } {
    const head = this.view ?? this.buffer.subarray(0, this.filled);
    const isWhole = this.filled === this.size;
    if (!this.tail || this.tail.filled < this.tail.bytes.length) return { head, isWhole };
    return { head, isWhole, tail: { offset: this.tail.offset, bytes: this.tail.bytes } };
  }

  private copy(bytes: Uint8Array): void {
    const before = this.filled;
    const take = Math.min(bytes.length, this.wanted - before);
    this.reserve(before + take);
    this.buffer.set(take === bytes.length ? bytes : bytes.subarray(0, take), before);
    this.filled += take;
    if (this.filled === this.wanted && this.wanted === HEAD && this.wanted < this.size)
      this.widenForElf(bytes.subarray(take));
  }

  /** The beginning says that it is a large ELF file: its front, and its dynamic section wherever that is, are kept as well. */
  private widenForElf(rest: Uint8Array): void {
    const dynamic = dynamicPartOf(this.buffer.subarray(0, this.filled));
    if (!dynamic) return;
    const start = this.filled;
    const end = dynamic.offset + dynamic.bytes;
    this.wanted = Math.min(this.size, ELF_FRONT);
    if (end > this.wanted && end <= this.size)
      this.tail = { offset: dynamic.offset, bytes: Buffer.alloc(dynamic.bytes), filled: 0 };
    this.copy(rest);
    this.copyTail(rest, start);
  }

  private copyTail(bytes: Uint8Array, start: number): void {
    const { tail } = this;
    if (!tail) return;
    const from = Math.max(tail.offset, start);
    const to = Math.min(tail.offset + tail.bytes.length, start + bytes.length);
    if (from >= to) return;
    tail.bytes.set(bytes.subarray(from - start, to - start), from - tail.offset);
    tail.filled += to - from;
  }

  private reserve(bytes: number): void {
    if (bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.min(Math.max(bytes, this.buffer.length * 2), LARGEST_DATABASE));
    this.buffer.copy(larger, 0, 0, this.filled);
    this.buffer = larger;
  }
}
