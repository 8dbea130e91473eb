import { classOf, PAIRS, type PairMarks, pairOf } from './pair-scan.ts';

/** Keywords by three of their characters, and marks of the pairs in which those stand. */
export interface KeywordPlaces {
  readonly marks: PairMarks;
  /** Of a hash of three characters the first of its places, by `hashOf`; -1 = none. */
  readonly heads: Int32Array;
  /** Places: what follows in the list, the three characters, how far the keyword begins before them, the keyword. */
  readonly places: Int32Array;
}

export const PLACE_FIELDS = 4;
const HASHES = 1 << 12;
const GROUPS = 32;
const CLASSES = 64;
/** Beside the pairs: those of which only the second, or only the first, character is known. */
const KEYS = PAIRS + 2 * CLASSES;

/** Characters of English texts and programs, the most frequent first; what is not among them is rare. */
const FREQUENT = ' etaoinsrhldcumpfgywbv._-,"\'=/();:\n0123456789';

/** Three characters as one number. */
export function threeOf(first: number, second: number, third: number): number {
  return (classOf(first) << 12) | (classOf(second) << 6) | classOf(third);
}

export function hashOf(three: number): number {
  return Math.imul(three, 0x9e3779b1) >>> 20;
}

/**
 * Of each keyword the three characters are chosen that are rarest in texts. Wherever these stand, they lie in two pairs at
 * even offsets, in one of two ways; with the character beside them, where the keyword has one, each way is a pair and a next.
 */
export function keywordPlaces(words: readonly Uint8Array[]): KeywordPlaces {
  const shares = sharesOfClasses();
  const heads = new Int32Array(HASHES).fill(-1);
  const places: number[] = [];
  const ways: Way[] = [];
  words.forEach((word, index) => {
    const at = rarestIn(word, shares);
    const [a = 0, b = 0, c = 0] = word.subarray(at, at + 3);
    const three = threeOf(a, b, c);
    const hash = hashOf(three);
    places.push(heads[hash] ?? -1, three, at, index);
    heads[hash] = places.length - PLACE_FIELDS;
    ways.push(
      { first: keyOf(a, b), second: keyOf(c, word[at + 3]) },
      { first: keyOf(word[at - 1], a), second: keyOf(b, c) },
    );
  });
  return { marks: marksOf(ways, shares), heads, places: Int32Array.from(places) };
}

/** A pair and the pair after it. */
interface Way {
  readonly first: number;
  readonly second: number;
}

function keyOf(first: number | undefined, second: number | undefined): number {
  if (first === undefined) return PAIRS + classOf(second ?? 0);
  return second === undefined ? PAIRS + CLASSES + classOf(first) : pairOf(classOf(first), classOf(second));
}

/** The pairs that a key stands for. */
function pairsOf(key: number): readonly number[] {
  if (key < PAIRS) return [key];
  const known = (key - PAIRS) % CLASSES;
  return Array.from({ length: CLASSES }, (_, any) => (key < PAIRS + CLASSES ? pairOf(any, known) : pairOf(known, any)));
}

/** How often each class of characters stands in texts, roughly. */
function sharesOfClasses(): Float64Array {
  const shares = new Float64Array(CLASSES);
  for (let byte = 0; byte < 128; byte++) {
    const rank = FREQUENT.indexOf(String.fromCharCode(byte));
    shares[classOf(byte)] = (shares[classOf(byte)] ?? 0) + (rank === -1 ? 0.001 : 0.1 / (1 + rank * 0.3));
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

function rarestIn(word: Uint8Array, shares: Float64Array): number {
  const share = (at: number) => {
    const byte = word[at];
    return byte === undefined ? 1 : (shares[classOf(byte)] ?? 0);
  };
  let best = { at: 0, score: Number.POSITIVE_INFINITY };
  for (let at = 0; at + 3 <= word.length; at++) {
    const score = share(at) * share(at + 1) * share(at + 2) * (share(at + 3) + share(at - 1));
    if (score < best.score) best = { at, score };
  }
  return best.at;
}

/** Gives each way to one of the groups, so that texts meet as few as possible whose two pairs are of different ways. */
function marksOf(ways: readonly Way[], shares: Float64Array): PairMarks {
  const shareOf = keyShares(shares);
  const groups = Array.from({ length: GROUPS }, () => ({
    first: { has: new Uint8Array(KEYS), share: 0 },
    second: { has: new Uint8Array(KEYS), share: 0 },
  }));
  const marks = { first: new Int32Array(PAIRS), second: new Int32Array(PAIRS) };
  const frequency = ({ first, second }: Way) => (shareOf[first] ?? 0) * (shareOf[second] ?? 0);
  for (const way of [...ways].sort((a, b) => frequency(b) - frequency(a))) {
    let best = { group: 0, cost: Number.POSITIVE_INFINITY };
    groups.forEach(({ first, second }, group) => {
      const larger = (part: typeof first, key: number) => part.share + (part.has[key] ? 0 : (shareOf[key] ?? 0));
      const cost = larger(first, way.first) * larger(second, way.second) - first.share * second.share;
      if (cost < best.cost) best = { group, cost };
    });
    for (const side of ['first', 'second'] as const) {
      const part = groups[best.group]?.[side];
      const key = way[side];
      if (!part || part.has[key]) continue;
      part.has[key] = 1;
      part.share += shareOf[key] ?? 0;
      for (const pair of pairsOf(key)) marks[side][pair] = (marks[side][pair] ?? 0) | (1 << best.group);
    }
  }
  return marks;
}

function keyShares(shares: Float64Array): Float64Array {
  const share = (index: number) => shares[index] ?? 0;
  return Float64Array.from({ length: KEYS }, (_, key) =>
    key < PAIRS ? share(key >> 6) * share(key & (CLASSES - 1)) : share((key - PAIRS) % CLASSES),
  );
}
