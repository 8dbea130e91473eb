/** What a shell makes of a short command line, as far as its exit status goes. A word that is only known at run time is null. */
export type ShellLine =
  /** `direct`: no shell reads it, so nothing is built in. */
  | { readonly kind: 'run'; readonly words: readonly (string | null)[]; readonly direct: boolean }
  | { readonly kind: 'and' | 'or' | 'then' | 'pipe'; readonly left: ShellLine; readonly right: ShellLine }
  | { readonly kind: 'not' | 'subshell' | 'background'; readonly of: ShellLine }
  /** `if`, `for`, `case`, functions: read by nobody here. */
  | { readonly kind: 'opaque' };

type Token =
  | { readonly kind: 'word'; readonly value: string | null; readonly quoted: boolean; readonly assigns: boolean }
  | { readonly kind: 'sign'; readonly value: string };

const RESERVED = new Set(['if', 'for', 'while', 'until', 'case', 'function', 'select', '[[']);

const MOST_TOKENS = 1000; // the reader recurses; longer lines are scripts

/** Reads a command line; what is beyond lists, pipes and groups is opaque. Never throws. */
export function readShellLine(text: string): ShellLine {
  const reader = { tokens: tokensOf(text), at: 0 };
  if (reader.tokens.length > MOST_TOKENS) return { kind: 'opaque' };
  if (reader.tokens.some((it) => it.kind === 'word' && !it.quoted && RESERVED.has(it.value ?? '')))
    return { kind: 'opaque' };
  const line = list(reader);
  return reader.at < reader.tokens.length || !line ? { kind: 'opaque' } : line;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function list(reader: Reader): ShellLine | null {
  let line: ShellLine | null = null;
  for (;;) {
    while (sign(reader, ';', '\n')) continue;
    const next = chain(reader);
    if (!next) return line;
    const one: ShellLine = sign(reader, '&') ? { kind: 'background', of: next } : next;
    line = line ? { kind: 'then', left: line, right: one } : one;
  }
}

function chain(reader: Reader): ShellLine | null {
  let left = pipeline(reader);
  for (let operator = left && sign(reader, '&&', '||'); left && operator; operator = sign(reader, '&&', '||')) {
    while (sign(reader, '\n')) continue;
    const right = pipeline(reader);
    if (!right) return { kind: 'opaque' };
    left = { kind: operator === '&&' ? 'and' : 'or', left, right };
  }
  return left;
}

function pipeline(reader: Reader): ShellLine | null {
  const first = reader.tokens[reader.at];
  if (first?.kind === 'word' && first.value === '!' && !first.quoted) {
    reader.at++;
    const of = pipeline(reader);
    return of ? { kind: 'not', of } : { kind: 'opaque' };
  }
  let left = command(reader);
  while (left && sign(reader, '|', '|&')) {
    while (sign(reader, '\n')) continue;
    const right = command(reader);
    if (!right) return { kind: 'opaque' };
    left = { kind: 'pipe', left, right };
  }
  return left;
}

function command(reader: Reader): ShellLine | null {
  if (sign(reader, '(')) {
    const of = list(reader);
    return of && sign(reader, ')') ? withoutRedirections(reader, { kind: 'subshell', of }) : { kind: 'opaque' };
  }
  const first = reader.tokens[reader.at];
  if (first?.kind === 'word' && first.value === '{' && !first.quoted) {
    reader.at++;
    const body = list(reader);
    const end = reader.tokens[reader.at - 1];
    return body && end?.kind === 'word' && end.value === '}' ? withoutRedirections(reader, body) : { kind: 'opaque' };
  }
  return simple(reader);
}

function withoutRedirections(reader: Reader, line: ShellLine): ShellLine {
  while (redirection(reader)) continue;
  return line;
}

function simple(reader: Reader): ShellLine | null {
  const words: (string | null)[] = [];
  const start = reader.at;
  for (;;) {
    if (redirection(reader)) continue;
    const token = reader.tokens[reader.at];
    if (token?.kind !== 'word') break;
    reader.at++;
    if (token.value === '}' && !token.quoted && words.length === 0) break;
    if (words.length > 0 || !token.assigns) words.push(token.value);
  }
  return reader.at === start || (words.length === 0 && isEndOfGroup(reader, start))
    ? null
    : { kind: 'run', words, direct: false };
}

function isEndOfGroup(reader: Reader, start: number): boolean {
  const only = reader.tokens[start];
  return reader.at === start + 1 && only?.kind === 'word' && only.value === '}';
}

function redirection(reader: Reader): boolean {
  if (!sign(reader, '<', '>')) return false;
  if (reader.tokens[reader.at]?.kind === 'word') reader.at++;
  return true;
}

function sign(reader: Reader, ...values: readonly string[]): string | null {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'sign' || !values.includes(token.value)) return null;
  reader.at++;
  return token.value;
}

