/** Where keywords end in some bytes: calls `hit` with the keyword's index and the offset after its last byte. */
export type KeywordSearch = (bytes: Uint8Array, hit: (keyword: number, end: number) => void) => void;

interface Node {
  readonly next: Map<number, number>;
  fail: number;
  out: number[];
}

/**
 * Aho–Corasick over lower-cased bytes as one dense table. Images hold hundreds of megabytes of text: one table look-up
 * per byte is what makes it affordable to look at all of it.
 */
export function keywordSearch(keywords: readonly string[]): KeywordSearch {
  let automaton: Automaton | null = null; // a megabyte of table: made when the first text is looked at, not when the program starts
  return (bytes, hit) => {
    automaton ??= automatonOf(keywords);
    const { table, hits, nodes } = automaton;
    let state = 0;
    const end = bytes.length;
    for (let at = 0; at < end; at++) {
      state = table[state + (bytes[at] as number)] as number; // both in range: at < end, and the table is dense
      if (hits[state >> 8] === 1) for (const keyword of nodes[state >> 8]?.out ?? []) hit(keyword, at + 1);
    }
  };
}

interface Automaton {
  readonly nodes: readonly Node[];
  readonly table: Int32Array;
  /** 1 where keywords end. */
  readonly hits: Uint8Array;
}

function automatonOf(keywords: readonly string[]): Automaton {
  const nodes = withFailLinks(trieOf(keywords));
  return { nodes, table: denseTable(nodes), hits: Uint8Array.from(nodes, ({ out }) => (out.length > 0 ? 1 : 0)) };
}

function trieOf(keywords: readonly string[]): Node[] {
  const nodes: Node[] = [{ next: new Map(), fail: 0, out: [] }];
  keywords.forEach((keyword, index) => {
    let at = 0;
    for (const byte of Buffer.from(keyword.toLowerCase(), 'latin1')) {
      const known = nodes[at]?.next.get(byte);
      if (known === undefined) {
        nodes[at]?.next.set(byte, nodes.length);
        at = nodes.push({ next: new Map(), fail: 0, out: [] }) - 1;
      } else at = known;
    }
    nodes[at]?.out.push(index);
  });
  return nodes;
}

function withFailLinks(nodes: Node[]): readonly Node[] {
  const queue = [...(nodes[0]?.next.values() ?? [])];
  for (let head = 0; head < queue.length; head++) {
    const node = nodes[queue[head] ?? 0];
    for (const [byte, child] of node?.next ?? []) {
      queue.push(child);
      let fail = node?.fail ?? 0;
      while (fail !== 0 && !nodes[fail]?.next.has(byte)) fail = nodes[fail]?.fail ?? 0;
      const target = nodes[fail]?.next.get(byte) ?? 0;
      const below = nodes[child];
      if (!below) continue;
      below.fail = target;
      below.out = [...below.out, ...(nodes[target]?.out ?? [])];
    }
  }
  return nodes;
}

function denseTable(nodes: readonly Node[]): Int32Array {
  const table = new Int32Array(nodes.length * 256);
  const queue = [0];
  for (let head = 0; head < queue.length; head++) {
    const index = queue[head] ?? 0;
    const node = nodes[index];
    if (!node) continue;
    if (index !== 0) table.copyWithin(index * 256, node.fail * 256, node.fail * 256 + 256);
    for (const [byte, child] of node.next) {
      table[index * 256 + byte] = child * 256;
      queue.push(child);
    }
    for (let upper = 0x41; upper <= 0x5a; upper++) table[index * 256 + upper] = table[index * 256 + upper + 32] ?? 0;
  }
  return table;
}
