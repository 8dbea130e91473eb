/** Node looks for so short a text with the library's search for its first byte, for longer ones ten times slower. */
const SHORT = 7;
/** Bytes of machine code and of text, the most frequent first; others are rare in both. */
const FREQUENT = Buffer.from(
  '\0\xff\x48\x8b\x0f\x89\x01\x24\x4c\x8d\x02\x41\x44\x49\x45\x04\x08\x10 etaonirslcdupmfg_-.',
  'latin1',
);

/** Where the needle first stands; -1 = nowhere. */
export function indexOfNeedle(bytes: Buffer, needle: Buffer): number {
  const offset = rarestIn(needle);
  const part = needle.subarray(offset, offset + SHORT);
  for (let at = bytes.indexOf(part, offset); at !== -1; at = bytes.indexOf(part, at + 1)) {
    const start = at - offset;
    if (start + needle.length > bytes.length) return -1;
    if (bytes.compare(needle, 0, needle.length, start, start + needle.length) === 0) return start;
  }
  return -1;
}

/** Where a short part of the needle begins with the byte that is met the least. */
function rarestIn(needle: Buffer): number {
  let best = { offset: 0, rank: -1 };
  for (let offset = 0; offset === 0 || offset + SHORT <= needle.length; offset++) {
    const place = FREQUENT.indexOf(needle[offset] ?? 0);
    const rank = place === -1 ? FREQUENT.length : place;
    if (rank > best.rank) best = { offset, rank };
  }
  return best.offset;
}
