import { lettersOf, widthOf } from '../../src/reports/text/width.ts';

/** How a cell looks: SGR codes that are on. */
export interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  /** 30 to 37 and 90 to 97, or null for the default. */
  readonly ink: number | null;
  /** 40 to 47, or null. */
  readonly ground: number | null;
}

export interface Cell {
  readonly letter: string;
  readonly width: number;
  readonly look: Look;
}

const PLAIN: Look = { bold: false, dim: false, ink: null, ground: null };
// oxlint-disable-next-line no-control-regex -- these are the sequences of a terminal
const SEQUENCE = /\u001b\[(\??)([\d;]*)([A-Za-z])/y;

/** The little of a terminal that our output uses: colours, moves up, erasing. Throws on any other control character. */
export class Screen {
  readonly rows: Cell[][] = [[]];
  isCursorShown = true;
  #row = 0;
  #column = 0;
  #look = PLAIN;

  write(text: string): void {
    let at = 0;
    while (at < text.length) {
      SEQUENCE.lastIndex = at;
      const sequence = SEQUENCE.exec(text);
      if (sequence) {
        this.#obey(sequence[1] === '?', sequence[2] ?? '', sequence[3] ?? '');
        at = SEQUENCE.lastIndex;
        continue;
      }
      const next = text.indexOf('\u001b', at + 1);
      const end = next === -1 ? text.length : next;
      for (const letter of lettersOf(text.slice(at, end))) this.#put(letter);
      at = end;
    }
  }

  /** What stands there, without colours and trailing blanks. */
  text(): string {
    return this.rows.map((row) => row.map(({ letter }) => letter).join('').trimEnd()).join('\n').trimEnd();
  }

  #put(letter: string): void {
    if (letter === '\n' || letter === '\r\n') {
      this.#row += 1;
      this.#column = 0;
      this.#rowAt(this.#row);
    } else if (letter === '\r') this.#column = 0;
    else if (/^[\p{Cc}\p{Cf}]/u.test(letter)) throw new Error(`a control character reached the terminal: ${JSON.stringify(letter)}`);
    else this.#cell(letter);
  }

  #cell(letter: string): void {
    const row = this.#rowAt(this.#row);
    row.splice(this.#column, 1, { letter, width: widthOf(letter), look: this.#look });
    this.#column += 1;
  }

  #rowAt(index: number): Cell[] {
    while (this.rows.length <= index) this.rows.push([]);
    return this.rows[index] ?? [];
  }

  #obey(isPrivate: boolean, numbers: string, letter: string): void {
    if (isPrivate) {
      if (numbers === '25') this.isCursorShown = letter === 'h';
      return;
    }
    const amount = Number(numbers || '1');
    if (letter === 'A') this.#row = Math.max(0, this.#row - amount);
    else if (letter === 'J') this.rows.splice(this.#row, Infinity, this.#rowAt(this.#row).slice(0, this.#column));
    else if (letter === 'm') for (const code of numbers.split(';')) this.#look = withCode(this.#look, Number(code || '0'));
    else throw new Error(`a sequence that nobody expects: ${numbers}${letter}`);
  }
}

function withCode(look: Look, code: number): Look {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 39) return { ...look, ink: null };
  if (code === 49) return { ...look, ground: null };
  if (code >= 40 && code <= 47) return { ...look, ground: code };
  return { ...look, ink: code };
}
