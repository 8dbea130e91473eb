import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  YAMLParseError,
} from 'yaml';
import type { ComposeNode, ComposeWritten, Place } from '../../domain/index.ts';
import { commentsOf } from './comments.ts';
import { scalarText } from './model.ts';
import { type Tokens, tokensOf } from './tokens.ts';
import { variablesIn } from './variables.ts';
import { writtenIn } from './written.ts';

/** One compose file as text, for what only the text can say: places, comments, and what is written before variables are filled in. */
export interface ComposeText extends ComposeWritten {
  readonly comments: readonly { readonly text: string; readonly at: Place }[];
  readonly variables: readonly { readonly name: string; readonly at: Place }[];
  readonly tokens: Tokens;
  /** The first fault of the YAML itself. */
  readonly fault: { readonly message: string; readonly at: Place } | null;
  /** The whole as plain values, with anchors and merge keys resolved; empty where it is no YAML. */
  readonly plain: Readonly<Record<string, unknown>>;
  /** Where the key at the end of a path stands, or the list's element where the path ends with a number. */
  placeOf(path: readonly (string | number)[]): Place | null;
  /** The elements of a list as texts; none where there is no list. */
  listAt(path: readonly string[]): readonly string[];
  /** `environment` of a service as written; null where it is not here. */
  environmentOf(service: string): Readonly<Record<string, string | null>> | null;
  lineAt(line: number): Place;
}

/** Reads a compose file's text. Never throws: what is no YAML is a fault. */
export function readComposeText(file: string, text: string): ComposeText {
  const lines = new LineCounter();
  const tokens = tokensOf(text);
  const document = composed(tokens, text);
  commentLines(lines, text);
  const at = (start: number, end: number): Place => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    const columns = { startColumn: Math.max(1, from.col), endColumn: Math.max(1, to.col) };
    return {
      file,
      startLine: Math.max(1, from.line),
      endLine: Math.max(1, to.line),
      ...columns,
      startOffset: start,
      endOffset: end,
    };
  };
  const [fault] = document.errors;
  const plain = plainOf(document);
  const written = commentsOf(text, tokens.lexemes);
  let variables: ComposeText['variables'] | null = null;
  let root: ComposeNode | null | undefined;
  return {
    file,
    text,
    get root() {
      root = root === undefined ? (fault ? null : writtenIn(document)) : root;
      return root;
    },
    placeAt: ({ start, end }) => at(start, end),
    tokens,
    comments: written.map(({ text: comment, offset, length }) => ({
      text: comment,
      at: at(offset, offset + length),
    })),
    get variables() {
      variables ??= variablesIn(text, written).map(({ name, offset, length }) => ({
        name,
        at: at(offset, offset + length),
      }));
      return variables;
    },
    fault: fault ? { message: fault.message, at: at(fault.pos[0], fault.pos[1]) } : null,
    plain,
    placeOf: (path) => {
      const found = nodeAt(document, path);
      const range = isPair(found) ? (isScalar(found.key) ? found.key.range : null) : rangeOf(found);
      return range ? at(range[0], range[1]) : null;
    },
    listAt: (path) => listIn(plain, path),
    environmentOf: (service) => environmentIn(plain, service),
    lineAt: (line) => ({ file, startLine: line, endLine: line }),
  };
}

/** The first document, whole: one more is a fault. Turned ends of brackets are none to Compose. */
function composed({ tokens, isTooDeep }: Tokens, text: string): Document.Parsed {
  if (isTooDeep) {
    const none = parseDocument('');
    none.errors.push(new YAMLParseError([0, 0], 'RESOURCE_EXHAUSTION', 'it is nested too deeply'));
    return none;
  }
  const composer = new Composer({ merge: true, strict: true, prettyErrors: false });
  let first: Document.Parsed | null = null;
  for (const document of composer.compose(tokens, true, text.length)) {
    if (first === null) first = document;
    else {
      const [start, end] = document.range;
      first.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'there are several documents'));
      break;
    }
  }
  return first ?? parseDocument('');
}

/** A text of several documents stops the parser early; the counter must know all lines. */
function commentLines(lines: LineCounter, text: string): void {
  lines.lineStarts.length = 0;
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

/** The pair at the end of a path, or the element of a list; aliases on the way are followed. */
function nodeAt(document: Document, path: readonly (string | number)[]): unknown {
  let node: unknown = document.contents;
  let found: unknown = null;
  for (const step of path) {
    const holder = isAlias(node) ? node.resolve(document) : node;
    if (isMap(holder)) found = pairIn(document, holder.items, String(step), MOST_MERGES);
    else found = isSeq(holder) ? holder.items[Number(step)] : null;
    node = isPair(found) ? found.value : found;
    if (found === null || found === undefined) return null;
  }
  return found;
}

const MOST_MERGES = 8; // deep enough for any file, and an end to loops

function pairIn(document: Document, items: readonly Pair[], name: string, depth: number): Pair | null {
  const own = items.find(({ key }) => isScalar(key) && String(key.value) === name);
  if (own || depth === 0) return own ?? null;
  for (const { key, value } of items) {
    if (!isScalar(key) || (key.value !== '<<' && typeof key.value !== 'symbol')) continue; // the parser marks merge keys
    for (const merged of isSeq(value) ? value.items : [value]) {
      const source = isAlias(merged) ? merged.resolve(document) : merged;
      const found = isMap(source) ? pairIn(document, source.items, name, depth - 1) : null;
      if (found) return found;
    }
  }
  return null;
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  const range = typeof node === 'object' && node !== null ? (Reflect.get(node, 'range') as unknown) : null;
  return Array.isArray(range) ? (range as unknown as [number, number, number]) : null; // the parser's own three offsets
}

/** Aliases that multiply without end are refused by the parser. */
function plainOf(document: Document): Readonly<Record<string, unknown>> {
  if (document.errors.length > 0) return {};
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function listIn(plain: unknown, path: readonly string[]): string[] {
  const found = path.reduce((node, key) => (isObject(node) && Object.hasOwn(node, key) ? node[key] : null), plain);
  return Array.isArray(found) ? found.map(String) : [];
}

function environmentIn(plain: Readonly<Record<string, unknown>>, name: string): Record<string, string | null> | null {
  const services = plain.services;
  const service = isObject(services) && Object.hasOwn(services, name) ? services[name] : null;
  const value = isObject(service) ? service.environment : null;
  if (Array.isArray(value)) return Object.fromEntries(value.map((line) => pairOf(String(line))));
  if (!isObject(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, it === null ? null : scalarText(it)]));
}

function pairOf(line: string): [string, string | null] {
  const equals = line.indexOf('=');
  return equals < 0 ? [line, null] : [line.slice(0, equals), line.slice(equals + 1)];
}
