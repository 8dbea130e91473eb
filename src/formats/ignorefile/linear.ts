import { type Holds, isEdge, Machine, type Step } from './machine.ts';

/** Part of an expression that an ignore pattern becomes. */
type Node =
  | { readonly kind: 'char'; readonly is: (char: string) => boolean }
  | { readonly kind: 'at'; readonly holds: Holds }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly least: number; readonly most: number };

/** With fewer an expression is faster, and cannot be made slow. */
const LEAST_REPEATS = 3;
const MOST_STEPS = 200_000;

/**
 * A test of texts by an expression of JavaScript's, as `re2.ts` writes it, which keeps all places at once that it may have got
 * to: JavaScript goes back, and takes the text's length as often again for each repetition, and a file's name is anybody's. Null
 * where few things repeat, or where the program would be too large. Throws `SyntaxError` for classes that do not exist.
 */
export function linearTest(source: string): ((text: string) => boolean) | null {
  const reader = new Reader(source);
  const node = reader.any();
  if (reader.repeats < LEAST_REPEATS) return null;
  const steps: Step[] = [];
  if (!write(node, steps)) return null;
  steps.push({ kind: 'found' });
  const machine = new Machine(steps);
  return (text) => machine.finds(text);
}

/** Writes the steps of a part behind those before it; false where they are too many. */
function write(node: Node, steps: Step[]): boolean {
  if (steps.length > MOST_STEPS) return false;
  switch (node.kind) {
    case 'char':
    case 'at':
      steps.push(node);
      return true;
    case 'all':
      return node.of.every((it) => write(it, steps));
    case 'any':
      return writeAny(node.of, steps);
    case 'repeat': {
      for (let count = 0; count < node.least; count += 1) if (!write(node.of, steps)) return false;
      if (node.most === Number.POSITIVE_INFINITY) return writeLoop(node.of, steps);
      for (let count = node.least; count < node.most; count += 1) if (!writeMaybe(node.of, steps)) return false;
      return true;
    }
  }
}

function writeAny(nodes: readonly Node[], steps: Step[]): boolean {
  const ends: { readonly kind: 'go'; to: number[] }[] = [];
  for (const [index, node] of nodes.entries()) {
    const start = steps.length;
    const way: Step = { kind: 'go', to: [start + 1] };
    steps.push(way);
    if (!write(node, steps)) return false;
    if (index === nodes.length - 1) continue;
    const end: Step = { kind: 'go', to: [] };
    steps.push(end);
    ends.push(end);
    way.to.push(steps.length);
  }
  for (const end of ends) end.to.push(steps.length);
  return true;
}

function writeLoop(node: Node, steps: Step[]): boolean {
  const start = steps.length;
  const way: Step = { kind: 'go', to: [start + 1] };
  steps.push(way);
  if (!write(node, steps)) return false;
  steps.push({ kind: 'go', to: [start] });
  way.to.push(steps.length);
  return true;
}

function writeMaybe(node: Node, steps: Step[]): boolean {
  const way: Step = { kind: 'go', to: [steps.length + 1] };
  steps.push(way);
  if (!write(node, steps)) return false;
  way.to.push(steps.length);
  return true;
}

const just = (own: string): Node => ({ kind: 'char', is: (char) => char === own });

/** Reads what `re2.ts` writes, and nothing else. */
class Reader {
  repeats = 0;
  private at = 0;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  any(): Node {
    const ways = [this.all()];
    while (this.source[this.at] === '|') {
      this.at += 1;
      ways.push(this.all());
    }
    return { kind: 'any', of: ways };
  }

  private all(): Node {
    const nodes: Node[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')')
      nodes.push(this.repeated(this.one()));
    return { kind: 'all', of: nodes };
  }

  private repeated(of: Node): Node {
    const counts = this.take(/\*|\?|\+|\{(\d+)(,?)(\d*)\}/y);
    if (!counts) return of;
    const [sign, few = '', comma, many] = counts;
    const most = sign === '?' ? 1 : few === '' || (comma && !many) ? Number.POSITIVE_INFINITY : Number(many || few);
    const least = few === '' ? (sign === '+' ? 1 : 0) : Number(few);
    if (most !== least && sign !== '?') this.repeats += 1; // `?` only ever follows the folders of a `**/`, which repeat themselves
    return { kind: 'repeat', of, least, most };
  }

  private one(): Node {
    if (this.take(/\(\?:/y)) {
      const node = this.any();
      this.at += 1;
      return node;
    }
    if (this.take(/\^/y)) return { kind: 'at', holds: (before) => before === undefined };
    if (this.take(/\$/y)) return { kind: 'at', holds: (_, behind) => behind === undefined };
    const edge = this.take(/\\([bB])/y);
    if (edge) return { kind: 'at', holds: (before, behind) => isEdge(before, behind) === (edge[1] === 'b') };
    const code = this.take(/\\u\{([0-9a-f]+)\}/y);
    if (code) return just(String.fromCodePoint(Number.parseInt(code[1] ?? '', 16)));
    const [written = ''] = this.take(/\[(?:[^\]\\]|\\.)*\]|\\?./sy) ?? [];
    if (/^[\w/]$/.test(written)) return just(written);
    const expression = new RegExp(`^(?:${written})$`, 'u');
    return { kind: 'char', is: (char) => expression.test(char) };
  }

  private take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.source);
    if (found) this.at = expression.lastIndex;
    return found;
  }
}
