import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import type { Place } from '../../domain/index.ts';
import { commentsOf } from './comments.ts';
import { variablesIn } from './variables.ts';

/** One compose file as text, for what only the text can say: places, comments, and what is written before variables are filled in. */
export interface ComposeText {
  readonly file: string;
  readonly text: string;
  readonly comments: readonly { readonly text: string; readonly at: Place }[];
  readonly variables: readonly { readonly name: string; readonly at: Place }[];
  /** The first fault of the YAML itself. */
  readonly fault: { readonly message: string; readonly at: Place } | null;
  /** Where the key at the end of a path stands. */
  placeOf(path: readonly string[]): Place | null;
  /** `environment` of a service as written; null where it is not here. */
  environmentOf(service: string): Readonly<Record<string, string | null>> | null;
  lineAt(line: number): Place;
}

/** Reads a compose file's text. Never throws: what is no YAML is a fault. */
export function readComposeText(file: string, text: string): ComposeText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, strict: true, prettyErrors: false });
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
  return {
    file,
    text,
    comments: commentsOf(text).map(({ text: comment, offset, length }) => ({
      text: comment,
      at: at(offset, offset + length),
    })),
    variables: variablesIn(text).map(({ name, offset, length }) => ({ name, at: at(offset, offset + length) })),
    fault: fault ? { message: fault.message, at: at(fault.pos[0], fault.pos[1]) } : null,
    placeOf: (path) => {
      const key = pairAt(document, path)?.key;
      const range = isScalar(key) ? key.range : null;
      return range ? at(range[0], range[1]) : null;
    },
    environmentOf: (service) => environmentAt(document, service),
    lineAt: (line) => ({ file, startLine: line, endLine: line }),
  };
}

/** A text of several documents stops the parser early; the counter must know all lines. */
function commentLines(lines: LineCounter, text: string): void {
  lines.lineStarts.length = 0;
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

function pairAt(document: Document, path: readonly string[]): Pair | null {
  let node: unknown = document.contents;
  let found: Pair | null = null;
  for (const name of path) {
    found = isMap(node) ? (node.items.find(({ key }) => isScalar(key) && String(key.value) === name) ?? null) : null;
    if (!isPair(found)) return null;
    node = found.value;
  }
  return found;
}

function environmentAt(document: Document, service: string): Record<string, string | null> | null {
  if (document.errors.length > 0) return null;
  const node = pairAt(document, ['services', service, 'environment'])?.value;
  if (!isMap(node) && !isSeq(node)) return null;
  const value: unknown = node.toJS(document, { maxAliasCount: 100 });
  if (Array.isArray(value)) return Object.fromEntries(value.map((line) => pairOf(String(line))));
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, it === null ? null : String(it)]));
}

function pairOf(line: string): [string, string | null] {
  const equals = line.indexOf('=');
  return equals < 0 ? [line, null] : [line.slice(0, equals), line.slice(equals + 1)];
}
