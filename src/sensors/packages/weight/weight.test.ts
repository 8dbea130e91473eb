import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_ROOT, emptyPorts, exampleTarget, memoryFiles } from '../../../../test/kit/ports.ts';
import type { PackagesFacts, PlantedFile, Weight } from '../../../domain/index.ts';
import { plantLayers, sourceFromExample } from '../../image/index.ts';
import { packagesFactsOf } from '../index.ts';

type Layers = readonly (readonly PlantedFile[])[];
const file = (path: string, how: Partial<PlantedFile> = {}): PlantedFile => ({ path, type: 'file', ...how });
const whiteout = (path: string): PlantedFile => ({ path, type: 'whiteout' });

async function weigh(layers: Layers, commands: readonly string[] = [], dockerfile = ''): Promise<Weight> {
  const history = commands.map((createdBy) => ({ createdBy, emptyLayer: false }));
  const source = sourceFromExample({ layers, ...(history.length > 0 ? { config: { history } } : {}) });
  const ports = emptyPorts(memoryFiles(EXAMPLE_ROOT, { Dockerfile: dockerfile }));
  const facts = await packagesFactsOf(source, exampleTarget({}), ['packages.weight'], ports);
  return (facts as PackagesFacts).weight; // the one that was asked for
}

const sum = (values: readonly { readonly bytes: number }[]) => values.reduce((total, { bytes }) => total + bytes, 0);
const ofFate = ({ cells }: Weight, ...fates: string[]) => sum(cells.filter(({ fate }) => fates.includes(fate)));

