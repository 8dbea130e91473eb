import { dynamicPartOf, type KeptBody } from './executables.ts';
import { LARGEST_SCANNED } from './file-secrets.ts';
import { NeedleWindows, WINDOW_BYTES } from './needle-windows.ts';
import { isExecutable, needlesOf } from './readings.ts';

const HEAD = 1 << 16;
const LARGEST_SCRIPT = 1 << 24;
/** Of programs as of databases: what is larger is not kept whole. */
const LARGEST_WHOLE = 1 << 25;
/** Loaders read names from the front of a library: what stands behind this is code. */
const FRONT = 1 << 23;
/** Sizes of the buffer that is used again. */
const ROOMS = [HEAD, 1 << 20, FRONT, LARGEST_WHOLE];

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
  private windows: NeedleWindows | null = null;
  private path = '';
  private size = 0;

  /** `wanted`: bytes that a reader asks for, whatever the file is. */
  begin(path: string, size: number, wanted: number): void {
    this.path = path;
    this.size = size;
    this.wanted = keptBytesOf(path, size, wanted);
    this.view = null;
    this.filled = 0;
    this.position = 0;
    this.tail = null;
    this.windows = null;
  }

  add(bytes: Uint8Array): void {
    const start = this.position;
    this.position += bytes.length;
    if (bytes.length === this.size) {
      this.view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      this.filled = this.size;
      return;
    }
    if (this.filled === this.wanted) this.look(bytes, start);
    else this.copy(bytes, start);
  }

  /** Valid until the chunk is reused or the next file begins. */
  end(): KeptBody & { readonly isWhole: boolean } {
    const head = this.view ?? this.buffer.subarray(0, this.filled);
    const body = { head, isWhole: this.filled === this.size, windows: this.windows?.end() ?? [] };
    const isTailWhole = this.tail && this.tail.filled === this.tail.bytes.length;
    return this.tail && isTailWhole ? { ...body, tail: { offset: this.tail.offset, bytes: this.tail.bytes } } : body;
  }

  private copy(bytes: Uint8Array, start: number): void {
    const before = this.filled;
    const take = Math.min(bytes.length, this.wanted - before);
    this.reserve(this.wanted);
    this.buffer.set(take === bytes.length ? bytes : bytes.subarray(0, take), before);
    this.filled += take;
    const rest = bytes.subarray(take);
    if (this.filled === HEAD && this.wanted === HEAD) this.widen();
    if (this.filled === this.wanted) this.windows?.add(this.buffer.subarray(FRONT - WINDOW_BYTES, FRONT)); // may be cut there
    if (rest.length === 0) return;
    if (this.filled < this.wanted) this.copy(rest, start + take);
    else this.look(rest, start + take);
  }

  /**
   * The beginning says that it is a program. It is kept whole; of a very large one the front, the dynamic section wherever
   * that is, and the places where its readers hope to find something.
   */
  private widen(): void {
    const head = this.buffer.subarray(0, this.filled);
    if (!isExecutable(head)) return;
    this.wanted = this.size;
    if (this.size <= LARGEST_WHOLE) return;
    this.wanted = FRONT;
    this.windows = new NeedleWindows(needlesOf(this.path, head));
    const dynamic = dynamicPartOf(head);
    const end = dynamic ? dynamic.offset + dynamic.bytes : 0;
    if (dynamic && end > FRONT && end <= this.size)
      this.tail = { offset: dynamic.offset, bytes: Buffer.alloc(dynamic.bytes), filled: 0 };
  }

  /** At what is not kept. */
  private look(bytes: Uint8Array, start: number): void {
    this.windows?.add(bytes);
    this.copyTail(bytes, start);
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
    const larger = Buffer.allocUnsafeSlow(ROOMS.find((room) => room >= bytes) ?? bytes);
    this.buffer.copy(larger, 0, 0, this.filled);
    this.buffer = larger;
  }
}
