import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeTar } from '../../formats/tar/index.ts';
import { blobAnomalies, LayerReader } from './read-layer.ts';

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const ports = { cache: { read: () => undefined, write: () => {} }, signal: new AbortController().signal };
const layer = Buffer.concat([...writeTar([{ name: 'large', body: Buffer.alloc(5_000_000, 'text of a file\n') }])]);
/** So much that a thread is worth while. */
const LARGE = 64 << 20;

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

let reader: LayerReader;
beforeEach(() => {
  reader = new LayerReader(ports);
});
afterEach(() => reader[Symbol.asyncDispose]());

describe.each([
  ['is inflated here', 0],
  ['a thread inflates', LARGE],
])('a layer that %s', (_, sizeBytes) => {
  it('is read to the end of its blob, whose digest is of all its bytes, also of those that follow the last member', async () => {
    for (const after of [0, 100, 9 << 20]) {
      const blob = Buffer.concat([gzipSync(layer), Buffer.alloc(after)]);
      const read = await reader.read(() => pieces(blob, 1 << 20), sizeBytes);
      expect(read).toMatchObject({ compression: 'gzip', digest: digestOf(blob), storedBytes: blob.length });
      expect(read.facts.diffId).toBe(digestOf(layer));
      const promised = { path: '', digest: read.digest, sizeBytes: blob.length };
      expect(blobAnomalies(read, promised, 0)).toEqual([]);
      expect(blobAnomalies(read, { ...promised, digest: read.facts.diffId as never }, 0)).toHaveLength(1);
    }
  });
});

describe('a layer that a thread inflates', () => {
  it('has the facts that it has without a thread, whatever is read before and after', async () => {
    const direct = await reader.read(() => pieces(layer, 1 << 20), 0);
    for (const blob of [gzipSync(layer), layer, gzipSync(layer, { level: 1 })])
      expect((await reader.read(() => pieces(blob, 1000), LARGE)).facts).toEqual(direct.facts);
  });
});