describe('the ledger', () => {
  const names = fc.constantFrom('/a', '/b', '/c/d', '/c/e', '/c');
  const entry = fc.oneof(
    fc
      .record({ path: names, text: fc.constantFrom('', 'x', 'xx', 'other') })
      .map(({ path, text }) => file(path, { text })),
    names.map(whiteout),
    names.map((path): PlantedFile => ({ path, type: 'directory', mode: 0o755 })),
    names.map((path): PlantedFile => ({ path, type: 'symlink', linkTarget: '/b' })),
  );

  it('has every byte of every layer in one cell, and what is visible among them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uniqueArray(entry, { selector: ({ path }) => path, maxLength: 5 }), { maxLength: 5 }),
        async (layers) => {
          const { stack, merged } = sourceFromExample({ layers });
          const weight = await weigh(layers);
          const contents = stack.layers.reduce((total, { contentBytes }) => total + contentBytes, 0);
          expect(sum(weight.cells)).toBe(contents);
          expect(weight.totalBytes).toBe(contents);
          expect(sum(weight.owners)).toBe(contents);
          expect(sum(weight.layers)).toBe(contents);
          expect(ofFate(weight, 'live', 'duplicate')).toBe(merged.filesBytes);
          expect(ofFate(weight, 'duplicate')).toBe(merged.waste.duplicateBytes);
          expect(sum(weight.savings)).toBeLessThanOrEqual(contents);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('tells what happens to bytes later on', async () => {
    const weight = await weigh([
      [
        file('/kept', { text: 'k' }),
        file('/again', { text: 'twelve bytes' }),
        file('/changed', { text: 'abc' }),
        file('/gone', { text: 'ab' }),
      ],
      [
        file('/again', { text: 'twelve bytes', uid: 1000 }),
        file('/changed', { text: 'abcd' }),
        whiteout('/gone'),
        file('/twin', { text: 'k' }),
      ],
    ]);
    expect(['live', 'rewritten', 'overwritten', 'deleted', 'duplicate'].map((fate) => ofFate(weight, fate))).toEqual([
      1 + 12 + 4,
      12,
      3,
      2,
      1,
    ]);
  });
});

describe('owners', () => {
  const node = (name: string, needs: readonly string[] = []): PlantedFile[] => [
    file(`/app/node_modules/${name}/package.json`, {
      text: JSON.stringify({ name, version: '1.0.0', dependencies: Object.fromEntries(needs.map((it) => [it, '*'])) }),
    }),
    file(`/app/node_modules/${name}/index.js`, { sizeBytes: 1000 }),
  ];

  it('adds what only it needs, and says why something is here', async () => {
    const { owners } = await weigh([
      [
        ...node('top', ['middle', 'shared']),
        ...node('middle', ['leaf']),
        ...node('leaf'),
        ...node('shared'),
        ...node('other', ['shared']),
      ],
    ]);
    const of = (name: string) => owners.find(({ label }) => label.startsWith(`${name} `));
    const bytes = (name: string) => of(name)?.bytes ?? 0;
    expect(of('top')?.retainedBytes).toBe(bytes('top') + bytes('middle') + bytes('leaf'));
    expect(of('leaf')?.why).toEqual(['top', 'middle', 'leaf']);
    expect(of('other')?.retainedBytes).toBe(bytes('other'));
  });

  it('ends with packages that need each other', async () => {
    const { owners } = await weigh([[...node('hen', ['egg']), ...node('egg', ['hen'])]]);
    expect(owners.find(({ label }) => label.startsWith('egg '))).toMatchObject({
      retainedBytes: expect.any(Number),
      why: expect.arrayContaining(['egg']),
    });
  });

  it('names runtimes that no package database knows, and the instruction for what is nobody else’s', async () => {
    const { owners } = await weigh(
      [[file('/usr/local/lib/python3.12/os.py', { sizeBytes: 5000 })], [file('/app/server.py', { sizeBytes: 70 })]],
      ['RUN /bin/sh -c make install', 'COPY . /app # buildkit'],
    );
    expect(owners.map(({ owner, label }) => [owner, label])).toEqual([
      ['runtime:python', 'python (runtime, in no package)'],
      ['instruction:1', 'COPY . /app'],
    ]);
  });
});

describe('layers and savings', () => {
  const dockerfile = [
    'FROM debian AS builder',
    'RUN pip install --target /site-packages thing',
    'FROM debian',
    'RUN apt-get update && apt-get install -y curl',
    'COPY --from=builder /site-packages /usr/lib/python3/site-packages',
    'RUN chown -R 1000 /app',
    '',
  ].join('\n');
  const layers = [
    [file('/usr/share/doc/base/manual.txt', { sizeBytes: 9000 }), file('/app/data', { text: 'x'.repeat(5000) })],
    [file('/var/lib/apt/lists/x_Packages', { sizeBytes: 30_000 })],
    [file('/usr/lib/python3/site-packages/thing/__pycache__/a.cpython-311.pyc', { sizeBytes: 20_000 })],
    [file('/app/data', { text: 'x'.repeat(5000), uid: 1000 })],
  ];
  const commands = [
    '# debian.sh',
    'RUN /bin/sh -c apt-get update # buildkit',
    'COPY /site-packages /usr # buildkit',
    'RUN |1 A=b /bin/sh -c chown -R 1000 /app # buildkit',
  ];

  it('finds the line of the Dockerfile behind each layer, and the base below them', async () => {
    const { layers: found } = await weigh(layers, commands, dockerfile);
    expect(found.map(({ fromBase, at, label }) => [fromBase, at?.startLine, label])).toEqual([
      [true, undefined, '# debian.sh'],
      [false, 4, 'RUN apt-get update'],
      [false, 5, 'COPY /site-packages /usr'],
      [false, 6, 'RUN chown -R 1000 /app'],
    ]);
  });

  it('names what could go with the instruction to edit, also one of an earlier stage, and the base apart', async () => {
    const { savings } = await weigh(layers, commands, dockerfile);
    expect(savings.map(({ kind, bytes, at, inBase }) => [kind, bytes, at?.startLine, inBase])).toEqual([
      ['apt-lists', 30_000, 4, false],
      ['bytecode', 20_000, 2, false],
      ['metadata-rewrite', 5000, 6, false],
      ['base-image', 9000, 3, true],
    ]);
  });

  it('keeps origins when a layer is planted on top', async () => {
    const source = plantLayers(
      sourceFromExample({
        layers,
        config: { history: commands.map((createdBy) => ({ createdBy, emptyLayer: false })) },
      }),
      [[file('/filler', { sizeBytes: 7 })]],
    );
    const ports = emptyPorts(memoryFiles(EXAMPLE_ROOT, { Dockerfile: dockerfile }));
    const { weight } = await packagesFactsOf(source, exampleTarget({}), ['packages.weight'], ports);
    expect(weight?.layers.map(({ at }) => at?.startLine)).toEqual([undefined, 4, 5, 6, undefined]);
  });

  it('takes development dependencies from the note that npm leaves', async () => {
    const lock = { packages: { 'node_modules/kept': {}, 'node_modules/tool': { dev: true } } };
    const { savings } = await weigh([
      [
        file('/app/node_modules/.package-lock.json', { text: JSON.stringify(lock) }),
        file('/app/node_modules/kept/index.js', { sizeBytes: 50_000 }),
        file('/app/node_modules/tool/index.js', { sizeBytes: 60_000 }),
      ],
    ]);
    expect(savings).toMatchObject([{ kind: 'dev-dependencies', bytes: 60_000, files: 1 }]);
  });

  it('finds packages that came because they are recommended', async () => {
    const status = (...packages: readonly (readonly [string, string?])[]) =>
      packages
        .map(
          ([name, needs]) =>
            `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n${needs === undefined ? '' : `Depends: ${needs}\n`}\n`,
        )
        .join('');
    const list = (name: string) => file(`/var/lib/dpkg/info/${name}.list`, { text: `/usr/bin/${name}\n` });
    const program = (name: string) => file(`/usr/bin/${name}`, { sizeBytes: 8000 });
    const { savings } = await weigh(
      [
        [file('/var/lib/dpkg/status', { text: status(['base']) }), list('base'), program('base')],
        [
          file('/var/lib/dpkg/status', { text: status(['base'], ['asked', 'needed'], ['needed'], ['extra']) }),
          ...['asked', 'needed', 'extra'].flatMap((it) => [list(it), program(it)]),
        ],
      ],
      ['ADD rootfs.tar /', 'RUN /bin/sh -c apt-get install -y asked'],
      'FROM debian\nRUN apt-get install -y asked\n',
    );
    expect(savings).toMatchObject([
      { kind: 'recommended-packages', bytes: 8000, paths: ['/usr/bin/extra'], at: { startLine: 2 } },
    ]);
  });
});
