import { type Document, isAlias, isMap, isPair, isScalar, isSeq, Scalar } from 'yaml';
import type { ComposeEntry, ComposeNode, ComposeSpan } from '../../domain/index.ts';

const DEEPEST = 200; // deeper than any file that means something

/** What a document is made of, as it is written. */
export function writtenIn(document: Document): ComposeNode | null {
  return nodeOf(document.contents, 0);
}

function nodeOf(node: unknown, depth: number): ComposeNode | null {
  const span = spanOf(node);
  if (span === null || depth > DEEPEST) return null;
  const inner = (it: unknown) => nodeOf(it, depth + 1);
  if (isAlias(node)) return { kind: 'alias', span };
  if (isMap(node))
    return { kind: 'map', span, isFlow: node.flow === true, entries: node.items.flatMap((it) => entryOf(it, inner)) };
  if (isSeq(node))
    return { kind: 'list', span, isFlow: node.flow === true, items: node.items.flatMap((it) => inner(it) ?? []) };
  if (!isScalar(node)) return null;
  const isTagged = node.tag !== undefined && node.tag !== null;
  return { kind: 'scalar', span, style: styleOf(node), value: textOf(node), isTagged };
}

function entryOf(pair: unknown, inner: (node: unknown) => ComposeNode | null): ComposeEntry[] {
  if (!isPair(pair) || !isScalar(pair.key)) return [];
  const keySpan = spanOf(pair.key);
  if (keySpan === null) return [];
  const value = inner(pair.value);
  // nothing after the colon is nothing at all
  const isEmpty = value?.kind === 'scalar' && value.style === 'plain' && value.span.start === value.span.end;
  return [{ key: textOf(pair.key), keySpan, value: isEmpty ? null : value }];
}

function styleOf({ type }: Scalar): 'plain' | 'quoted' | 'block' {
  if (type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE) return 'quoted';
  return type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL ? 'block' : 'plain';
}

function textOf({ source, value }: Scalar): string {
  return source ?? (typeof value === 'string' ? value : typeof value === 'symbol' ? '<<' : String(value));
}

function spanOf(node: unknown): ComposeSpan | null {
  const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : null;
  if (!Array.isArray(range)) return null;
  const [start, end] = range as unknown[]; // the parser's own offsets
  return typeof start === 'number' && typeof end === 'number' ? { start, end } : null;
}
