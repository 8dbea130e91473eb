import { linesOf } from '../shared/text.ts';

/** Header fields of core metadata: up to the first empty line, names without regard to case, folded lines joined. */
export function readHeaders(source: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let open: string[] | undefined;
  for (const line of linesOf(source)) {
    if (line === '') break;
    if (/^[ \t]/.test(line)) {
      const last = open?.pop();
      if (last !== undefined) open?.push(`${last} ${line.trim()}`.trim());
      continue;
    }
    const colon = line.indexOf(':');
    open = undefined;
    if (colon <= 0) continue;
    const key = line.slice(0, colon).toLowerCase();
    open = fields.get(key) ?? [];
    fields.set(key, open);
    open.push(line.slice(colon + 1).trim());
  }
  return fields;
}
