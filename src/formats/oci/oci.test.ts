import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../canonical.ts';
import { decompressed, promisedDigest, readConfig, resolveImage, writeConfig } from './index.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** Documents of a layout in memory: blobs under their digests, and the rest by path. */
function layoutOf(blobs: readonly Uint8Array[], paths: Readonly<Record<string, Uint8Array>>) {
  const known = new Map(Object.entries(paths));
  for (const blob of blobs) known.set(`blobs/${sha256(blob).replace(':', '/')}`, blob);
  return { read: async (path: string) => known.get(path) ?? null };
}

const descriptor = (blob: Uint8Array, more: object = {}) => ({ digest: sha256(blob), size: blob.length, ...more });

const LAYER = Buffer.from('a layer');
const CONFIG = json({
  architecture: 'arm64',
  os: 'linux',
  config: { User: 'app' },
  rootfs: { diff_ids: [sha256(LAYER)] },
});
const MANIFEST = json({ config: descriptor(CONFIG), layers: [descriptor(LAYER)] });

describe('resolveImage', () => {
  it('reads a layout, past attestations and other platforms', async () => {
    const other = json({ config: descriptor(CONFIG), layers: [] });
    const index = json({
      manifests: [
        descriptor(other, { platform: { os: 'linux', architecture: 'amd64' } }),
        descriptor(MANIFEST, { platform: { os: 'linux', architecture: 'arm64' } }),
        descriptor(json({}), { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }),
      ],
    });
    const outer = json({ manifests: [descriptor(index, { mediaType: 'application/vnd.oci.image.index.v1+json' })] });
    const image = await resolveImage(layoutOf([index, MANIFEST, other, CONFIG], { 'index.json': outer }), {
      architecture: 'arm64',
    });
    expect(image).toMatchObject({
      manifestDigest: sha256(MANIFEST),
      anomalies: [],
      layers: [{ digest: sha256(LAYER), sizeBytes: 7 }],
    });
  });

  it('finds an image by its tag, and asks for one where there are several', async () => {
    const second = json({ config: descriptor(CONFIG), layers: [] });
    const named = (blob: Uint8Array, name: string) =>
      descriptor(blob, { annotations: { 'org.opencontainers.image.ref.name': name } });
    const documents = layoutOf([MANIFEST, second, CONFIG], {
      'index.json': json({ manifests: [named(MANIFEST, 'one'), named(second, 'two')] }),
    });
    await expect(resolveImage(documents)).rejects.toMatchObject({ code: 'target-not-found' });
    await expect(resolveImage(documents, { tag: 'three' })).rejects.toMatchObject({ code: 'target-not-found' });
    expect((await resolveImage(documents, { tag: 'two' })).manifestDigest).toBe(sha256(second));
  });

  it('reads a docker-archive by its tag, however it is spelt', async () => {
    const documents = layoutOf([], {
      'manifest.json': json([{ Config: 'c.json', RepoTags: ['app:1', 'web'], Layers: ['./l/layer.tar'] }]),
      'c.json': CONFIG,
    });
    for (const tag of [null, 'app:1', 'docker.io/library/app:1', 'web:latest']) {
      expect(await resolveImage(documents, { tag })).toMatchObject({
        layers: [{ path: 'l/layer.tar', digest: null }],
        manifestDigest: null,
      });
    }
  });

  it('knows the blobs of an archive that is a layout as well', async () => {
    const layer = `blobs/${sha256(LAYER).replace(':', '/')}`;
    const documents = layoutOf([MANIFEST, CONFIG], {
      'manifest.json': json([{ Config: `blobs/${sha256(CONFIG).replace(':', '/')}`, RepoTags: null, Layers: [layer] }]),
      'index.json': json({ manifests: [descriptor(MANIFEST)] }),
    });
    expect(await resolveImage(documents)).toMatchObject({
      manifestDigest: sha256(MANIFEST),
      layers: [{ path: layer, sizeBytes: 7 }],
    });
  });

  it('notes documents that are not what their digests promise', async () => {
    const forged = json({ ...JSON.parse(CONFIG.toString()), config: { User: 'root' } });
    const documents = layoutOf([MANIFEST], {
      'index.json': json({ manifests: [descriptor(MANIFEST)] }),
      [`blobs/${sha256(CONFIG).replace(':', '/')}`]: forged,
    });
    expect((await resolveImage(documents)).anomalies).toMatchObject([
      { kind: 'digest', grave: true },
      { kind: 'size', grave: true },
    ]);
  });

  it.each([
    ['archive-unsupported', {}],
    ['archive-corrupt', { 'manifest.json': Buffer.from('null') }],
    ['archive-corrupt', { 'manifest.json': Buffer.from('[{"Config":') }],
    ['archive-corrupt', { 'manifest.json': json([{ Config: 'gone.json' }]) }],
    ['archive-corrupt', { 'index.json': json({ manifests: [{ digest: 'sha256:no', size: 1 }] }) }],
    ['target-not-found', { 'manifest.json': json([]) }],
    ['target-not-found', { 'index.json': json({ manifests: null }) }],
  ])('throws %s', async (code, paths) => {
    await expect(resolveImage(layoutOf([], paths))).rejects.toMatchObject({ code });
  });
});

