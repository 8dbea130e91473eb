import { matchEnd, readGlob, replaceGlob, reversed } from './glob.ts';
import { isSpace } from './space.ts';

export interface ExpandOptions {
  readonly escape?: '\\' | '`';
  /** What a variable that nothing sets becomes: nothing (BuildKit), or itself, as written. */
  readonly unset?: 'empty' | 'keep';
  readonly rawQuotes?: boolean;
  readonly rawEscapes?: boolean;
  /** How many characters of variables' values may still be put in, here and in whatever shares it. */
  readonly budget?: { left: number };
}

/** What a word became. With a `fault` the value is the word as written. */
export interface Expansion {
  readonly value: string;
  readonly matched: ReadonlySet<string>;
  readonly unmatched: ReadonlySet<string>;
  readonly fault: string | null;
}

export type Environment = ReadonlyMap<string, string>;

/** Expands quotes, escapes and variables as BuildKit does for every instruction but RUN, CMD and ENTRYPOINT. */
export function expand(word: string, environment: Environment, options: ExpandOptions = {}): Expansion {
  if (isPlain(word, options.escape ?? '\\'))
    return { value: word, matched: NO_NAMES, unmatched: NO_NAMES, fault: null };
  const lexer = new Lexer(word, environment, options);
  const { matched, unmatched } = lexer;
  const read = guarded(() => lexer.upTo('', lexer.rawEscapes));
  return typeof read === 'string'
    ? { value: read, matched, unmatched, fault: null }
    : { value: word, matched, unmatched, fault: read.fault };
}

/** What a text becomes, split at spaces that no quotes protect. */
export function expandedWords(
  text: string,
  environment: Environment,
  options: ExpandOptions = {},
): readonly string[] | { readonly fault: string } {
  const lexer = new Lexer(text, environment, options);
  return guarded(() => {
    const words = new Words();
    lexer.upTo('', lexer.rawEscapes, words);
    return words.all();
  });
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Most words hold nothing that is expanded. */
function isPlain(word: string, escape: string): boolean {
  return !/[$'"]/.test(word) && !word.includes(escape);
}

function guarded<T>(read: () => T): T | { readonly fault: string } {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: error.message };
  }
}

class Fault extends Error {}

const TOO_DEEP = 'substitutions are nested too deeply';
const TOO_LONG = 'the variables make it too long';

/** Whether it is us who give up, where the builder would go on. */
export function isOwnBound(fault: string): boolean {
  return fault === TOO_DEEP || fault === TOO_LONG;
}

class Words {
  private readonly done: string[] = [];
  private word: string[] = [];
  private inWord = false;

  add(text: string): void {
    for (const char of text) {
      if (!isSpace(char.charCodeAt(0))) this.addRaw(char);
      else if (this.inWord) this.end();
    }
  }

  addRaw(text: string): void {
    if (text !== '') this.word.push(text);
    this.inWord = true;
  }

  /** An empty word goes on: BuildKit keeps it open. */
  private end(): void {
    if (this.word.length === 0) return;
    this.done.push(this.word.join(''));
    this.word = [];
    this.inWord = false;
  }

  all(): readonly string[] {
    this.end();
    return this.done;
  }
}

/** Of values in one text; BuildKit has no bound, but no Linux process is given a longer variable. */
const MOST_CHARACTERS = 131_072;
const DEEPEST = 500; // nested substitutions; BuildKit has no bound, a stack does
const SPECIAL = new Set(['@', '*', '#', '?', '-', '$', '!', '0']);
const DIGIT = /^\p{Nd}$/u;
const NAME = /^[\p{L}\p{Nd}_]$/u;

class Lexer {
  readonly matched = new Set<string>();
  readonly unmatched = new Set<string>();
  private readonly chars: readonly string[];
  private readonly environment: Environment;
  private readonly escape: string;
  private readonly keepUnset: boolean;
  private readonly rawQuotes: boolean;
  private readonly budget: { left: number };
  private left = MOST_CHARACTERS;
  rawEscapes: boolean;
  private at = 0;
  private depth = 0;

  constructor(word: string, environment: Environment, options: ExpandOptions) {
    this.chars = [...word];
    this.environment = environment;
    this.escape = options.escape ?? '\\';
    this.keepUnset = options.unset === 'keep';
    this.rawQuotes = options.rawQuotes ?? false;
    this.budget = options.budget ?? { left: Number.POSITIVE_INFINITY };
    this.rawEscapes = options.rawEscapes ?? false;
  }

  /** Reads on to the stop character (consumed) or the end. */
  upTo(stop: string, rawEscapes: boolean, words: Words | null = null): string {
    const before = this.rawEscapes;
    this.rawEscapes = rawEscapes;
    const out: string[] = [];
    while (this.at < this.chars.length) {
      const char = this.chars[this.at] ?? '';
      if (char === stop) {
        this.at++;
        this.rawEscapes = before;
        return out.join('');
      }
      out.push(this.piece(char, words));
    }
    if (stop !== '') throw new Fault(`missing \`${stop}\``);
    this.rawEscapes = before;
    return out.join('');
  }

  private piece(char: string, words: Words | null): string {
    if (char === '$') {
      const value = this.dollar();
      words?.add(value);
      return value;
    }
    if (char === "'" || char === '"' || char === '<') {
      const text = char === "'" ? this.singleQuoted() : char === '"' ? this.doubleQuoted() : this.arrows();
      words?.addRaw(text);
      return text;
    }
    this.at++;
    if (char !== this.escape) {
      words?.add(char);
      return char;
    }
    const escaped = this.chars[this.at++] ?? '';
    const text = (this.rawEscapes ? char : '') + escaped;
    if (text !== '') words?.addRaw(text);
    return text;
  }

