import { hashOf, keywordPlaces, threeOf } from './keyword-places.ts';
import { FRONT, type PairScan, pairScan } from './pair-scan.ts';

/** Where keywords end in some bytes: calls `hit` with the keyword's index and the offset after its last byte. */
export type KeywordSearch = (bytes: Uint8Array, hit: (keyword: number, end: number) => void) => void;

const SHORTEST = 3;
const LINE_FEED = 0x0a;
const PAIR = 2;
const FEW_BYTES = 1 << 16; // in all: for more it is worth to make tables

/**
 * Finds keywords, upper or lower case. Images hold hundreds of megabytes of text, so every keyword is looked for by three of
 * its characters, those that are rarest in texts, and these by the two pairs in which they stand: all but one in a hundred
 * places are passed over by vectors. An Aho–Corasick automaton takes ten times as long, because each of its steps waits for
 * the one before it.
 */
export function keywordSearch(
  keywords: readonly string[],
  scanFor: typeof pairScan = pairScan,
  leastForTables = FEW_BYTES,
): KeywordSearch {
  if (keywords.some(({ length }) => length < SHORTEST)) throw new Error('a keyword is too short');
  let words: readonly Uint8Array[] | null = null;
  let few: KeywordSearch | null = null;
  let many: KeywordSearch | null = null;
  let searched = 0;
  return (bytes, hit) => {
    searched += bytes.length;
    words ??= keywords.map((keyword) => Buffer.from(keyword.toLowerCase(), 'latin1'));
    if (many === null && searched <= leastForTables) {
      few ??= searchByStart(words);
      few(bytes, hit);
      return;
    }
    many ??= searchFor(words, scanFor);
    many(bytes, hit);
  };
}

/** By the first three characters, wherever they stand: its table is made at once, and a message is read before the others are. */
function searchByStart(words: readonly Uint8Array[]): KeywordSearch {
  const beginning = new Map<number, number[]>();
  words.forEach((word, index) => {
    const start = startOf(word[0] ?? 0, word[1] ?? 0, word[2] ?? 0);
    const others = beginning.get(start);
    if (others) others.push(index);
    else beginning.set(start, [index]);
  });
  return (bytes, hit) => {
    for (let at = -1; at + SHORTEST <= bytes.length; at++) {
      const first = at < 0 ? LINE_FEED : lower(bytes[at] ?? 0);
      const found = beginning.get(startOf(first, lower(bytes[at + 1] ?? 0), lower(bytes[at + 2] ?? 0)));
      for (const index of found ?? []) {
        const word = words[index] as Uint8Array;
        if (at + word.length <= bytes.length && stands(word, bytes, at)) hit(index, at + word.length);
      }
    }
  };
}

function startOf(first: number, second: number, third: number): number {
  return (first << 16) | (second << 8) | third;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function searchFor(words: readonly Uint8Array[], scanFor: typeof pairScan): KeywordSearch {
  const { marks, heads, places } = keywordPlaces(words);
  const scanner = scanFor(marks);

  // Indexes below are in range by the way the tables are made.
  return (bytes, hit) => {
    const { length } = bytes;
    const look = (at: number): void => {
      const three = at < 0 ? threeAtStart(bytes) : threeOf(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
      for (let place = heads[hashOf(three)] as number; place >= 0; place = places[place] as number) {
        if (places[place + 1] !== three) continue;
        const index = places[place + 3] as number;
        const word = words[index] as Uint8Array;
        const start = at - (places[place + 2] as number);
        if (start + word.length <= length && stands(word, bytes, start)) hit(index, start + word.length);
      }
    };
    for (let from = 0; from < length; from += scanner.blockBytes) {
      const offsets = offsetsIn(scanner, bytes, from);
      const least = from === 0 ? -1 : 0; // before a later block stands another's end
      for (let index = 0; index < offsets.length; index++) {
        const offset = (offsets[index] as number) - FRONT;
        if (offset >= scanner.blockBytes) break; // the next block's
        if (offset >= least) look(from + offset);
        if (offset + 1 >= least) look(from + offset + 1);
      }
    }
  };
}

/** A text begins like a line. */
function threeAtStart(bytes: Uint8Array): number {
  return threeOf(LINE_FEED, bytes[0] ?? 0, bytes[1] ?? 0);
}

function stands(word: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < word.length; at++) {
    const byte = start + at < 0 ? LINE_FEED : (bytes[start + at] as number);
    if (lower(byte) !== word[at]) return false;
  }
  return true;
}

/** Where in the block of a scan pairs with a mark stand. A copy: who is told of a hit may search again. */
function offsetsIn({ block, blockBytes, scan }: PairScan, bytes: Uint8Array, from: number): Int32Array {
  const part = bytes.subarray(from, from + blockBytes + PAIR);
  block[FRONT - 1] = LINE_FEED;
  block.set(part, FRONT);
  block.fill(0, FRONT + part.length);
  return scan(part.length).slice();
}
