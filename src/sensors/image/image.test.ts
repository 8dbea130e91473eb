import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import type { ImageFacts, PlantedFile, Ports, Target } from '../../domain/index.ts';
import { type TarEntry, writeTar } from '../../formats/tar/index.ts';
import { analyseLayer } from './analyse-layer.ts';
import { HashWorker } from './hash-worker.ts';
import {
  imageFromExample,
  imageSensor,
  packLayer,
  sourceFromExample,
  unpackLayer,
  withConfig,
  withForgedConfig,
  withLayers,
} from './index.ts';

const PEM = `-----BEGIN PRIVATE ${'KEY'}-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgW1q7vTx9\n-----END PRIVATE ${'KEY'}-----\n`;

const file = (path: string, text = 'x', more: Partial<PlantedFile> = {}): PlantedFile => ({
  path,
  type: 'file',
  text,
  ...more,
});
const folder = (path: string, mode = 0o755): PlantedFile => ({ path, type: 'directory', mode });
const whiteout = (path: string): PlantedFile => ({ path, type: 'whiteout' });
const archiveOf = (entries: readonly TarEntry[]) => Buffer.concat([...writeTar(entries)]);
const digestOf = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const paths = ({ files }: ImageFacts) => files.map(({ path }) => path);

async function* chunks(bytes: Uint8Array, size = 1000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('the merge', () => {
  it('applies whiteouts to lower layers only, wherever they stand', () => {
    const facts = imageFromExample({
      layers: [
        [file('/a/x'), file('/a/y')],
        [file('/a/x', 'new'), whiteout('/a/x'), whiteout('/a/y')],
      ],
    });
    expect(paths(facts)).toEqual(['/a/x']);
    expect(facts.files[0]).toMatchObject({ layer: 1, sizeBytes: 3 });
  });

  it('replaces a file by a folder and a folder by a file', () => {
    const layers = [
      [file('/a'), file('/b/c'), folder('/b')],
      [file('/a/d'), file('/b')],
    ];
    expect(paths(imageFromExample({ layers }))).toEqual(['/a/d', '/b']);
  });

  it('keeps what is in a folder whose metadata change', () => {
    const facts = imageFromExample({ layers: [[folder('/a'), file('/a/x')], [folder('/a', 0o700)]] });
    expect(facts.files).toMatchObject([
      { path: '/a', mode: 0o700, layer: 1 },
      { path: '/a/x', layer: 0 },
    ]);
  });

  it('follows a link to where a folder really is, and says so', () => {
    const facts = imageFromExample({
      layers: [[{ path: '/lib', type: 'symlink', linkTarget: 'usr/lib' }, folder('/usr/lib')], [file('/lib/a.so')]],
    });
    expect(paths(facts)).toContain('/usr/lib/a.so');
    expect(facts.identity.anomalies).toMatchObject([{ kind: 'link', layer: 1, grave: false }]);
  });

  it('counts hard links once, and keeps the content while a name is left', async () => {
    const linked = await analyseLayer(
      chunks(
        archiveOf([
          { name: 'a', body: '#!/bin/sh\n' },
          { name: 'b', type: 'hardlink', linkName: 'a' },
        ]),
      ),
    );
    const source = sourceFromExample({});
    const { prepareImage, imageFactsOf } = await import('./image-source.ts');
    const layer = { facts: linked, blob: null, compressedBytes: null };
    const image = prepareImage({
      ...source.parts,
      document: { ...source.parts.document, diffIds: [linked.diffId] },
      layers: [layer],
    });
    expect(imageFactsOf(image)).toMatchObject({
      sizes: { filesBytes: 10, engineBytes: 10 },
      waste: { shadowedBytes: 0, duplicateBytes: 0 },
      files: [{ path: '/a' }, { path: '/b', hardLinkOf: '/a' }],
      executables: [{ path: '/a' }, { path: '/b' }],
    });
    const without = withLayers(image, [[whiteout('/a')]]);
    expect(without.files).toHaveLength(1);
    expect(without.files[0]).not.toHaveProperty('hardLinkOf');
    expect(without).toMatchObject({ executables: [{ path: '/b' }], waste: { shadowedBytes: 0, shadowed: [] } });
  });

  it('agrees with a merge that is written the slow way', () => {
    const path = fc.constantFrom('/a', '/b', '/a/x', '/a/y', '/a/x/z', '/b/x');
    const entry = fc.record({
      path,
      type: fc.constantFrom('file' as const, 'directory' as const, 'whiteout' as const),
      text: fc.string({ maxLength: 9 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 5 }), { maxLength: 4 }), (layers) => {
        expect(paths(imageFromExample({ layers })).sort()).toEqual(slowMerge(layers));
      }),
      { numRuns: 300 },
    );
  });

  it('takes 20,000 files and 2,000 white-outs in less than a second', () => {
    const name = (index: number) => `/usr/part-${index % 300}/file-${index}`;
    const below = Array.from({ length: 20_000 }, (_, index) => file(name(index)));
    const source = sourceFromExample({ layers: [below] });
    const tookMs = cpuMs(() => {
      const facts = withLayers(source, [Array.from({ length: 2000 }, (_, index) => whiteout(name(index * 10)))]);
      expect(facts.files).toHaveLength(18_000);
    });
    expect(tookMs).toBeLessThan(1000);
  });
});

