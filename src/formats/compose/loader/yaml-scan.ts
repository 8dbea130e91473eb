import { looseLexer } from '../tokens.ts';

/** What is wrong with a text as YAML, in words of those who write it. */
export interface YamlFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** What to do: a clause in lower case. */
  readonly advice: string | null;
}

export interface Bracket {
  readonly sign: '[' | '{';
  readonly at: number;
}

interface Scanned {
  /** Brackets that are open at the fault, the innermost last. */
  readonly open: readonly Bracket[];
  /** The quotation that ends right before the fault, or never does (-1). */
  readonly quote: { readonly start: number; readonly end: number } | null;
  /** A bracket that closes nothing, or something else. */
  readonly wrong: { readonly at: number; readonly open: Bracket | null } | null;
}

const ONE_LINE = /[^\r\n]*/y;

/** The rest of the line at an offset. */
export function restAt(text: string, start: number): string {
  ONE_LINE.lastIndex = start;
  return ONE_LINE.exec(text)?.[0] ?? '';
}

export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** The lexer's own marks, which have no width. */
const MARK = /^[\x02\x18\x1f]$/; // oxlint-disable-line no-control-regex -- they are control characters

export const closing = (sign: Bracket['sign']): string => (sign === '[' ? ']' : '}');

/** What is open where a parser stopped. Linear in the text before. */
export function scanned(text: string, fault: number): Scanned {
  const open: Bracket[] = [];
  let wrong: Scanned['wrong'] = null;
  let last: { readonly start: number; readonly end: number } | null = null;
  let offset = 0;
  for (const lexeme of looseLexer().lex(text)) {
    if (MARK.test(lexeme)) continue;
    const [sign = ''] = lexeme;
    if (isUnended(lexeme)) return { open, quote: { start: offset, end: -1 }, wrong };
    if (offset >= fault && wrong === null && !(lexeme === ']' || lexeme === '}')) break;
    if (lexeme === '[' || lexeme === '{') open.push({ sign: lexeme, at: offset });
    else if (lexeme === ']' || lexeme === '}') {
      const opened = open.at(-1);
      if (opened && closing(opened.sign) === lexeme) open.pop();
      else wrong ??= { at: offset, open: opened ?? null };
      if (offset >= fault) break;
    } else if (sign === '"' || sign === "'") last = { start: offset, end: offset + lexeme.length };
    offset += lexeme.length;
  }
  const isBefore = last !== null && text.slice(last.end, fault).trim() === '' && last.end <= fault;
  return { open, quote: isBefore && open.length === 0 ? last : null, wrong };
}

function isUnended(lexeme: string): boolean {
  const [quote = ''] = lexeme;
  if (quote !== '"' && quote !== "'") return false;
  return lexeme.length === 1 || !lexeme.endsWith(quote);
}
