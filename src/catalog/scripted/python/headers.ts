import { linesOf } from '../../shared/text.ts';

/** Longer than any field that says something in a few words; a description is not wanted. */
const MOST_LENGTH = 4_000;
/** Of all fields together: name and version stand at the top, and the largest of real ones have a tenth of it. */
const MOST_HEADERS = 1 << 20;

/** Header fields of core metadata: up to the first empty line, names without regard to case, folded lines joined. */
export function readHeaders(whole: string): ReadonlyMap<string, readonly string[]> {
  const source = whole.slice(0, MOST_HEADERS);
  const fields = new Map<string, string[]>();
  let open: string[] | undefined;
  for (const line of linesOf(source)) {
    if (line === '') break;
    if (/^[ \t]/.test(line)) {
      const last = open?.at(-1) ?? '';
      if (last.length < MOST_LENGTH) open?.splice(-1, 1, `${last} ${line.trim()}`.trim());
      continue;
    }
    const colon = line.indexOf(':');
    open = undefined;
    if (colon <= 0) continue;
    const key = line.slice(0, colon).toLowerCase();
    open = fields.get(key) ?? [];
    fields.set(key, open);
    open.push(line.slice(colon + 1, colon + 1 + MOST_LENGTH).trim());
  }
  return fields;
}
