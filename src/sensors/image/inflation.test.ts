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

it('passes on what goes wrong with the source also behind the last member', async () => {
  const gone = new Error('the disk is gone');
  const slots: Uint8Array[] = Array.from({ length: 6 }, () => new Uint8Array(10));
  const unused = [...slots];
  const ended: boolean[] = [];
  const inflation = new Inflation({
    take: async () => unused.shift() ?? new Uint8Array(0),
    free: (slot) => void unused.push(slot),
    slotOf: (slot) => (slots.includes(slot) ? slots.indexOf(slot) : null),
    slotAt: (slot) => slots[slot] ?? new Uint8Array(0),
    hold: () => {},
    release: () => {},
    begin: () => {},
    send: (message) => {
      if ('input' in message) inflation.receive({ ended: true }); // at once
    },
    end: (isWhole) => void ended.push(isWhole),
  });
  const breaking = async function* () {
    yield gzipSync('');
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve)); // the reader has seen all
    throw gone;
  };
  await expect(drained(inflation.inflated(breaking()))).rejects.toBe(gone);
  expect(ended).toEqual([true]);
  expect(unused).toHaveLength(slots.length);
});

describe('a layer that a thread inflates', () => {
  let worker: HashWorker;
  beforeEach(() => {
    worker = new HashWorker();
  });
  afterEach(() => worker[Symbol.asyncDispose]());

  it('says what the same layer says that is not compressed, one after the other', async () => {
    const direct = await analyseLayer(pieces(layer, 1 << 20));
    const sources = [() => pieces(blob, 1000), () => pieces(blob, 1 << 24), () => intoBuffers(blob, worker)];
    for (const source of sources) {
      expect(await analyseLayer(new Inflation(worker).inflated(source()))).toEqual(direct);
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
      const { diffId, entries } = await analyseLayer(new Inflation(worker).inflated(source));
      expect(diffId).toBe(digestOf(plain));
      expect(entries[0]?.sha256).toBe(digestOf(Buffer.from(words.buffer)).slice('sha256:'.length));
    }
  });

  it('reads all members, and not what follows them', async () => {
    const members = Buffer.concat([gzipSync('one '), gzipSync('two'), Buffer.alloc(100)]);
    expect(String(await drained(new Inflation(worker).inflated(pieces(members, 10))))).toBe('one two');
    expect(String(await drained(new Inflation(worker).inflated(pieces(gzipSync(''), 10))))).toBe('');
  });

  it('reads a blob to its end for its digest, and keeps apart what is said of one layer and of the next', async () => {
    const after = Buffer.alloc(20 << 20);
    const fronts = [gzipSync('one'), gzipSync(Buffer.alloc(20 << 20)), gzipSync('three'), blob];
    for (const front of fronts) {
      let read = 0;
      const counted = async function* () {
        for await (const part of intoBuffers(Buffer.concat([front, after]), worker)) {
          read += part.length;
          yield part;
        }
      };
      await drained(new Inflation(worker).inflated(counted()));
      expect(read).toBe(front.length + after.length);
      const { diffId } = await analyseLayer(pieces(layer, 1 << 20), { hasher: worker.hasher() });
      expect(diffId).toBe(digestOf(layer));
    }
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
    const left = new Inflation(other).inflated(watched());
    expect((await left.next()).value).toHaveLength(1 << 21);
    await left.return();
    await expect.poll(() => isClosed).toBe(true);
    await other[Symbol.asyncDispose]();
  });
});
