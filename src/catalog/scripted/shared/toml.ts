import { parse } from 'smol-toml';
import { linesOf } from './text.ts';
import { record, type Values } from './values.ts';

/** The table that a file is, or why there is none. */
export function readToml(source: string): { value: Values } | { fault: string } {
  try {
    return { value: record(parse(source, { maxDepth: 200, integersAsBigInt: 'asNeeded' })) };
  } catch (error) {
    const [first = ''] = linesOf(error instanceof Error ? error.message : String(error));
    return { fault: `not TOML: ${first}` };
  }
}

/** Lines of the tables `[[name]]` in order, each up to its last line before the next header of the same level. */
export function tableLines(source: string, name: string): [number, number][] {
  const header = `[[${name}]]`;
  const made: [number, number][] = [];
  let open: [number, number] | null = null;
  for (const [index, line] of linesOf(source).entries()) {
    if (line.trimEnd() === header) made.push((open = [index + 1, index + 1]));
    else if (line.startsWith('[') && !line.startsWith(`[${name}.`) && !line.startsWith(`[[${name}.`)) open = null;
    else if (open !== null && line.trim() !== '') open[1] = index + 1;
  }
  return made;
}
