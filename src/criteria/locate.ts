import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type Place, TickproofError } from '../domain/index.ts';
import { yamlFault } from '../formats/compose/index.ts';
import type { LocatedYaml } from './dig.ts';
import { faultAt, refuse } from './faults.ts';

/** Reads YAML with places. `file` only names the source in messages. */
export function locateYaml(file: string, text: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const seen = new Set<string>();
  refuse(
    document.errors.flatMap((error) => {
      const { message, start, end, advice } = yamlFault(text, error);
      const from = lines.linePos(start);
      const to = lines.linePos(Math.max(start, end));
      const at = { file, startLine: from.line, startColumn: from.col, endLine: to.line, endColumn: to.col };
      if (seen.has(`${from.line}`)) return []; // of one line the first
      seen.add(`${from.line}`);
      const remedy =
        advice === null ? 'Mend the syntax at that place.' : `${advice[0]?.toUpperCase()}${advice.slice(1)}.`;
      return [faultAt(file, at, `not YAML: ${message}`, remedy.replace(/\?\.$/, '?'))];
    }),
  );
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
