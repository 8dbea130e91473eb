/** Where keywords end in some bytes: calls `hit` with the keyword's index and the offset after its last byte. */
export type KeywordSearch = (bytes: Uint8Array, hit: (keyword: number, end: number) => void) => void;

const SHORTEST = 3;
/** Six bits of three characters. */
const KEYS = 1 << 18;
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
  const { followers, firstOf, entries, text } = tableOf(words);

  // All indices below are in range by the way the tables are made.
  return (bytes, hit) => {
    const { length } = bytes;
    const look = (at: number, key: number): void => {
      for (let entry = firstOf[key] as number; entry < (firstOf[key + 1] as number); entry += FIELDS) {
        const start = at - (entries[entry] as number);
        const from = entries[entry + 1] as number;
        const size = entries[entry + 2] as number;
        if (start + size > length) continue;
        let same = 0;
        while (same < size) {
          const byte = start + same < 0 ? LINE_FEED : (bytes[start + same] as number); // a text begins like a line
          const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
          if (lower !== text[from + same]) break;
          same++;
        }
        if (same === size) hit(entries[entry + 3] as number, start + size);
      }
    };
    let first = classOf(LINE_FEED);
    let at = 0;
    // `first` stands before the byte at `at`; nothing is read behind the end, which would slow down every step
    for (const last = length - 2; at < last; at += 2) {
      const third = classOf(bytes[at + 1] as number);
      const key = (first << 12) | (classOf(bytes[at] as number) << 6) | third;
      const marks = followers[key] as number;
      if (marks !== 0 && (marks & (1 << ((bytes[at + 2] as number) & 7))) !== 0) look(at - 1, key);
      first = third;
    }
    for (; at < length; at += 2) {
      const third = classOf(bytes[at + 1] ?? 0);
      look(at - 1, (first << 12) | (classOf(bytes[at] ?? 0) << 6) | third);
      first = third;
    }
  };
}

interface Entry {
  readonly index: number;
  /** How far the keyword begins before the look. */
  readonly back: number;
}

/** Three bits of the character behind a look tell most of the others: one bit for each that a keyword has there. */
const ANYTHING = 0xff;

/** Of an entry: how far back its keyword begins, where that stands in `text`, its length, its index. */
const FIELDS = 4;

/** For three characters the keywords that may stand there. What is asked for all texts is so small that it stays at hand. */
function tableOf(words: readonly Uint8Array[]) {
  const lists = new Map<number, Entry[]>();
  words.forEach((word, index) => {
    for (const { key, back } of looksOf(word)) {
      const list = lists.get(key) ?? [];
      if (list.push({ index, back }) === 1) lists.set(key, list);
    }
  });
  const offsets: number[] = [];
  let size = 0;
  for (const word of words) {
    offsets.push(size);
    size += word.length;
  }
  const followers = new Uint8Array(KEYS);
  const firstOf = new Int32Array(KEYS + 1);
  const entries: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    const list = lists.get(key) ?? [];
    for (const { index, back } of list) {
      const follower = words[index]?.[back + 3];
      followers[key] = (followers[key] ?? 0) | (follower === undefined ? ANYTHING : 1 << (follower & 7));
      entries.push(back, offsets[index] ?? 0, words[index]?.length ?? 0, index);
    }
    firstOf[key + 1] = entries.length;
  }
  return { followers, firstOf, entries: Int32Array.from(entries), text: Buffer.concat(words) };
}

/** The three characters that every second look meets one of, whatever the keyword's place. */
function looksOf(word: Uint8Array): readonly { readonly key: number; readonly back: number }[] {
  if (word.length > SHORTEST) {
    const back = rarestFour(word);
    return [back, back + 1].map((at) => ({ key: keyAt(word, at), back: at }));
  }
  // of three characters a look may see the last two only, with anything behind them
  const others = Array.from({ length: 64 }, (_, any) => ({ key: keyAt(word, 1) | any, back: 1 }));
  return [{ key: keyAt(word, 0), back: 0 }, ...others];
}

function keyAt(word: Uint8Array, at: number): number {
  const [first, second, third] = [0, 1, 2].map((offset) => classOf(word[at + offset] ?? 0));
  return ((first ?? 0) << 12) | ((second ?? 0) << 6) | (third ?? 0);
}

/** Six bits are the same for both cases of a letter. What else they mix up is told apart by the comparison. */
function classOf(byte: number): number {
  return (byte & 31) | ((byte & 64) >> 1);
}

/** Characters of English texts and programs, the most frequent first; what is not among them is rare. */
const FREQUENT = ' etaoinsrhldcumpfgywbv._-,"\'=/();:';

function rarestFour(word: Uint8Array): number {
  const rarity = [...word].map((byte) => {
    const rank = FREQUENT.indexOf(String.fromCharCode(byte));
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