describe('what a layer holds', () => {
  it('tells packages, accounts, programs and maps of the merged tree', () => {
    const map = JSON.stringify({ version: 3, sources: ['a.ts'], sourcesContent: ['let a'] });
    const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
    const facts = imageFromExample({
      layers: [
        [
          file('/etc/passwd', 'root:x:0:0::/root:/bin/sh\n\n# comment\n+\napp:x:1000:1000::/home/app:/bin/sh\n'),
          file('/etc/group', 'app:x:1000:app,web\n'),
          file('/app/node_modules/@scope/left/package.json', '{"name":"@scope/left","version":"1.2.3"}'),
          file(
            '/usr/lib/python3/dist-packages/x-1.dist-info/METADATA',
            'Metadata-Version: 2.1\nName: x\nVersion: 1.0\n\nVersion: 9\n',
          ),
          file(
            '/var/lib/dpkg/status',
            'Package: bash\nStatus: install ok installed\nVersion: 5.2\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n',
          ),
          file('/lib/apk/db/installed', 'P:musl\nV:1.2.5\n\nP:zlib\nV:1.3\n'),
          file('/app/start', '#!/usr/bin/env -S node --flag\r\n'),
          file('/app/a.js.map', map),
          file('/app/b.js', `let b;\n${inline}\n`),
          file('/app/c.js.map', '{"version":3,"sources":["c.ts"]}'),
        ],
      ],
    });
    expect(facts.accounts.users.map(({ name, uid }) => [name, uid])).toEqual([
      ['root', 0],
      ['app', 1000],
    ]);
    expect(facts.accounts.groups).toEqual([{ name: 'app', gid: 1000, members: ['app', 'web'] }]);
    expect(facts.packages.map(({ ecosystem, name, version }) => `${ecosystem} ${name} ${version}`)).toEqual([
      'npm @scope/left 1.2.3',
      'python x 1.0',
      'deb bash 5.2',
      'apk musl 1.2.5',
      'apk zlib 1.3',
    ]);
    expect(facts.executables).toMatchObject([
      { path: '/app/start', interpreter: '/usr/bin/env', interpreterArgument: 'node', carriageReturn: true },
    ]);
    expect(facts.sourceMaps).toEqual([
      { path: '/app/a.js.map', inline: false, sources: 1, layer: 0 },
      { path: '/app/b.js', inline: true, sources: 1, layer: 0 },
    ]);
  });

  it('finds secrets in every layer, also where a later one deletes them', () => {
    const facts = imageFromExample({
      config: {
        env: ['PATH=/bin', 'DB_PASSWORD=w7Kq92xLm'],
        labels: { note: 'fine' },
        history: [{ createdBy: '|1 API_TOKEN=w7Kq92xLm /bin/sh -c make', emptyLayer: true }],
      },
      layers: [[file('/root/key.pem', PEM)], [whiteout('/root/key.pem')]],
    });
    expect(facts.secrets).toMatchObject([
      { rule: 'private-key', where: { kind: 'file', path: '/root/key.pem', layer: 0, deletedIn: 1 } },
      { rule: 'secret-variable', where: { kind: 'env', name: 'DB_PASSWORD' }, confidence: 'high' },
      { rule: 'secret-variable', where: { kind: 'history', name: 'history[0] API_TOKEN' } },
    ]);
    expect(JSON.stringify(facts.secrets)).not.toMatch(/w7Kq92xLm|MIGHAgEAMBMG/);
  });

  it('remarks on odd archives', async () => {
    const odd = archiveOf([
      { name: '/absolute' },
      { name: '../climbs' },
      { name: 'twice' },
      { name: './twice' },
      { name: 'a/.wh.' },
    ]);
    const { anomalies, entries } = await analyseLayer(chunks(odd));
    expect(anomalies.map(({ kind }) => kind)).toEqual(['name', 'name', 'duplicate', 'whiteout']);
    expect(entries.map(({ path }) => path)).toEqual(['/absolute', '/climbs', '/twice', '/twice', '/a/.wh.']);
  });

  it('sees the same with a thread that hashes, whatever the chunks', async () => {
    const archive = archiveOf([
      { name: 'empty' },
      { name: 'large', body: Buffer.alloc(3_000_000, 'abc') },
      { name: 'ping', body: 'x', xattrs: { 'security.capability': 'y' } },
      ...Array.from({ length: 300 }, (_, index) => ({ name: `small-${index}`, body: `${index}` })),
    ]);
    const direct = await analyseLayer(chunks(archive, 5000));
    expect(direct.diffId).toBe(digestOf(archive));
    expect(direct.entries[1]?.sha256).toBe(digestOf(Buffer.alloc(3_000_000, 'abc')).slice(7));
    const worker = new HashWorker();
    try {
      for (const size of [700, 100_000, 5_000_000])
        expect(await analyseLayer(chunks(archive, size), { hasher: worker.hasher() })).toEqual(direct);
    } finally {
      await worker[Symbol.asyncDispose]();
    }
    expect(unpackLayer(JSON.parse(JSON.stringify(packLayer(direct))))).toEqual(direct);
    expect(unpackLayer({ version: 0 })).toBeNull();
  });
});

