import { indexOfNeedle } from './needle.ts';

export const WINDOW_BYTES = 1 << 20;
const MOST_WINDOWS = 8;

/** Looks for byte strings in a file that goes by in pieces, and keeps what stands where each first appears. */
export class NeedleWindows {
  private readonly sought: Set<Buffer>;
  private readonly longest: number;
  /** The end of what went by, where a needle may have begun. */
  private before = Buffer.alloc(0);
  private readonly windows: { readonly bytes: Buffer; filled: number }[] = [];

  constructor(needles: readonly Buffer[]) {
    this.sought = new Set(needles.filter(({ length }) => length > 0));
    this.longest = Math.max(1, ...needles.map(({ length }) => length));
  }

  add(bytes: Uint8Array): void {
    for (const window of this.windows) fill(window, bytes);
    if (this.sought.size === 0) return;
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const seam = Buffer.concat([this.before, piece.subarray(0, this.longest - 1)]);
    for (const needle of this.sought) {
      const across = indexOfNeedle(seam, needle);
      const within = across === -1 ? indexOfNeedle(piece, needle) : -1;
      if (across !== -1)
        this.open(needle, [this.before.subarray(across), piece.subarray(Math.max(0, across - this.before.length))]);
      else if (within !== -1) this.open(needle, [piece.subarray(within)]);
    }
    const kept = Buffer.concat([this.before, piece.subarray(Math.max(0, piece.length - this.longest + 1))]);
    this.before = kept.subarray(Math.max(0, kept.length - this.longest + 1));
  }

  end(): readonly Buffer[] {
    return this.windows.map(({ bytes, filled }) => bytes.subarray(0, filled));
  }

  private open(needle: Buffer, parts: readonly Uint8Array[]): void {
    this.sought.delete(needle);
    const window = { bytes: Buffer.allocUnsafeSlow(WINDOW_BYTES), filled: 0 };
    if (this.windows.push(window) === MOST_WINDOWS) this.sought.clear();
    for (const part of parts) fill(window, part);
  }
}

function fill(window: { readonly bytes: Buffer; filled: number }, bytes: Uint8Array): void {
  const take = Math.min(bytes.length, window.bytes.length - window.filled);
  if (take <= 0) return;
  window.bytes.set(take === bytes.length ? bytes : bytes.subarray(0, take), window.filled);
  window.filled += take;
}
