import { type CST, Lexer, Parser } from 'yaml';

/** A text as it was cut up once, for all who read it. */
export interface Tokens {
  readonly lexemes: readonly string[];
  readonly tokens: readonly CST.Token[];
  /** Nested deeper than the stack of whoever goes down into it. */
  readonly isTooDeep: boolean;
}

const DEEPEST = 500;

/** Cuts a text up: flow collections and quotations go on however little a line is indented, as they do for Compose. */
export function tokensOf(text: string): Tokens {
  const lexemes = [...looseLexer().lex(text)];
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of lexemes) for (const token of parser.next(lexeme)) tokens.push(token);
  for (const token of parser.end()) tokens.push(token);
  return { lexemes, tokens, isTooDeep: mayBeDeeper(text, lexemes, DEEPEST) && isDeeper(tokens, DEEPEST) };
}

/** What nests is written with a bracket, or stands behind spaces, dashes and marks that nest it: few texts have so many. */
function mayBeDeeper(text: string, lexemes: readonly string[], most: number): boolean {
  if (lexemes.length <= most) return false;
  let brackets = 0;
  for (const lexeme of lexemes) if (lexeme === '[' || lexeme === '{') brackets += 1;
  if (brackets > most) return true;
  const longest = most - brackets;
  for (const [before] of text.matchAll(/^[ \t?:-]+/gm)) if (before.length >= longest) return true;
  return false;
}

/** Level by level: a stack of its own would be as deep. */
function isDeeper(tokens: readonly CST.Token[], most: number): boolean {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap(insideOf);
  }
  return false;
}

function insideOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key ?? [], value ?? []].flat());
}

const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

/** What the lexer of the version that is locked keeps to itself. */
interface LexerState {
  readonly buffer: string;
  readonly pos: number;
  readonly flowLevel: number;
}

class LooseLexer extends Lexer {
  #indent = 0;

  constructor() {
    super();
    Object.defineProperty(this, 'indentNext', OF_INDENT);
  }

  static indentOf(lexer: LooseLexer): number {
    const { flowLevel, buffer, pos } = lexer as unknown as LexerState; // asked at every line: nothing slower will do
    if (flowLevel > 0) return 0;
    const next = buffer.charCodeAt(pos);
    return next === DOUBLE_QUOTE || next === SINGLE_QUOTE ? 0 : lexer.#indent;
  }

  static indent(lexer: LooseLexer, value: number): void {
    lexer.#indent = value;
  }
}

const OF_INDENT: PropertyDescriptor & ThisType<LooseLexer> = {
  get() {
    return LooseLexer.indentOf(this);
  },
  set(value: number) {
    LooseLexer.indent(this, value);
  },
};

export const looseLexer = (): Lexer => new LooseLexer();
