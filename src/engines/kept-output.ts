import { StringDecoder } from 'node:string_decoder';

const LONGEST_LINE = 1024 * 1024; // a program that prints no line ends must not fill the memory

/** What a program printed, in bounded memory: lines go out as they come, the text keeps its beginning and its end. */
export class KeptOutput {
  readonly #half: number;
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #decoder = new StringDecoder('utf8');
  #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #dropped = 0;
  #line = '';

  constructor(keepBytes: number, onLine?: (line: string) => void) {
    this.#half = Math.ceil(keepBytes / 2);
    this.#onLine = onLine;
  }

  add(chunk: Buffer): void {
    if (this.#onLine) this.#addLines(this.#decoder.write(chunk));
    const forHead = chunk.subarray(0, Math.max(0, this.#half - this.#headBytes));
    if (forHead.length > 0) this.#head.push(forHead);
    this.#headBytes += forHead.length;
    const forTail = chunk.subarray(forHead.length);
    if (forTail.length === 0) return;
    this.#tail.push(forTail);
    this.#tailBytes += forTail.length;
    for (let [first] = this.#tail; first && this.#tailBytes - first.length >= this.#half; [first] = this.#tail) {
      this.#tail.shift();
      this.#tailBytes -= first.length;
      this.#dropped += first.length;
    }
  }

  /** Gives out a last line without a line end. */
  end(): void {
    if (!this.#onLine) return;
    this.#line += this.#decoder.end();
    if (this.#line !== '') this.#onLine(this.#line);
    this.#line = '';
  }

  text(): string {
    const tail = Buffer.concat(this.#tail);
    const over = Math.max(0, tail.length - this.#half);
    const dropped = this.#dropped + over;
    const middle = dropped > 0 ? [Buffer.from(`\n[${dropped} bytes left out]\n`)] : [];
    return Buffer.concat([...this.#head, ...middle, tail.subarray(over)]).toString('utf8');
  }

  #addLines(text: string): void {
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#onLine?.(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (this.#line.length <= LONGEST_LINE) return;
    this.#onLine?.(this.#line);
    this.#line = '';
  }
}
