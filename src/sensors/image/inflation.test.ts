import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Buffers } from '../../domain/index.ts';
import { writeTar } from '../../formats/tar/index.ts';
import { analyseLayer } from './analyse-layer.ts';
import { HashWorker } from './hash-worker.ts';
import { Inflation } from './inflation.ts';

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, at) => (at * at * 31) >> 7));
const layer = Buffer.concat([
  ...writeTar([
    { name: 'empty', body: '' },
    { name: 'large', body: noise(5_000_000) },
    ...Array.from({ length: 50 }, (_, index) => ({ name: `small-${index}`, body: `${index}` })),
  ]),
]);
const blob = gzipSync(layer);

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** As a file is read: into one of the buffers while another is looked at. */
async function* intoBuffers(bytes: Uint8Array, buffers: Buffers) {
  const fill = async (from: number) => {
    const buffer = await buffers.take();
    buffer.set(bytes.subarray(from, from + buffer.length));
    return { buffer, part: buffer.subarray(0, Math.min(buffer.length, bytes.length - from)) };
  };
  let next: ReturnType<typeof fill> | null = fill(0);
  for (let at = 0; next; ) {
    const { buffer, part } = await next;
    at += part.length;
    next = at < bytes.length ? fill(at) : null;
    yield part;
    buffers.free(buffer);
  }
}

async function drained(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of bytes) parts.push(Buffer.from(part)); // a slot is used again
  return Buffer.concat(parts);
}

describe('a layer that a thread inflates', () => {
  let worker: HashWorker;
  beforeEach(() => {
    worker = new HashWorker();
  });
  afterEach(() => worker[Symbol.asyncDispose]());

  it('says what the same layer says that is not compressed, with the digest of the blob, one after the other', async () => {
    const direct = await analyseLayer(pieces(layer, 1 << 20));
    const sources = [() => pieces(blob, 1000), () => pieces(blob, 1 << 24), () => intoBuffers(blob, worker)];
    for (const source of sources) {
      const inflation = new Inflation(worker);
      expect(await analyseLayer(inflation.inflated(source()), { hasher: inflation })).toEqual(direct);
      expect(inflation.storedDigest).toBe(digestOf(blob));
      expect(await analyseLayer(pieces(layer, 1 << 20), { hasher: worker.hasher() })).toEqual(direct);
    }
  });

  it('leaves alone what the thread has not used up, however many buffers a blob takes', async () => {
    const words = new Uint32Array(4_000_000); // 16 MB that hardly shrink
    for (let at = 1; at < words.length; at++) words[at] = Math.imul((words[at - 1] ?? 0) ^ at, 0x9e3779b1) + 1;
    const plain = Buffer.concat([...writeTar([{ name: 'noise', body: Buffer.from(words.buffer) }])]);
    const stored = gzipSync(plain, { level: 1 });
    expect(stored.length).toBeGreaterThan(6 << 21); // more than there are buffers
    for (const source of [intoBuffers(stored, worker), pieces(stored, 3 << 20), intoBuffers(stored, worker)]) {
      const inflation = new Inflation(worker);
      const { diffId, entries } = await analyseLayer(inflation.inflated(source), { hasher: inflation });
      expect(diffId).toBe(digestOf(plain));
      expect(entries[0]?.sha256).toBe(digestOf(Buffer.from(words.buffer)).slice('sha256:'.length));
      expect(inflation.storedDigest).toBe(digestOf(stored));
    }
  });

  it('reads all members, and not what follows them', async () => {
    const members = Buffer.concat([gzipSync('one '), gzipSync('two'), Buffer.alloc(100)]);
    expect(String(await drained(new Inflation(worker).inflated(pieces(members, 10))))).toBe('one two');
    expect(String(await drained(new Inflation(worker).inflated(pieces(gzipSync(''), 10))))).toBe('');
  });

  it.each([
    ['is cut', blob.subarray(0, blob.length - 9)],
    ['is changed', Buffer.concat([blob.subarray(0, 4000), Buffer.alloc(1000), blob.subarray(5000)])],
    ['is none', Buffer.from('no gzip at all')],
    ['is empty', Buffer.alloc(0)],
  ])('refuses a stream that %s', async (_, bytes) => {
    const result = drained(new Inflation(worker).inflated(pieces(bytes, 700)));
    await expect(result).rejects.toMatchObject({ code: 'archive-corrupt' });
  });

  it('passes on what goes wrong with the source, and ends when nobody reads any more', async () => {
    const gone = new Error('the disk is gone');
    const breaking = async function* () {
      yield blob.subarray(0, 5000);
      throw gone;
    };
    await expect(drained(new Inflation(worker).inflated(breaking()))).rejects.toBe(gone);
    let isClosed = false;
    const watched = async function* () {
      try {
        yield* pieces(blob, 1000);
      } finally {
        isClosed = true;
      }
    };
    const other = new HashWorker();
    const seen = new Inflation(other).inflated(watched());
    expect((await seen.next()).value).toHaveLength(1 << 21);
    await seen.return();
    await expect.poll(() => isClosed).toBe(true);
    expect(() => new Inflation(other).finish()).toThrow('not read to its end');
    await other[Symbol.asyncDispose]();
  });
});