const SIGN = /(?:&&|\|\||\|&|;;|[;&|()\n])|(?:\d*(?:&>>|&>|>>|>\||>&|<&|<>|<<<|[<>]))/y;
const BLANK = /(?:[ \t\r]|\\\n)+|#[^\n]*/y;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const blank = matchAt(BLANK, text, at);
    if (blank) {
      at += blank.length;
      continue;
    }
    const found = matchAt(SIGN, text, at);
    if (found) {
      at += found.length;
      tokens.push({ kind: 'sign', value: signOf(found) });
      continue;
    }
    const { value, quoted, end } = wordAt(text, at);
    const assigns = /^[A-Za-z_]\w*\+?=/.test(text.slice(at, end));
    tokens.push({ kind: 'word', value, quoted, assigns });
    at = end;
  }
  return tokens;
}

function signOf(found: string): string {
  if (/^\d*&?[<>]|^\d+/.test(found) && /[<>]/.test(found)) return found.includes('<') ? '<' : '>';
  return found === ';;' ? ';' : found;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function wordAt(
  text: string,
  start: number,
): { readonly value: string | null; readonly quoted: boolean; readonly end: number } {
  let value = '';
  let known = true;
  let quoted = false;
  let at = start;
  while (at < text.length && !/[\s;&|()<>]/.test(text.charAt(at))) {
    const char = text.charAt(at);
    if (char === "'") {
      const end = closing(text, at + 1, "'");
      value += text.slice(at + 1, end);
      [quoted, at] = [true, end + 1];
    } else if (char === '"') {
      const end = closingDouble(text, at + 1);
      const inside = text.slice(at + 1, end);
      known &&= !/(?<!\\)[$`]/.test(inside);
      value += inside.replace(/\\([\\"$`\n])/g, '$1');
      [quoted, at] = [true, end + 1];
    } else if (char === '\\') {
      value += text.charAt(at + 1);
      [quoted, at] = [true, at + 2];
    } else if (char === '$' || char === '`') {
      known = false;
      at = substitutionEnd(text, at);
    } else {
      known &&= !/[*?]/.test(char);
      value += char;
      at++;
    }
  }
  return { value: known ? value : null, quoted, end: Math.max(at, start + 1) };
}

function closing(text: string, from: number, mark: string): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end;
}

function closingDouble(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
    else if (text[at] === '$' && text[at + 1] === '(') at = substitutionEnd(text, at) - 1;
  }
  return text.length;
}

/** Where `$name`, `${…}`, `$(…)` or a pair of backticks ends. */
function substitutionEnd(text: string, at: number): number {
  if (text[at] === '`') return closing(text, at + 1, '`') + 1;
  const [open, close] = text[at + 1] === '(' ? ['(', ')'] : text[at + 1] === '{' ? ['{', '}'] : ['', ''];
  if (open === '') return at + (/^\$(?:\w+|.)?/s.exec(text.slice(at, at + 200))?.[0].length ?? 1);
  let depth = 0;
  for (let here = at + 1; here < text.length; here++) {
    if (text[here] === '\\') here++;
    else if (text[here] === open) depth++;
    else if (text[here] === close && --depth === 0) return here + 1;
  }
  return text.length;
}
