import { Composer, type Document, Lexer } from 'yaml';
import { tokensOf } from '../tokens.ts';
import { originOf, type Origin, type Source } from './origin.ts';
import { Refused } from './refused.ts';
import { yamlFault } from './yaml-fault.ts';
import { tabFault } from './yaml-tabs.ts';
import { tagFault } from './yaml-tags.ts';

/** Compose's own bound: what aliases multiply counts each time. */
export const MOST_VISITS = 100_000;
const LONG = 1_000_000;
const SCALAR = '\x1f'; // the lexer's own mark
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]/; // oxlint-disable-line no-control-regex -- YAML allows none of them
/** For Compose's parser flow collections may end anywhere, however little they are indented, and comments begin anywhere. */
const NO_FAULT = /more indented than parent|^Comments must be separated/;

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
  if (control) throw controlFault(source, control.index);
  if (source.text.length > LONG) refuseTooMuch(source);
  const { lexemes, tokens, isTooDeep } = source.tokens ?? tokensOf(source.text);
  if (isTooDeep) throw faultAt(source, 'exceeded max depth', 0);
  const documents = attempt(source, () => [
    ...new Composer({
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      resolveKnownTags: false,
      logLevel: 'silent',
    }).compose(tokens),
  ]);
  for (const { errors } of documents) {
    const fault = errors.find(({ message }) => !NO_FAULT.test(message));
    if (!fault) continue;
    const { message, start, end, advice } = yamlFault(source.text, fault);
    throw faultAt(source, message, start, end, advice);
  }
  const fault =
    (source.text.includes('\t') ? tabFault(lexemes) : null) ?? (source.text.includes('!') ? tagFault(lexemes) : null);
  if (fault) throw faultAt(source, fault.message, fault.start, fault.end, fault.advice);
  return documents;
}

function controlFault(source: Source, at: number): Refused {
  const code = source.text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  const message = `control characters are not allowed, and U+${code} stands here`;
  return faultAt(source, message, at, at + 1, 'take it away, or write it as an escape in double quotes');
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

export function faultAt(
  source: Source,
  message: string,
  start: number,
  end = start,
  advice: string | null = null,
): Refused {
  return new Refused('yaml', `yaml: ${message}`, { at: originOf(source, start, end), advice });
}