describe('mutants', () => {
  const source = sourceFromExample({ config: { user: 'app' }, layers: [[file('/app/server.js')]] });

  it('level K changes the config and its identity, and nothing else', () => {
    const before = withConfig(source, (config) => config);
    const after = withConfig(source, (config) => ({ ...config, user: 'root' }));
    expect(after?.config.user).toBe('root');
    expect(after?.identity.imageId).not.toBe(before?.identity.imageId);
    expect(after?.identity.anomalies).toEqual([]);
    expect(after?.files).toEqual(before?.files);
    expect(withConfig(source, () => null)).toBeNull();
    expect(withForgedConfig(source).identity.anomalies).toMatchObject([{ kind: 'digest', grave: true }]);
  });

  it('level L leaves the original as it is', () => {
    const before = JSON.stringify(withLayers(source, []));
    const mutant = withLayers(source, [
      [file('/app/server.js', 'new'), file('/usr/bin/zz', 'x', { mode: 0o4755 })],
      [whiteout('/app')],
    ]);
    expect(mutant.files).toMatchObject([{ path: '/usr/bin/zz', mode: 0o4755, layer: 1 }]);
    expect(mutant.layers).toHaveLength(3);
    expect(JSON.stringify(withLayers(source, []))).toBe(before);
  });

  it('plants fillers of any size at once', () => {
    const { sizes, files, identity } = withLayers(source, [
      [{ path: '/filler', type: 'file', sizeBytes: 3_000_000_000 }, file('/after')],
    ]);
    expect(sizes).toMatchObject({ engineBytes: 3_000_000_002, filesBytes: 3_000_000_002 });
    expect(files.find(({ path }) => path === '/after')?.sha256).toBe(digestOf('x').slice(7));
    expect(identity.anomalies).toEqual([]);
  });

  it('counts waste as dive does, and as it is', () => {
    const { waste } = imageFromExample({
      layers: [[file('/f', 'x'.repeat(11))], [file('/f', 'xyz')], [file('/g', 'xyz')]],
    });
    expect(waste).toMatchObject({
      dive: { wastedBytes: 14, userSizeBytes: 6, efficiency: 6 / 17 },
      shadowedBytes: 11,
      duplicateBytes: 3,
      shadowed: [{ path: '/f', sizeBytes: 11, layer: 0, hiddenBy: 1 }],
    });
  });
});

