/** Where keywords end in some bytes: calls `hit` with the keyword's index and the offset after its last byte. */
export type KeywordSearch = (bytes: Uint8Array, hit: (keyword: number, end: number) => void) => void;

const FIRST_PAIR = 1;
const SECOND_PAIR = 2;
const SHORTEST = 3;
const MOST_BUCKETS = 255;

/**
 * Finds keywords, upper or lower case. Images hold hundreds of megabytes of text, so only every second byte is looked at:
 * of a keyword's first three characters two stand in one look, most pairs of bytes are in no keyword, and most of the
 * others fail at the third. An Aho–Corasick automaton takes longer, because its steps wait for one another.
 */
export function keywordSearch(keywords: readonly string[]): KeywordSearch {
  const words = keywords.map((keyword) => Buffer.from(keyword.toLowerCase(), 'latin1'));
  const pairs = pairsOf(words);
  const buckets = bucketsOf(words);
  const bucketAt = new Uint8Array(1 << 15);
  buckets.forEach(({ key }, index) => void (bucketAt[key] = index + 1));

  return (bytes, hit) => {
    const lookAt = (at: number, bucket: number): void => {
      for (const { index, word } of buckets[bucket - 1]?.words ?? [])
        if (standsAt(bytes, at, word)) hit(index, at + word.length);
    };
    for (let at = 0, end = bytes.length - 1; at < end; at += 2) {
      const first = bytes[at] as number; // in range, as all tables below are for what they are asked
      const second = bytes[at + 1] as number;
      const pair = pairs[(first << 8) | second] as number;
      if (pair === 0) continue;
      if ((pair & SECOND_PAIR) !== 0 && at > 0) {
        const bucket = bucketAt[keyOf(bytes[at - 1] as number, first, second)] as number;
        if (bucket !== 0) lookAt(at - 1, bucket);
      }
      if ((pair & FIRST_PAIR) !== 0) {
        const bucket = bucketAt[keyOf(first, second, bytes[at + 2] ?? 0)] as number;
        if (bucket !== 0) lookAt(at, bucket);
      }
    }
  };
}

/** Five bits of a character are the same for both cases of a letter. What else they mix up is told apart by the comparison. */
function keyOf(first: number, second: number, third: number): number {
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}

/** For every two bytes in a row whether some keyword has them as its first, or as its second and third character. */
function pairsOf(words: readonly Buffer[]): Uint8Array {
  const pairs = new Uint8Array(1 << 16);
  const cases = (byte: number) => [byte, upper(byte)];
  const mark = (first: number, second: number, bit: number) => {
    for (const a of cases(first)) for (const b of cases(second)) pairs[(a << 8) | b] = (pairs[(a << 8) | b] ?? 0) | bit;
  };
  for (const [first = 0, second = 0, third = 0] of words) {
    mark(first, second, FIRST_PAIR);
    mark(second, third, SECOND_PAIR);
  }
  return pairs;
}

interface Bucket {
  readonly key: number;
  readonly words: { readonly index: number; readonly word: Uint8Array }[];
}

function bucketsOf(words: readonly Buffer[]): readonly Bucket[] {
  const buckets = new Map<number, Bucket>();
  words.forEach((word, index) => {
    const key = keyOf(word[0] ?? 0, word[1] ?? 0, word[2] ?? 0);
    const bucket = buckets.get(key) ?? { key, words: [] };
    bucket.words.push({ index, word });
    buckets.set(key, bucket);
  });
  if (words.some(({ length }) => length < SHORTEST) || buckets.size > MOST_BUCKETS)
    throw new Error('keywords too short, or too many');
  return [...buckets.values()];
}

function standsAt(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let at = 0; at < word.length; at++) {
    const expected = word[at] as number; // in range: at < length
    const byte = bytes[start + at];
    if (byte !== expected && byte !== upper(expected)) return false;
  }
  return true;
}

function upper(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte;
}
