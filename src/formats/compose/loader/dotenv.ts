import { fillTemplate, type Lookup, TemplateFault } from './template.ts';

/** Why an env file cannot be read, without the file's name. */
export class EnvFault extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(`line ${line}: ${message}`);
    this.name = 'EnvFault';
    this.line = line;
  }
}

/** A variable with the offset of its name. */
export interface EnvVariable {
  readonly value: string;
  readonly offset: number;
}

type Unset = (name: string) => void;

const BLANKS = /[\t\v\f\r \u0085\u00a0]*/y;
// what Go takes for space: a byte order mark is none
const GO_SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const SPACE = new RegExp(`${GO_SPACE.source}*`, 'y');
const INDENT = new RegExp(`^${GO_SPACE.source}+`);
const ESCAPE = /\\(?:[abcfnrtv$"\\]|0\d{0,3})/g;
const CHARACTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  $: '$$', // for the variables, which are filled in next
};

/** The variables that an env file sets, as Compose reads it. Names alone take no value of earlier files. Throws `EnvFault`. */
export function parseEnv(
  whole: string,
  lookup: Lookup,
  unset: Unset,
  earlier: Lookup = () => undefined,
): Map<string, EnvVariable> {
  const text = whole.replace(/^\uFEFF/, '');
  const shift = whole.length - text.length;
  const found = new Map<string, EnvVariable>();
  const valueOf: Lookup = (name) => lookup(name) ?? found.get(name)?.value ?? earlier(name);
  let at = nextStatement(text, 0);
  while (at < text.length) {
    const start = at;
    const { name, start: named, end, isBare } = nameAt(text, at);
    const offset = named + shift;
    if (name.includes(' ')) throw faultAt(text, start, 'key cannot contain a space');
    if (isBare) {
      const value = lookup(name);
      if (value !== undefined) found.set(name, { value, offset });
      at = end;
    } else {
      const read = valueAt(text, end);
      at = read.end;
      found.set(name, { value: filled(read, valueOf, unset, text, start), offset });
    }
    at = nextStatement(text, at);
  }
  return found;
}

interface Read {
  readonly written: string;
  readonly isLiteral: boolean;
  readonly end: number;
}

function filled({ written, isLiteral }: Read, lookup: Lookup, unset: Unset, text: string, at: number): string {
  if (isLiteral) return written;
  try {
    return fillTemplate(written, lookup, unset);
  } catch (error) {
    if (error instanceof TemplateFault) throw faultAt(text, at, error.message);
    throw error;
  }
}

/** The next line that is neither blank nor a comment. */
function nextStatement(text: string, from: number): number {
  let at = skip(SPACE, text, from);
  while (text[at] === '#') {
    const end = text.indexOf('\n', at);
    at = end < 0 ? text.length : skip(SPACE, text, end);
  }
  return at;
}

interface Name {
  readonly name: string;
  readonly start: number;
  /** Where the value begins. */
  readonly end: number;
  readonly isBare: boolean;
}

const LETTER = /[\p{L}\p{N}_.\-[\]\t\v\f\r \u0085\u00a0]/u;
const EXPORT = /export(?=[\t\n\f\r ])/y;

function nameAt(text: string, from: number): Name {
  const start = skip(BLANKS, text, skip(EXPORT, text, from));
  if (start === text.length) throw faultAt(text, from, 'zero length string');
  for (let at = start; at < text.length; at += 1) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (char === '=' || char === ':' || char === '\n') {
      const name = trimmedEnd(text.slice(start, at));
      return { name, start, end: skip(BLANKS, text, at + 1), isBare: char === '\n' };
    }
    if (!LETTER.test(char)) {
      const line = text.slice(start).split('\n', 1)[0] ?? '';
      throw faultAt(text, at, `unexpected character ${JSON.stringify(char)} in variable name ${JSON.stringify(line)}`);
    }
    at += char.length - 1;
  }
  // a name alone at the very end is the value of no name
  return { name: '', start, end: start, isBare: false };
}

function valueAt(text: string, from: number): Read {
  const quote = text[from];
  if (quote === '"' || quote === "'") return quotedAt(text, from, quote);
  const newline = text.indexOf('\n', from);
  const end = newline < 0 ? text.length : newline;
  const line = text.slice(from, end);
  const comment = line.indexOf(' #');
  const written = trimmedEnd(comment < 0 ? line : line.slice(0, comment));
  return { written, isLiteral: false, end: newline < 0 ? end : end + 1 };
}

function quotedAt(text: string, from: number, quote: '"' | "'"): Read {
  let written = '';
  let isEscaped = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === quote && !isEscaped)
      return { written: quote === '"' ? unescaped(written) : written, isLiteral: quote === "'", end: at + 1 };
    if (char === '\\' && !isEscaped) {
      isEscaped = true;
      continue;
    }
    written += isEscaped && char !== quote ? `\\${char}` : char;
    isEscaped = false;
  }
  const line = text.slice(from).split('\n', 1)[0] ?? '';
  throw faultAt(text, from, `unterminated quoted value ${line}`);
}

function unescaped(text: string): string {
  return text.replaceAll(ESCAPE, (written) => {
    if (!written.startsWith('\\0')) return CHARACTERS[written.slice(1)] ?? written;
    const digits = written.slice(2);
    const code = Number.parseInt(digits, 8);
    return /^[0-7]{3}$/.test(digits) && code < 256 ? String.fromCodePoint(code) : `\\${digits}`;
  });
}

/** The plain format of `docker run --env-file`: no quotes, no comments behind values, no variables. */
export function parseRawEnv(whole: string, lookup: Lookup): Map<string, EnvVariable> {
  const found = new Map<string, EnvVariable>();
  let offset = 0;
  for (const [index, raw] of whole.split('\n').entries()) {
    const start = offset;
    offset += raw.length + 1;
    const line = (index === 0 ? raw.replace(/^\uFEFF/, '') : raw).replace(/\r$/, '').replace(INDENT, '');
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const name = equals < 0 ? line : line.slice(0, equals);
    if (name === '') throw new EnvFault('no variable name on line', index + 1);
    if (GO_SPACE.test(name)) throw new EnvFault(`variable ${JSON.stringify(name)} contains whitespaces`, index + 1);
    const value = equals < 0 ? lookup(name) : line.slice(equals + 1);
    if (value !== undefined) found.set(name, { value, offset: start });
  }
  return found;
}

function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && GO_SPACE.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

function faultAt(text: string, at: number, message: string): EnvFault {
  return new EnvFault(message, text.slice(0, at).split('\n').length);
}
