import { linearTest } from './linear.ts';
import { LAST, PERL, POSIX, type Ranges } from './re2-classes.ts';

const CONTROL: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const ANCHORS: Readonly<Record<string, string>> = { A: '^', z: '$', b: '\\b', B: '\\B' };
const MOST_REPEATS = 1000;

class Fault extends Error {}

/**
 * A test that matches what Go's RE2 matches, for the texts that ignore patterns leak into it
 * (https://github.com/google/re2/wiki/Syntax); null where RE2 refuses the text.
 */
export function testOfRe2(text: string): ((path: string) => boolean) | null {
  const source = translateRe2(text);
  if (source === null) return null;
  try {
    const linear = linearTest(source);
    if (linear) return linear;
    const expression = new RegExp(source, 'u');
    expression.test(''); // one that is too large is refused no earlier
    return (path) => expression.test(path);
  } catch (fault) {
    if (fault instanceof SyntaxError) return null; // a class of characters that does not exist, or too large
    throw fault;
  }
}

/** The same in JavaScript's words, as they are with the flag `u`; null where RE2 refuses the text. */
export function translateRe2(text: string): string | null {
  try {
    return new Translation([...text]).all();
  } catch (fault) {
    if (fault instanceof Fault) return null;
    throw fault;
  }
}

/** Reads RE2 from the left; holds the position. */
class Translation {
  private at = 0;
  private readonly chars: readonly string[];

  constructor(chars: readonly string[]) {
    this.chars = chars;
  }

  all(): string {
    let out = '';
    let atom: string | null = null; // what a repetition would repeat
    let repeated = false;
    while (this.at < this.chars.length) {
      const repeat = this.repetition();
      if (repeat === null) {
        out += atom ?? '';
        atom = this.chars[this.at] === '|' ? null : this.atom();
        if (atom === null) out += this.take();
      } else if (atom === null || repeated) {
        throw new Fault('nothing to repeat');
      } else {
        atom = `(?:${atom})${repeat}`;
      }
      repeated = repeat !== null;
    }
    return out + (atom ?? '');
  }

  /** `*`, `?`, `{2,3}`; braces that are no count stand for themselves. */
  private repetition(): string | null {
    const char = this.chars[this.at];
    if (char === '*' || char === '?' || char === '+') return this.take();
    const counts = /^\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/.exec(this.ahead(24));
    if (!counts) return null;
    this.at += counts[0].length;
    const least = Number(counts[1]);
    const most = Number(counts[3] ?? least);
    if (least > MOST_REPEATS || most > MOST_REPEATS || most < least) throw new Fault('bad repeat count');
    return counts[0];
  }

  private atom(): string {
    switch (this.chars[this.at]) {
      case '(': // only ever `(.*/)?`, which `**` becomes
        this.at += '(.*/)'.length;
        return '(?:[^\\n]*/)';
      case '^':
      case '$':
        return `(?:${this.take()})`;
      case '.':
        this.take();
        return '[^\\n]';
      case '[':
        return this.charClass();
      case '\\':
        return this.escape();
      default:
        return literal(this.take());
    }
  }

  private escape(): string {
    const perl = this.perlClass() ?? this.unicodeClass();
    if (perl !== null) return `[${perl}]`;
    const next = this.chars[this.at + 1] ?? '';
    const anchor = ANCHORS[next];
    if (anchor !== undefined) {
      this.at += 2;
      return `(?:${anchor})`;
    }
    if (next === 'Q') return this.quoted();
    return `\\u{${this.escapedCode().toString(16)}}`;
  }

  /** `\Q…\E` or to the end. */
  private quoted(): string {
    this.at += 2;
    const rest = this.chars.slice(this.at).join('');
    const end = rest.indexOf('\\E');
    const text = [...(end < 0 ? rest : rest.slice(0, end))];
    this.at += text.length + (end < 0 ? 0 : 2);
    return text.map(literal).join('');
  }

