/** JSON with the lines that each object and array stands on. */
export interface JsonText {
  readonly value: unknown;
  /** First and last line, counted from 1. */
  readonly linesOf: (value: unknown) => readonly [number, number] | undefined;
}

const MOST_DEPTH = 500;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** The value, or why there is none. `comments`: JSONC, with comments and trailing commas. */
export function readJson(source: string, options: { readonly comments?: boolean } = {}): JsonText | { fault: string } {
  const reader = new JsonReader(source, options.comments === true);
  try {
    const value = reader.whole();
    return { value, linesOf: (it) => (it !== null && typeof it === 'object' ? reader.lines.get(it) : undefined) };
  } catch (error) {
    if (error instanceof NotJson) return { fault: error.message };
    throw error;
  }
}

class NotJson extends Error {}

class JsonReader {
  readonly lines = new WeakMap<object, readonly [number, number]>();
  private at = 0;
  private line = 1;
  private readonly source: string;
  private readonly comments: boolean;

  constructor(source: string, comments: boolean) {
    this.source = source;
    this.comments = comments;
  }

  whole(): unknown {
    const value = this.value(0);
    this.space();
    if (this.at < this.source.length) throw this.no('something follows the value');
    return value;
  }

  private value(depth: number): unknown {
    if (depth > MOST_DEPTH) throw this.no('is nested too deeply');
    this.space();
    const first = this.source[this.at];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"') return this.string();
    for (const [word, value] of WORDS) {
      if (first !== word[0] || !this.source.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    NUMBER.lastIndex = this.at;
    const [number] = NUMBER.exec(this.source) ?? [];
    if (number === undefined) throw this.no('a value is missing');
    this.at += number.length;
    return Number(number);
  }

  private object(depth: number): unknown {
    // Without a prototype: `__proto__` is a key like any other.
    const made = Object.create(null) as Record<string, unknown>;
    const start = this.line;
    this.at += 1;
    this.items('}', () => {
      if (this.source[this.at] !== '"') throw this.no('a key is missing');
      const key = this.string();
      this.space();
      if (this.source[this.at] !== ':') throw this.no('a colon is missing');
      this.at += 1;
      made[key] = this.value(depth + 1);
    });
    this.lines.set(made, [start, this.line]);
    return made;
  }

  private array(depth: number): unknown[] {
    const made: unknown[] = [];
    const start = this.line;
    this.at += 1;
    this.items(']', () => made.push(this.value(depth + 1)));
    this.lines.set(made, [start, this.line]);
    return made;
  }

  /** Items between commas, and the bracket that ends them. */
  private items(end: string, item: () => void): void {
    for (let isFirst = true; ; isFirst = false) {
      this.space();
      if (this.source[this.at] === end && (isFirst || this.comments)) break;
      item();
      this.space();
      if (this.source[this.at] === end) break;
      if (this.source[this.at] !== ',') throw this.no('a comma is missing');
      this.at += 1;
    }
    this.at += 1;
  }

  private string(): string {
    const start = this.at;
    let isPlain = true;
    for (this.at += 1; ; this.at += 1) {
      const code = this.source.charCodeAt(this.at);
      if (Number.isNaN(code) || code < 0x20) throw this.no('a string does not end');
      if (code === 0x22) break;
      if (code !== 0x5c) continue;
      isPlain = false;
      this.at += 1;
    }
    this.at += 1;
    if (isPlain) return this.source.slice(start + 1, this.at - 1);
    try {
      return String(JSON.parse(this.source.slice(start, this.at)));
    } catch {
      throw this.no('a string has an escape that there is not'); // JSON.parse knows the escapes
    }
  }

  private space(): void {
    for (; ; this.at += 1) {
      const code = this.source.charCodeAt(this.at);
      if (code === 0x0a) this.line += 1;
      else if (code === 0x2f && this.comments && this.comment()) this.at -= 1;
      else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return;
    }
  }

  /** True when a comment was passed over; `at` is behind it. */
  private comment(): boolean {
    const kind = this.source[this.at + 1];
    if (kind !== '/' && kind !== '*') return false;
    const end = this.source.indexOf(kind === '/' ? '\n' : '*/', this.at + 2);
    const next = end < 0 ? this.source.length : kind === '/' ? end : end + 2;
    for (let at = this.source.indexOf('\n', this.at); at >= 0 && at < next; at = this.source.indexOf('\n', at + 1))
      this.line += 1;
    this.at = next;
    return true;
  }

  private no(why: string): NotJson {
    return new NotJson(`not JSON: line ${this.line}: ${why}`);
  }
}
