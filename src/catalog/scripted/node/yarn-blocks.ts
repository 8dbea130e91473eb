import { linesOf } from '../../shared/text.ts';

/** One entry of a yarn.lock. */
export interface Block {
  /** `name@range`, all that it answers to. */
  readonly patterns: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
  /** Dependencies and optional ones, with their ranges. */
  readonly needs: readonly (readonly [name: string, range: string])[];
  readonly lines: readonly [number, number];
}

interface Open {
  readonly patterns: readonly string[];
  readonly fields: Map<string, string>;
  readonly needs: [string, string][];
  readonly lines: [number, number];
  /** Field whose own entries follow. */
  section: string;
}

const NEEDS: ReadonlySet<string> = new Set(['dependencies', 'optionalDependencies']);

/** Classic Yarn writes `key "value"`, later ones `key: "value"`: two forms of the same blocks. */
export function readBlocks(source: string): Block[] {
  const made: Open[] = [];
  for (const [index, line] of linesOf(source).entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const depth = line.length - line.trimStart().length;
    const open = made.at(-1);
    if (depth === 0) {
      made.push({
        patterns: patternsOf(line),
        fields: new Map(),
        needs: [],
        lines: [index + 1, index + 1],
        section: '',
      });
    } else if (open !== undefined) {
      open.lines[1] = index + 1;
      take(open, depth, line.trim());
    }
  }
  return made;
}

function take(open: Open, depth: number, line: string): void {
  const [key, value] = cutField(line);
  if (depth <= 2) {
    open.section = value === '' ? key : '';
    if (value !== '') open.fields.set(key, value);
  } else if (depth <= 4 && NEEDS.has(open.section) && value !== '') open.needs.push([key, value]);
}

/** `"a@^1", b@^2:` and `"a@npm:^1, a@npm:^2":`. */
function patternsOf(line: string): string[] {
  const head = line.trimEnd().replace(/:$/, '');
  return head
    .split('"')
    .join('')
    .split(', ')
    .map((it) => it.trim())
    .filter((it) => it !== '');
}

function cutField(line: string): [string, string] {
  if (line.startsWith('"')) {
    const end = line.indexOf('"', 1);
    return end < 0 ? [line, ''] : [line.slice(1, end), unquoted(line.slice(end + 1))];
  }
  const end = line.search(/[:\s]/);
  return end < 0 ? [line, ''] : [line.slice(0, end), unquoted(line.slice(end))];
}

function unquoted(rest: string): string {
  const value = rest.replace(/^:/, '').trim();
  const quote = value[0];
  return (quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote) ? value.slice(1, -1) : value;
}