describe('readConfig', () => {
  it('fills what is absent, and takes nanoseconds for milliseconds', () => {
    expect(readConfig(json({})).config).toMatchObject({
      user: '',
      env: [],
      healthcheck: null,
      created: null,
      history: [],
    });
    const health = { Test: ['CMD', 'true'], Interval: 30_000_000_000, Timeout: 0, Retries: 3 };
    expect(readConfig(json({ config: { Healthcheck: health } })).config.healthcheck).toEqual({
      test: ['CMD', 'true'],
      intervalMs: 30_000,
      retries: 3,
    });
  });

  it('reads back what writeConfig wrote', () => {
    const full = readConfig(
      json({
        created: '2026-01-01T00:00:00Z',
        os: 'linux',
        architecture: 'arm64',
        variant: 'v8',
        config: {
          User: '1',
          Env: ['A=b'],
          Labels: { a: 'b' },
          ExposedPorts: { '80/tcp': {} },
          Volumes: { '/data': {} },
          Shell: ['/bin/sh', '-c'],
          StopSignal: 'SIGINT',
        },
        rootfs: { diff_ids: [sha256(LAYER)] },
        history: [{ created_by: 'RUN x', empty_layer: true }],
      }),
    );
    expect(readConfig(writeConfig(full))).toEqual(full);
  });

  it.each(['null', '[]', '{"config":{"Env":"A=b"}}', '{"rootfs":{"diff_ids":{}}}', 'not json'])(
    'refuses %s',
    (text) => {
      expect(() => readConfig(Buffer.from(text))).toThrowError(expect.objectContaining({ code: 'archive-corrupt' }));
    },
  );
});

describe('decompressed', () => {
  async function* chunks(bytes: Uint8Array, size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  async function all(bytes: Uint8Array, size: number) {
    const { compression, bytes: rest } = await decompressed(chunks(bytes, size));
    const parts: Uint8Array[] = [];
    for await (const part of rest) parts.push(part);
    return { compression, text: Buffer.concat(parts).toString('latin1') };
  }

  it('tells what it is by the bytes, in chunks of any size', async () => {
    const plain = Buffer.from('some text '.repeat(1000));
    const zstd = Buffer.from('KLUv/SQFKQAAaGVsbG8xxUGi', 'base64'); // `hello`, one raw block, with checksum
    for (const size of [1, 3, 1000, 100_000]) {
      expect(await all(plain, size)).toEqual({ compression: 'none', text: plain.toString() });
      expect(await all(gzipSync(plain), size)).toEqual({ compression: 'gzip', text: plain.toString() });
      expect(await all(Buffer.concat([gzipSync('a'), gzipSync('b')]), size)).toEqual({
        compression: 'gzip',
        text: 'ab',
      });
    }
    expect((await all(zstd, 4)).text).toBe('hello');
    expect(await all(new Uint8Array(0), 1)).toEqual({ compression: 'none', text: '' });
  });

  it('ends damaged streams in archive-corrupt', async () => {
    const blob = gzipSync('text '.repeat(10_000));
    await expect(all(blob.subarray(0, 40), 10)).rejects.toMatchObject({ code: 'archive-corrupt' });
    await fc.assert(
      fc.asyncProperty(fc.nat(blob.length - 1), fc.nat(255), async (at, byte) => {
        const copy = Buffer.from(blob);
        copy[at] = byte;
        await all(copy, 1000).catch((error: unknown) => expect(error).toMatchObject({ code: 'archive-corrupt' }));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['in the middle', [gzipSync('text').subarray(0, 12)]],
    ['behind the last member', [gzipSync(LAYER), Buffer.alloc(1 << 20)]],
  ])('hands a fault of the source on that comes %s', async (_, before) => {
    async function* broken() {
      yield* before;
      throw new Error('the line went dead');
    }
    const { bytes } = await decompressed(broken());
    await expect(async () => {
      for await (const part of bytes) expect(part).toBeDefined();
    }).rejects.toThrow('the line went dead');
  });

  it('asks the source for no more than its reader wants', async () => {
    let asked = 0;
    async function* endless() {
      for (const chunk of [gzipSync(Buffer.alloc(9 << 20, 'abc')), ...Array<Buffer>(99).fill(Buffer.alloc(1 << 16))]) {
        asked += 1;
        yield chunk;
      }
    }
    const { bytes } = await decompressed(endless());
    for await (const chunk of bytes) if (chunk.length > 0) break;
    expect(asked).toBeLessThan(5);
  });
});

it('knows the digest that a path promises', () => {
  const hex = 'a'.repeat(64);
  for (const path of [`blobs/sha256/${hex}`, `${hex}.json`, `sha256:${hex}`, `${hex}.tar.gz`])
    expect(promisedDigest(path)).toBe(`sha256:${hex}`);
  expect(promisedDigest('layer0.tar')).toBeNull();
});
