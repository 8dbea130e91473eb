/** Reads numbers of a file in its own byte order; 0 beyond the end, so that a damaged file leads nowhere. */
export class Numbers {
  private readonly bytes: Buffer;
  readonly isLittleEndian: boolean;

  constructor(bytes: Buffer, isLittleEndian: boolean) {
    this.bytes = bytes;
    this.isLittleEndian = isLittleEndian;
  }

  u16(at: number): number {
    if (!this.holds(at, 2)) return 0;
    return this.isLittleEndian ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  u32(at: number): number {
    if (!this.holds(at, 4)) return 0;
    return this.isLittleEndian ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  /** Beyond 2^53 nothing is found anyway. */
  u64(at: number): number {
    const [low, high] = this.isLittleEndian ? [this.u32(at), this.u32(at + 4)] : [this.u32(at + 4), this.u32(at)];
    return high * 2 ** 32 + low;
  }

  word(at: number, isWide: boolean): number {
    return isWide ? this.u64(at) : this.u32(at);
  }

  private holds(at: number, length: number): boolean {
    return Number.isSafeInteger(at) && at >= 0 && at + length <= this.bytes.length;
  }
}

/** A part of a file, cut where the file ends. */
export function part(bytes: Buffer, start: number, length: number): Buffer {
  const isInside = Number.isSafeInteger(start) && start >= 0 && length > 0 && start < bytes.length;
  return isInside ? bytes.subarray(start, Math.min(bytes.length, start + length)) : Buffer.alloc(0);
}

/** A name that ends with a zero byte or where it must. */
export function nameAt(bytes: Buffer, start: number, most = 256): string {
  const text = part(bytes, start, most);
  const end = text.indexOf(0);
  return text.toString('latin1', 0, end === -1 ? text.length : end);
}