  /** `<<` keeps the blanks behind it, so that `<< EOF` stays one word. */
  private arrows(): string {
    const from = this.at++;
    if (this.chars[this.at] !== '<') return '<';
    this.at++;
    if (this.chars[this.at] === '-') this.at++;
    while (this.at < this.chars.length && isSpace((this.chars[this.at] ?? '').charCodeAt(0))) this.at++;
    return this.chars.slice(from, this.at).join('');
  }

  private singleQuoted(): string {
    const end = this.chars.indexOf("'", this.at + 1);
    if (end < 0) throw new Fault('a single quote is not closed');
    const text = this.chars.slice(this.at + 1, end).join('');
    this.at = end + 1;
    return this.rawQuotes ? `'${text}'` : text;
  }

  private doubleQuoted(): string {
    const out: string[] = [this.rawQuotes ? '"' : ''];
    this.at++;
    for (;;) {
      const char = this.chars[this.at];
      if (char === undefined) throw new Fault('a double quote is not closed');
      if (char === '$') {
        out.push(this.dollar());
        continue;
      }
      this.at++;
      if (char === '"') {
        out.push(this.rawQuotes ? '"' : '');
        return out.join('');
      }
      if (char === this.escape) this.escapedInQuotes(out);
      else out.push(char);
    }
  }

  /** Inside double quotes only the quote, `$` and the escape itself can be escaped. */
  private escapedInQuotes(out: string[]): void {
    if (this.rawEscapes) out.push(this.escape);
    const next = this.chars[this.at];
    if (next === undefined) return;
    if (next === '"' || next === '$' || next === this.escape) {
      out.push(next);
      this.at++;
    } else out.push(this.escape);
  }

  private dollar(): string {
    this.at++;
    if (this.chars[this.at] !== '{') {
      const name = this.name();
      if (name === '') return '$';
      const value = this.lookUp(name);
      return value === undefined && this.keepUnset ? `$${name}` : (value ?? '');
    }
    if (++this.depth > DEEPEST) throw new Fault(TOO_DEEP);
    const value = this.braced();
    this.depth--;
    return value;
  }

  private braced(): string {
    const first = this.chars[++this.at];
    if (first === undefined) throw new Fault('missing `}`');
    if (first === '{' || first === '}' || first === ':') throw new Fault('bad substitution');
    const name = this.name();
    let operator = this.chars[this.at++] ?? '';
    if (operator === '}') {
      const value = this.lookUp(name);
      return value === undefined && this.keepUnset ? `\${${name}}` : (value ?? '');
    }
    if (operator === '/') return this.replaced(name);
    const nullIsUnset = operator === ':';
    if (nullIsUnset) operator = this.chars[this.at++] ?? '';
    else if (!['+', '-', '?', '#', '%'].includes(operator)) throw new Fault(`unsupported modifier (${operator})`);
    return this.modified(name, operator, nullIsUnset);
  }

  private modified(name: string, operator: string, nullIsUnset: boolean): string {
    const word = this.upTo('}', operator === '#' || operator === '%');
    const value = this.lookUp(name);
    if (value === undefined && this.keepUnset) return `\${${name}${nullIsUnset ? ':' : ''}${operator}${word}}`;
    const isSet = value !== undefined && !(nullIsUnset && value === '');
    switch (operator) {
      case '-':
        return isSet ? value : word;
      case '+':
        return isSet ? word : '';
      case '?':
        if (!isSet)
          throw new Fault(`${name}: ${word || `is not allowed to be ${value === undefined ? 'unset' : 'empty'}`}`);
        return value;
      case '#':
      case '%':
        if (nullIsUnset) throw new Fault(`unsupported modifier (:${operator})`);
        return without(value ?? '', word, operator);
      default:
        throw new Fault(`unsupported modifier (:${operator})`);
    }
  }

  private replaced(name: string): string {
    const all = this.chars[this.at] === '/';
    if (all) this.at++;
    const pattern = this.upTo('/', true);
    const replacement = this.upTo('}', true);
    const value = this.lookUp(name);
    if (value === undefined && this.keepUnset) return `\${${name}/${pattern}/${replacement}}`;
    const glob = readGlob(pattern);
    if (!glob) throw new Fault(`invalid pattern (${pattern})`);
    return replaceGlob(glob, value ?? '', replacement, all);
  }

  private name(): string {
    const from = this.at;
    const first = this.chars[from] ?? '';
    if (DIGIT.test(first)) while (DIGIT.test(this.chars[this.at] ?? '')) this.at++;
    else if (SPECIAL.has(first)) this.at++;
    else while (NAME.test(this.chars[this.at] ?? '')) this.at++;
    return this.chars.slice(from, this.at).join('');
  }

  private lookUp(name: string): string | undefined {
    const value = this.environment.get(name);
    (value === undefined ? this.unmatched : this.matched).add(name);
    const length = value?.length ?? 0;
    this.left -= length;
    this.budget.left -= length;
    if (this.left < 0 || this.budget.left < 0) throw new Fault(TOO_LONG);
    return value;
  }
}

/** `${v#p}`, `${v##p}`, `${v%p}`, `${v%%p}`: the doubled sign takes the longest. */
function without(value: string, word: string, operator: string): string {
  const longest = word.startsWith(operator);
  const pattern = longest ? word.slice(1) : word;
  const glob = readGlob(pattern);
  if (!glob) throw new Fault(`invalid pattern (${pattern})`);
  const chars = [...value];
  if (operator === '#') return chars.slice(matchEnd(glob, chars, 0, longest) ?? 0).join('');
  const end = matchEnd(reversed(glob), chars.toReversed(), 0, longest) ?? 0;
  return chars.toReversed().slice(end).toReversed().join('');
}
