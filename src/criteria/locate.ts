import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type Place, TickproofError } from '../domain/index.ts';

/** A YAML text with a place for every value. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Place of the value at a path of keys and indexes; of a key itself with `key: true`; falls back to the nearest parent. */
  readonly placeOf: (path: readonly PropertyKey[], options?: { readonly key?: boolean }) => Place;
}

/** Reads YAML with places. `file` only names the source in messages. */
export function locateYaml(file: string, text: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax) {
    const at = syntax.linePos?.[0];
    throw new TickproofError(
      'criteria-invalid',
      `${file}:${at?.line ?? 1}:${at?.col ?? 1}: not YAML: ${firstLine(syntax.message)}`,
      {
        remedy: `Mend the syntax of ${file} at that place.`,
        cause: syntax,
      },
    );
  }
  return {
    value: valueOf(file, document),
    placeOf: (path, options) => placeOf(file, document, lines, path, options?.key ?? false),
  };
}

/** Aliases that multiply without end are refused before they are followed. */
function valueOf(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new TickproofError('criteria-invalid', `${file}: its aliases cannot be resolved`, {
      remedy: `Write out what the aliases (\`*name\`) in ${file} repeat.`,
      cause,
    });
  }
}

function placeOf(
  file: string,
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  key: boolean,
): Place {
  for (let length = path.length; length >= 0; length -= 1) {
    const range = rangeOf(document, path.slice(0, length), key && length === path.length);
    if (!range) continue;
    const start = lines.linePos(range[0]);
    const end = lines.linePos(Math.max(range[0], range[1] - 1));
    return {
      file,
      startLine: start.line,
      startColumn: start.col,
      endLine: end.line,
      endColumn: end.col,
      startOffset: range[0],
      endOffset: range[1],
    };
  }
  return { file, startLine: 1, endLine: 1 };
}

function rangeOf(
  document: Document,
  path: readonly PropertyKey[],
  key: boolean,
): (readonly number[] & [number, number]) | null {
  if (key) {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && item.key.value === path.at(-1))
      : undefined;
    const range = pair && isNode(pair.key) ? pair.key.range : null;
    if (range) return [range[0], range[1]];
  }
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const range = isNode(node) ? node.range : null;
  return range ? [range[0], range[1]] : null;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

/** The value at a path of keys and indexes; undefined where there is none. */
export function dig(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (it, key) => (typeof it === 'object' && it !== null ? (it as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}
