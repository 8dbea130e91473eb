import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { diffId } from '../../domain/index.ts';
import { SlotHasher, type SlotReader } from './slot-hasher.ts';

const SLOT = 16;
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Hashes in this thread what is handed over, and says of itself that it is behind, or not. */
class Reader implements SlotReader {
  readonly slots = [0, 1].map(() => new Uint8Array(SLOT));
  handed = '';
  private readonly isLate: boolean;
  private readonly unused: Uint8Array[] = [...this.slots];
  private current = '';
  private readonly digests: string[] = [];

  constructor(isLate: boolean) {
    this.isLate = isLate;
  }

  async take(): Promise<Uint8Array> {
    return this.unused.shift() ?? new Uint8Array(0);
  }

  free(buffer: Uint8Array): void {
    this.unused.push(buffer);
  }

  slotOf(bytes: Uint8Array): number | null {
    const slot = this.slots.findIndex(({ buffer }) => buffer === bytes.buffer);
    return slot === -1 ? null : slot;
  }

  hand(slot: number, bytes: number, parts: readonly number[]): void {
    const all = Buffer.from(this.slots[slot] ?? []).toString('latin1', 0, bytes);
    this.handed += all;
    for (let at = 0; at < parts.length; at += 2) {
      const [start = 0, size = 0] = [parts[at], parts[at + 1]];
      this.current += all.slice(start, start + (size >> 1));
      if ((size & 1) === 0) continue;
      this.digests.push(digestOf(this.current));
      this.current = '';
    }
  }

  isBehind(): boolean {
    return this.isLate;
  }

  async collect(files: number) {
    expect(this.digests).toHaveLength(files);
    return { diffId: diffId(`sha256:${digestOf(this.handed)}`), files: this.digests };
  }
}

/** Each chunk is a list of pieces: files' text, or what is in no file; `.` ends a file. */
async function hashed(chunks: readonly string[], reader: Reader) {
  const hasher = new SlotHasher(reader);
  for (const pieces of chunks) {
    const chunk = Buffer.from(pieces, 'latin1');
    let start = 0;
    for (let at = 0; at < pieces.length; at++) {
      if (pieces[at] !== '.') continue;
      if (at > start) hasher.file(chunk.subarray(start, at));
      hasher.endFile();
      start = at + 1;
    }
    if (start < chunk.length) hasher.file(chunk.subarray(start));
    await hasher.layer(chunk);
  }
  return hasher.finish();
}

it('gathers chunks in slots, and tells apart the files in them, whoever takes their digests', async () => {
  const chunks = ['one.two.thr', 'ee.', '.a file in fo', 'ur', ' chunk', 's.', 'l', 'ast', '..'];
  const files = ['one', 'two', 'three', '', 'a file in four chunks', 'last', ''];
  for (const isLate of [false, true]) {
    expect(await hashed(chunks, new Reader(isLate))).toEqual({
      diffId: `sha256:${digestOf(chunks.join(''))}`,
      files: files.map(digestOf),
    });
  }
});

it('refuses a chunk that no slot holds', async () => {
  await expect(hashed(['more than there is room for'], new Reader(false))).rejects.toThrow('larger than a slot');
});
