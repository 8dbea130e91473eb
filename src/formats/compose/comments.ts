import { looseLexer } from './tokens.ts';

export interface TextComment {
  /** Without the `#` and the blanks around it. */
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

const SCALAR = '\x1f';
const MARKS = new Set([SCALAR, '\x02', '\x18']); // the lexer's own, of no width: scalar, document, end of flow

/** The comments of a YAML text, in order; `#` inside scalars is none. */
export function commentsOf(text: string, lexemes?: readonly string[]): TextComment[] {
  if (!text.includes('#')) return [];
  const comments: TextComment[] = [];
  let offset = 0;
  let inScalar = false;
  for (const lexeme of lexemes ?? looseLexer().lex(text)) {
    if (MARKS.has(lexeme)) {
      inScalar = lexeme === SCALAR;
      continue;
    }
    if (lexeme.startsWith('#') && !inScalar) {
      comments.push({ text: lexeme.replace(/^#+\s*/, '').trimEnd(), offset, length: lexeme.length });
    }
    offset += lexeme.length;
    inScalar = false;
  }
  return comments;
}

/** The text with its comments blanked, offsets kept. */
export function withoutComments(text: string, comments: readonly TextComment[] = commentsOf(text)): string {
  return comments.reduce(
    (rest, { offset, length }) => rest.slice(0, offset) + ' '.repeat(length) + rest.slice(offset + length),
    text,
  );
}
