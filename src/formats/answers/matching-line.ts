const USUAL = ['CRITICAL', 'ERROR', 'FATAL', 'Traceback (most recent call last):'] as const;
const LONGEST_PATTERN = 2_000;

/**
 * A line that a pattern matches and none of the exceptions tolerates, for a world in which it is logged. Null where none
 * could be made: patterns are tried with what usual ones look for, then with what their own first alternatives spell.
 */
export function matchingLine(pattern: string, except: readonly string[]): string | null {
  const spelled = pattern.length > LONGEST_PATTERN ? [] : alternativesOf(pattern).map(spell);
  const candidates = [...USUAL, ...spelled].flatMap((it) => [`${it}: a line of a counter-proof`, it]);
  const bad = new RegExp(pattern);
  const tolerated = except.map((it) => new RegExp(it));
  const isFit = (text: string) => text.trim() !== '' && bad.test(text) && !tolerated.some((it) => it.test(text));
  return candidates.find((text) => !/[\r\n\0]/.test(text) && isFit(text)) ?? null;
}

/** The pattern's alternatives on its outmost level. */
function alternativesOf(pattern: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const token of tokensOf(pattern)) {
    if (token === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += token;
    if (token.startsWith('(')) depth += 1;
    if (token === ')') depth -= 1;
  }
  return parts;
}

/** Escapes, classes, openings of groups and quantifiers as one token each; all else by the character. */
function tokensOf(pattern: string): readonly string[] {
  return pattern.match(TOKEN) ?? [];
}

const TOKEN =
  /\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\[^]|\[\^?(?:\\[^]|[^\]\\])*\]|\(\?(?:<[A-Za-z_$][\w$]*>|<?[=!]|:)|\{\d+(?:,\d*)?\}|[^]/g;
const CLASSES: Readonly<Record<string, string>> = {
  d: '0',
  w: 'a',
  s: ' ',
  t: '\t',
  D: 'a',
  W: ' ',
  S: 'a',
  b: '',
  B: '',
};
const MOST_REPEATS = 100;

/** One text that a pattern without alternatives on its outmost level may match; whoever asks tries whether it does. */
function spell(pattern: string): string {
  const stack: Spelled[] = [{ text: '', last: '', skips: false, ignored: false }];
  for (const token of tokensOf(pattern)) {
    const top = stack.at(-1);
    if (!top) break;
    if (token.startsWith('(')) stack.push({ text: '', last: '', skips: false, ignored: /^\(\?<?!/.test(token) });
    else if (token === ')') {
      if (stack.length > 1) stack.pop();
      add(stack.at(-1), top.ignored ? '' : top.text);
    } else if (token === '|') top.skips = true;
    else if (token.startsWith('{') && token.length > 2) repeat(top, Number.parseInt(token.slice(1), 10));
    else if (!top.skips && !'*+?^$'.includes(token)) add(top, literalOf(token));
  }
  return stack[0]?.text ?? '';
}

interface Spelled {
  text: string;
  /** What a quantifier would repeat. */
  last: string;
  /** Past the first alternative. */
  skips: boolean;
  /** Must not be there. */
  readonly ignored: boolean;
}

function add(spelled: Spelled | undefined, text: string): void {
  if (!spelled || spelled.skips) return;
  spelled.text += text;
  spelled.last = text;
}

function repeat(spelled: Spelled, times: number): void {
  if (!spelled.skips) spelled.text += spelled.last.repeat(Math.max(0, Math.min(times, MOST_REPEATS) - 1));
}

function literalOf(token: string): string {
  if (token === '.') return 'x';
  if (/^\\[ux]/.test(token) && token.length > 2) return String.fromCharCode(Number.parseInt(token.slice(2), 16));
  if (token.startsWith('\\')) return CLASSES[token.slice(1)] ?? token.slice(1);
  if (!token.startsWith('[') || token.length === 1) return token;
  if (token.startsWith('[^')) return ['x', '0', ' ', '-'].find((it) => new RegExp(token).test(it)) ?? '';
  const first = /^\[(\\?[^])/.exec(token)?.[1] ?? '';
  return first.startsWith('\\') ? (CLASSES[first.slice(1)] ?? first.slice(1)) : first;
}