describe('imageSensor', () => {
  const layer = archiveOf([{ name: 'app/server.js', body: 'serve()' }]);
  const config = (diffId: string) =>
    Buffer.from(
      JSON.stringify({ os: 'linux', architecture: 'amd64', config: { User: 'app' }, rootfs: { diff_ids: [diffId] } }),
    );
  const saved = (blob: Uint8Array, diffId = digestOf(layer)) =>
    archiveOf([
      { name: 'l/layer.tar', body: blob },
      { name: 'again/layer.tar', type: 'symlink', linkName: '../l/layer.tar' },
      { name: 'c.json', body: config(diffId) },
      { name: 'manifest.json', body: JSON.stringify([{ Config: 'c.json', Layers: ['again/layer.tar'] }]) },
    ]);
  const target = { subject: { kind: 'docker-archive', path: '/image.tar' }, built: null } as unknown as Target; // what the sensor looks at
  const gather = (archive: Uint8Array) =>
    imageSensor.gather(target, ['image.identity', 'image.files', 'image.sizes'], [], portsWith(archive));

  it('reads an archive, plain or compressed, as a whole or in its layers', async () => {
    const plain = await gather(saved(layer));
    expect(plain).toMatchObject({
      identity: { imageId: digestOf(config(digestOf(layer))), diffIds: [digestOf(layer)], anomalies: [] },
      files: [{ path: '/app/server.js', sizeBytes: 7 }],
      sizes: { engineBytes: 7, compressedBytes: null, uniqueBytes: null, tarBytes: layer.length },
    });
    expect(Object.keys(plain)).toHaveLength(3);
    expect(await gather(gzipSync(saved(layer)))).toEqual(plain);
    const zipped = gzipSync(layer);
    const bytes = zipped.length + config(digestOf(layer)).length;
    expect(await gather(saved(zipped))).toEqual({ ...plain, sizes: { ...plain.sizes, compressedBytes: bytes } });
  });

  it('names its inputs without reading a layer', async () => {
    const inputs = await imageSensor.inputs(target, [], [], portsWith(saved(layer)));
    expect(inputs).toEqual({
      'image.id': digestOf(config(digestOf(layer))),
      'image.diffIds': digestOf(digestOf(layer)),
    });
  });

  it('finds an archive that lies', async () => {
    const { identity } = await gather(saved(layer, digestOf('another layer')));
    expect(identity?.anomalies).toMatchObject([{ kind: 'digest', layer: 0, grave: true }]);
  });

  it('says what is wrong where it cannot see', async () => {
    const code = (code: string) => ({ code });
    await expect(gather(saved(layer).subarray(0, 1500))).rejects.toMatchObject(code('archive-corrupt'));
    await expect(gather(archiveOf([{ name: 'README', body: 'no image' }]))).rejects.toMatchObject(
      code('archive-unsupported'),
    );
    const missing = { subject: { kind: 'docker-archive', path: '/none' }, built: null } as unknown as Target; // as above
    await expect(imageSensor.gather(missing, [], [], portsWith(layer))).rejects.toMatchObject(code('target-not-found'));
    const engine = { subject: { kind: 'engine-image', reference: 'app' }, built: null } as unknown as Target; // as above
    await expect(imageSensor.gather(engine, [], [], portsWith(layer))).rejects.toMatchObject(code('engine-missing'));
  });

  it('exports an image once, and remembers it', async () => {
    let exports = 0;
    const kept = new Map<string, unknown>();
    const ports = {
      ...portsWith(layer),
      cache: {
        read: (_: string, key: string) => kept.get(key),
        write: (_: string, key: string, value: unknown) => void kept.set(key, value),
      },
      engine: {
        info: { kind: 'docker', architecture: 'amd64' },
        inspectImage: async () => ({
          imageId: digestOf(config(digestOf(layer))),
          engineId: 'e',
          diffIds: [digestOf(layer)],
        }),
        listImages: async () => [],
        saveImage: () => {
          exports++;
          return chunks(saved(layer), 700);
        },
      },
    } as unknown as Ports; // the parts of an engine that the sensor asks
    const engine = { subject: { kind: 'folder', path: '/app' }, built: 'app:1' } as unknown as Target; // as above
    const first = await imageSensor.gather(engine, ['image.files', 'image.identity', 'image.sizes'], [], ports);
    expect(first).toMatchObject({ files: [{ path: '/app/server.js' }], sizes: { uniqueBytes: 7 } });
    expect(await imageSensor.gather(engine, ['image.files', 'image.identity', 'image.sizes'], [], ports)).toEqual(
      first,
    );
    expect(exports).toBe(1);
  });

  it('reads an image once for a run, and again when another stands in its place', async () => {
    const ports = portsWith(saved(layer));
    let opened = 0;
    let modifiedMs = 1;
    const files = {
      ...ports.files,
      stat: (path: string) => ({ ...ports.files.stat(path), modifiedMs }),
      stream: (...args: Parameters<Ports['files']['stream']>) => {
        opened++;
        return ports.files.stream(...args);
      },
    };
    const run = { ...ports, files, cache: { ...ports.cache, memory: new Map() } } as unknown as Ports; // as above
    const target = { subject: { kind: 'docker-archive', path: '/image.tar' }, built: null } as unknown as Target; // as above
    const gather = () => imageSensor.gather(target, ['image.files'], [], run);
    const [first, second] = await Promise.all([gather(), gather()]);
    const once = opened;
    expect([second, await gather(), opened]).toEqual([first, first, once]);
    modifiedMs = 2;
    expect([await gather(), opened]).toEqual([first, once * 2]);
  });
});

