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

/** Lines of the tables `[[name]]` by name, in order; each ends before the next header that is not inside of it. */
export function tableLines(source: string): ReadonlyMap<string, readonly (readonly [number, number])[]> {
  const made = new Map<string, [number, number][]>();
  let open: { readonly name: string; readonly lines: [number, number] } | null = null;
  for (const [index, line] of linesOf(source).entries()) {
    const name = line.startsWith('[[') ? line.slice(2, line.indexOf(']]')) : null;
    const isInside = open !== null && (line.startsWith(`[${open.name}.`) || line.startsWith(`[[${open.name}.`));
    if (name !== null && !isInside) {
      open = { name, lines: [index + 1, index + 1] };
      const known = made.get(name);
      if (known === undefined) made.set(name, [open.lines]);
      else known.push(open.lines);
    } else if (line.startsWith('[') && !isInside) open = null;
    else if (open !== null && line.trim() !== '') open.lines[1] = index + 1;
  }
  return made;
}
