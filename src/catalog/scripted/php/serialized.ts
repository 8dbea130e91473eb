const MOST_DEPTH = 100;

class NotSerialized extends Error {}

/** A value as PHP's `serialize` writes it, or why there is none. Arrays become tables, objects are none. */
export function readSerialized(bytes: Buffer): { value: unknown } | { fault: string } {
  try {
    return { value: new Reader(bytes).value(0) };
  } catch (error) {
    if (error instanceof NotSerialized) return { fault: `not PHP's serialised form: ${error.message}` };
    throw error;
  }
}

class Reader {
  private at = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  value(depth: number): unknown {
    if (depth > MOST_DEPTH) throw new NotSerialized('nested too deeply');
    const kind = String.fromCharCode(this.bytes[this.at] ?? 0);
    this.at += 2;
    if (kind === 'N') return null;
    if (kind === 's') return this.string();
    if (kind === 'a') return this.table(depth);
    const plain = this.until(';');
    if (kind === 'b') return plain === '1';
    if (kind === 'i' || kind === 'd') return Number(plain);
    throw new NotSerialized(`${JSON.stringify(kind)} at ${this.at}`);
  }

  /** Lengths count bytes, not characters. */
  private string(): string {
    const length = this.count();
    const start = this.at + 1;
    if (start + length > this.bytes.length) throw new NotSerialized('a string does not end');
    this.at = start + length + 2;
    return this.bytes.toString('utf8', start, start + length);
  }

  private table(depth: number): unknown {
    const count = this.count();
    const made = Object.create(null) as Record<string, unknown>; // `__proto__` is a key like any other
    this.at += 1;
    for (let index = 0; index < count; index++) {
      if (this.at >= this.bytes.length) throw new NotSerialized('an array does not end');
      made[String(this.value(depth + 1))] = this.value(depth + 1);
    }
    if (this.bytes[this.at] !== 0x7d) throw new NotSerialized('an array does not end');
    this.at += 1;
    return made;
  }

  private count(): number {
    const digits = this.until(':');
    if (!/^\d{1,9}$/.test(digits)) throw new NotSerialized('a length is missing');
    return Number(digits);
  }

  private until(end: string): string {
    const stop = this.bytes.indexOf(end, this.at);
    if (stop < 0 || stop - this.at > 40) throw new NotSerialized(`${end} is missing`);
    const text = this.bytes.toString('latin1', this.at, stop);
    this.at = stop + 1;
    return text;
  }
}