function portsWith(archive: Uint8Array): Ports {
  const files = {
    stat: (path: string) => (path === '/image.tar' ? { type: 'file', sizeBytes: archive.length } : undefined),
    stream: (_: string, range = { start: 0, end: archive.length }) =>
      chunks(archive.subarray(range.start, range.end), 997),
  };
  const ports = {
    files,
    engine: null,
    whyNoEngine: 'a test',
    cache: { read: () => undefined, write: () => {} },
    clock: { now: () => 0 },
  };
  return { ...ports, signal: new AbortController().signal } as unknown as Ports; // the parts that the sensor uses
}

/** The rules once more, on plain maps. */
function slowMerge(layers: readonly (readonly PlantedFile[])[]): string[] {
  let tree = new Map<string, string>();
  const isBelow = (path: string, root: string) => path === root || path.startsWith(`${root}/`);
  const without = (root: string) => new Map([...tree].filter(([path]) => !isBelow(path, root)));
  for (const layer of layers) {
    for (const { path, type } of layer) if (type === 'whiteout') tree = without(path);
    for (const { path, type } of layer) {
      if (type === 'whiteout') continue;
      for (const [other, kind] of tree) if (kind === 'file' && path.startsWith(`${other}/`)) tree.delete(other);
      if (!(type === 'directory' && tree.get(path) !== 'file')) tree = without(path);
      tree.set(path, type);
    }
  }
  return [...tree.keys()].sort();
}