  private charClass(): string {
    this.take();
    const negated = this.chars[this.at] === '^';
    if (negated) this.take();
    let inside = '';
    for (let first = true; first || this.chars[this.at] !== ']'; first = false) {
      inside += this.posixClass() ?? this.perlClass() ?? this.unicodeClass() ?? this.range();
    }
    this.take();
    return `[${negated ? '^' : ''}${inside}]`;
  }

  private range(): string {
    const low = this.classCode();
    if (this.chars[this.at] !== '-' || this.at + 1 >= this.chars.length || this.chars[this.at + 1] === ']') {
      return printed([[low, low]]);
    }
    this.take();
    const high = this.classCode();
    if (high < low) throw new Fault('bad range');
    return printed([[low, high]]);
  }

  private classCode(): number {
    if (this.chars[this.at] === '\\') return this.escapedCode();
    return this.take().codePointAt(0) ?? 0;
  }

  /** One escaped character: punctuation, `\n`, octal, hexadecimal. */
  private escapedCode(): number {
    this.take();
    const hexadecimal = /^x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/.exec(this.ahead(16));
    const octal = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(this.ahead(3));
    const [length, code] = hexadecimal
      ? [hexadecimal[0].length, Number.parseInt(hexadecimal[1] ?? hexadecimal[2] ?? '', 16)]
      : octal
        ? [octal[0].length, Number.parseInt(octal[0], 8)]
        : [1, codeOfEscaped(this.chars[this.at] ?? '')];
    if (code > LAST) throw new Fault('no such character');
    this.at += length;
    return code;
  }

  private perlClass(): string | null {
    const name = this.chars[this.at] === '\\' ? (this.chars[this.at + 1] ?? '') : '';
    const ranges = PERL[name.toLowerCase()];
    if (ranges === undefined || name === '') return null;
    this.at += 2;
    return printed(name === name.toLowerCase() ? ranges : complement(ranges));
  }

  private posixClass(): string | null {
    const named = /^\[:(\^?)(.*?):\]/su.exec(this.chars[this.at] === '[' ? this.chars.slice(this.at).join('') : '');
    if (!named) return null;
    const name = named[2] ?? '';
    const ranges = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
    if (ranges === undefined) throw new Fault(`no class ${named[0]}`);
    this.at += [...named[0]].length;
    return printed(named[1] === '^' ? complement(ranges) : ranges);
  }

  private unicodeClass(): string | null {
    const named = /^\\([pP])(?:\{(\^?)([^}]*)\}|([^{]))/u.exec(this.ahead(48));
    if (!named) return null;
    this.at += [...named[0]].length;
    const name = named[3] ?? named[4] ?? '';
    const negated = (named[1] === 'P') !== (named[2] === '^');
    const property = name.length <= 2 || name === 'Any' ? name : `Script=${name}`;
    return `\\${negated ? 'P' : 'p'}{${property}}`;
  }

  private ahead(count: number): string {
    return this.chars.slice(this.at, this.at + count).join('');
  }

  private take(): string {
    const char = this.chars[this.at];
    if (char === undefined) throw new Fault('ends too early');
    this.at += 1;
    return char;
  }
}

function codeOfEscaped(char: string): number {
  const control = CONTROL[char];
  if (control !== undefined) return control;
  const code = char.codePointAt(0) ?? LAST;
  if (code < 0x80 && !/[A-Za-z0-9]/.test(char)) return code;
  throw new Fault(`bad escape \\${char}`);
}

function complement(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  let next = 0;
  for (const [low, high] of ranges) {
    if (low > next) out.push([next, low - 1]);
    next = high + 1;
  }
  return [...out, [next, LAST]];
}

function printed(ranges: Ranges): string {
  return ranges.map(([low, high]) => `\\u{${low.toString(16)}}-\\u{${high.toString(16)}}`).join('');
}

function literal(char: string): string {
  return /^[A-Za-z0-9_/]$/.test(char) ? char : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}
