import type { ComposeModel, Place } from '../../domain/index.ts';
import type { ValuePlace } from '../../formats/compose/index.ts';

export type PlaceOf = NonNullable<ComposeModel['placeOf']>;

/** Names of the project's files as the project has them, by those that the loader shows. */
type Shown = ReadonlyMap<string, string>;

/** Where values are written, in the words of the model: looked up when something is found, as most are never asked for. */
export function placesOf(placeOf: (path: readonly (string | number)[]) => ValuePlace | null, shown: Shown): PlaceOf {
  return (path) => {
    const found = placeOf(path);
    if (!found) return null;
    const { at, via, line } = found;
    return { at: shownIn(firstLine(at, line), shown), text: line, via: via.map((step) => shownIn(step.at, shown)) };
  };
}

export function shownIn(at: Place, shown: Shown): Place {
  const file = shown.get(at.file);
  return file === undefined || file === at.file ? at : { ...at, file };
}

/** Of a value over several lines the first one. */
function firstLine(at: Place, line: string): Place {
  const { startLine, endLine, startColumn = 1, startOffset = 0 } = at;
  if (startLine === endLine) return at;
  const endColumn = Math.max(startColumn, line.length + 1);
  return { ...at, endLine: startLine, endColumn, endOffset: startOffset + endColumn - startColumn };
}
