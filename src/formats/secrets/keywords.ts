/** Where keywords end in some bytes: calls `hit` with the keyword's index and the offset after its last byte. */
export type KeywordSearch = (bytes: Uint8Array, hit: (keyword: number, end: number) => void) => void;

const SHORTEST = 3;
/** Five bits of three characters. */
const KEYS = 1 << 15;
const LINE_FEED = 0x0a;

/**
 * Finds keywords, upper or lower case. Images hold hundreds of megabytes of text, so only every second byte is looked at:
 * of four characters in a row three always stand in one look, and for every keyword the four were chosen that are rarest
 * in texts. Most looks end at one small table. An Aho–Corasick automaton takes several times as long, because each of its
 * steps waits for the one before it.
 */
export function keywordSearch(keywords: readonly string[]): KeywordSearch {
  const words = keywords.map((keyword) => Buffer.from(keyword.toLowerCase(), 'latin1'));
  if (words.some(({ length }) => length < SHORTEST)) throw new Error('a keyword is too short');
  const { isMarked, numbers, lists } = tableOf(words);
  const upper = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte));

  const standsAt = (bytes: Uint8Array, start: number, word: Uint8Array): boolean => {
    for (let at = 0; at < word.length; at++) {
      const expected = word[at] as number; // in range, as all tables here are for what they are asked
      const byte = start + at < 0 ? LINE_FEED : bytes[start + at]; // a text begins like a line
      if (byte !== expected && byte !== upper[expected]) return false;
    }
    return true;
  };

  return (bytes, hit) => {
    const look = (at: number, key: number): void => {
      for (const { index, word, back } of lists[numbers[key] as number] ?? [])
        if (standsAt(bytes, at - back, word)) hit(index, at - back + word.length);
    };
    const { length } = bytes;
    let first = LINE_FEED & 31;
    for (let at = 0; at < length; at += 2) {
      // `first` stands before the byte at `at`
      const second = (bytes[at] as number) & 31;
      const third = at + 1 < length ? (bytes[at + 1] as number) & 31 : 0;
      const key = (first << 10) | (second << 5) | third;
      if (isMarked[key] !== 0) look(at - 1, key);
      first = third;
    }
  };
}

interface Entry {
  readonly index: number;
  readonly word: Uint8Array;
  /** How far the keyword begins before the look. */
  readonly back: number;
}

/** For three characters the keywords that may stand there. What is asked for all texts is so small that it stays at hand. */
function tableOf(words: readonly Uint8Array[]) {
  const isMarked = new Uint8Array(KEYS);
  const numbers = new Uint16Array(KEYS);
  const lists: Entry[][] = [];
  const add = (key: number, entry: Entry): void => {
    if (isMarked[key] === 0) numbers[key] = lists.push([]) - 1;
    isMarked[key] = 1;
    lists[numbers[key] ?? 0]?.push(entry);
  };
  words.forEach((word, index) => {
    if (word.length === SHORTEST) {
      add(keyAt(word, 0), { index, word, back: 0 });
      // one look earlier sees two of its characters and anything, one later likewise
      for (let any = 0; any < 32; any++) add(keyAt(word, 1) | any, { index, word, back: 1 });
      return;
    }
    const back = rarestFour(word);
    add(keyAt(word, back), { index, word, back });
    add(keyAt(word, back + 1), { index, word, back: back + 1 });
  });
  return { isMarked, numbers, lists };
}

/** Five bits of a character are the same for both cases of a letter. What else they mix up is told apart by the comparison. */
function keyAt(word: Uint8Array, at: number): number {
  const bits = (offset: number) => (word[at + offset] ?? 0) & 31;
  return (bits(0) << 10) | (bits(1) << 5) | bits(2);
}

/** Letters of English texts and programs, the most frequent first. The gap stands for `@`, which looks like a space. */
const FREQUENT = '@etaoinsrhldcumpfgywbvkxjqz';

function rarestFour(word: Uint8Array): number {
  const rarity = [...word].map((byte) => {
    const rank = FREQUENT.indexOf((byte & 31) === 0 ? '@' : String.fromCharCode((byte & 31) | 0x60));
    return rank === -1 ? FREQUENT.length : rank;
  });
  let best = { at: 0, score: -1 };
  for (let at = 0; at + 4 <= word.length; at++) {
    const [a = 0, b = 0, c = 0, d = 0] = rarity.slice(at, at + 4);
    const score = Math.min(a + b + c, b + c + d); // the more frequent of the two looks counts
    if (score > best.score) best = { at, score };
  }
  return best.at;
}
