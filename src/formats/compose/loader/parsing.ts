import { Composer, type Document, Lexer, Parser, type YAMLParseError } from 'yaml';
import { originOf, type Origin, type Source } from './origin.ts';
import { Refused } from './refused.ts';

/** Compose's own bound: what aliases multiply counts each time. */
export const MOST_VISITS = 100_000;
const LONG = 1_000_000;
const SCALAR = '\x1f'; // the lexer's own mark
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]/; // oxlint-disable-line no-control-regex -- YAML allows none of them
/** Flow collections may end anywhere for Compose's parser, however little they are indented. */
const NO_FAULT = /sufficiently indented|more indented than parent/;

/** What is more than Compose reads anyway need not be read at all. */
function refuseTooMuch(source: Source): void {
  let scalars = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    if (lexeme === SCALAR) scalars += 1;
    if (scalars > 2 * MOST_VISITS) throw tooMuch(originOf(source));
  }
}

export function tooMuch(at: Origin): Refused {
  return new Refused('yaml', `yaml: compose file exceeds maximum node visit limit (${MOST_VISITS})`, { at });
}

/** The documents of a text; what is none is refused at its place. */
export function parsed(source: Source): Document.Parsed[] {
  const control = CONTROL.exec(source.text);
  if (control) throw faultAt(source, 'control characters are not allowed', control.index);
  if (source.text.length > LONG) refuseTooMuch(source);
  const documents = attempt(source, () => [
    ...new Composer({
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      resolveKnownTags: false,
      logLevel: 'silent',
    }).compose(looseParser().parse(source.text)),
  ]);
  for (const { errors } of documents) {
    const fault = errors.find(({ message }) => !NO_FAULT.test(message));
    if (!fault) continue;
    const [start, end] = placeOfFault(source, fault);
    throw faultAt(source, fault.message, start, end);
  }
  return documents;
}

/** A quotation that nobody ends is told of where it begins, not where the file ends. */
function placeOfFault(source: Source, { code, pos }: YAMLParseError): readonly [number, number] {
  if (code !== 'MISSING_CHAR') return pos;
  let offset = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    const [quote = ''] = lexeme;
    if ((quote === '"' || quote === "'") && (lexeme.length === 1 || !lexeme.endsWith(quote)))
      return [offset, offset + (lexeme.split('\n')[0] ?? '').length];
    if (!/^[\x02\x18\x1f]$/.test(lexeme)) offset += lexeme.length; // oxlint-disable-line no-control-regex -- the lexer's own marks have no width
  }
  return pos;
}

/** A parser whose flow collections and quotations go on however little a line is indented, as they do for Compose's own. */
function looseParser(): Parser {
  const parser = new Parser();
  const lexer: unknown = Reflect.get(parser, 'lexer');
  if (!(lexer instanceof Lexer)) return parser;
  const inner = lexer as unknown as LexerState; // asked at every line: nothing slower will do
  let indent = inner.indentNext;
  Object.defineProperty(lexer, 'indentNext', {
    get: () => (inner.flowLevel > 0 || QUOTES.has(inner.buffer.charCodeAt(inner.pos)) ? 0 : indent),
    set: (value: number) => {
      indent = value;
    },
  });
  return parser;
}

const QUOTES = new Set([0x22, 0x27]);

/** What the lexer of the version that is locked keeps to itself. */
interface LexerState {
  readonly buffer: string;
  readonly pos: number;
  readonly flowLevel: number;
  readonly indentNext: number;
}

/** Deep nesting is more than the parser's stack holds. */
export function attempt<T>(source: Source, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw faultAt(source, 'exceeded max depth', 0);
  }
}

export function faultAt(source: Source, message: string, start: number, end = start): Refused {
  return new Refused('yaml', `yaml: ${message}`, { at: originOf(source, start, end) });
}
