import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine, PlantedFile, Target } from '../../src/domain/index.ts';
import { loadedImage, readImage } from '../../src/sensors/image/index.ts';
import { type EnginePorts, enginePorts, imageOfAnyone } from './engine-ports.ts';

const IMAGE = 'debian:bookworm-slim';
const USER = '64321:0'; // nobody else's

const probe = await enginePorts();
const usable = probe !== null && (await probe.engine.inspectImage(IMAGE)) !== null;
await probe?.[Symbol.asyncDispose]();
const real = it.skipIf(!usable);

let ports: EnginePorts;

beforeAll(async () => {
  const made = await enginePorts();
  if (made) ports = made;
});
afterAll(() => ports?.[Symbol.asyncDispose]());

const target = { built: IMAGE, subject: { kind: 'folder', path: '/nowhere' } } as Target; // all that is read of it

const LAYERS: readonly (readonly PlantedFile[])[] = [
  [
    { path: '/opt', type: 'directory', mode: 0o755, uid: 7, gid: 8 },
    { path: '/opt/own.txt', type: 'file', text: 'planted\n', mode: 0o4755, uid: 1000, gid: 1001 },
    { path: '/opt/gone.txt', type: 'file', text: 'x' },
    { path: '/opt/link', type: 'symlink', linkTarget: 'own.txt' },
  ],
  [
    { path: '/opt/gone.txt', type: 'whiteout' },
    { path: '/etc/debian_version', type: 'whiteout' },
    { path: '/opt/zeros', type: 'file', sizeBytes: 3_000_001 },
  ],
];

const LOOK =
  'exec 2>&1; cd /; stat -c "%n %a %u %g %s" opt opt/own.txt opt/zeros; cat opt/link; ls opt; ls etc/debian_version; id -u';

async function said(image: string): Promise<string> {
  const id = await ports.engine.createContainer({
    name: ports.owner.name(`loaded-${image.length}`),
    image,
    cmd: ['/bin/sh', '-c', LOOK],
    labels: ports.owner.labels,
  });
  try {
    await ports.engine.startContainer(id);
    await ports.engine.wait(id);
    return (await ports.engine.logs(id)).map(({ text }) => text).join('\n');
  } finally {
    await ports.engine.removeContainer(id);
  }
}

const SEEN = [
  'opt 755 7 8 4096',
  'opt/own.txt 4755 1000 1001 8',
  'opt/zeros 644 0 0 3000001',
  'planted',
  'link',
  'own.txt',
  'zeros',
  "ls: cannot access 'etc/debian_version': No such file or directory",
  '64321',
].join('\n');

/** Under the run's names, and the original; without a name those of the user whom this file sets. Others load here, too. */
async function names(engine: Engine): Promise<readonly string[]> {
  const own = ports.owner.name('');
  const images = (await engine.listImages()).map(async ({ tags, engineId }) => {
    if (tags.length > 0) return tags.filter((tag) => tag === IMAGE || tag.startsWith(own));
    return (await imageOfAnyone(engine, engineId))?.config.user === USER ? [engineId] : [];
  });
  return (await Promise.all(images)).flat().toSorted();
}

/** The real engine, but for what it is told to load. */
function refusing(first: 'refused' | 'dropped'): Engine {
  let calls = 0;
  return {
    ...ports.engine,
    async loadImage(archive) {
      if (calls++ > 0) return ports.engine.loadImage(archive);
      if (first === 'refused') return ports.engine.loadImage(nothing());
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from('this is no archive at all'.repeat(100));
}

real.each([
  ['only what is new', () => ports.engine],
  ['all, where the engine refuses the part', () => refusing('refused')],
  ['all, where the engine drops the part', () => refusing('dropped')],
])('loads a changed image: %s', async (_, engineOf) => {
  const engine = engineOf();
  const before = await names(ports.engine);
  {
    await using loaded = await loadedImage(target, { layers: LAYERS, config: { user: USER } }, { ...ports, engine });
    const listed = (await names(ports.engine)).filter((name) => !before.includes(name));
    expect(listed).toEqual([loaded.image]);
    expect(loaded.image.startsWith(ports.owner.name('mutant-'))).toBe(true);
    const [was, is] = await Promise.all([engine.inspectImage(IMAGE), engine.inspectImage(loaded.image)]);
    expect(is?.diffIds.slice(0, -2)).toEqual(was?.diffIds);
    expect(is?.config).toEqual({ ...was?.config, user: USER });
    expect(is?.labels).toEqual(was?.labels);
    expect(await said(loaded.image)).toBe(SEEN);
  }
  expect(await names(ports.engine)).toEqual(before);
});

real('takes away what only a config holds, and sends next to nothing for it', async () => {
  let sent = 0;
  const engine: Engine = {
    ...ports.engine,
    loadImage: (archive) =>
      ports.engine.loadImage(
        (async function* () {
          for await (const chunk of archive) {
            sent += chunk.length;
            yield chunk;
          }
        })(),
      ),
  };
  const was = await readImage(target, [], ports);
  const config = {
    env: ['ONLY=this'],
    cmd: [],
    entrypoint: ['/bin/true'],
    labels: { a: 'b' },
    exposedPorts: ['1/tcp'],
  };
  await using loaded = await loadedImage(target, { config }, { ...ports, engine });
  const is = await ports.engine.inspectImage(loaded.image);
  expect(is).toMatchObject({ labels: { a: 'b' }, config: { env: ['ONLY=this'], cmd: [], entrypoint: ['/bin/true'] } });
  expect(is?.diffIds).toEqual(was.parts.document.diffIds);
  expect(sent).toBeLessThan(32_768);
});

real('is read by the image sensor as what was planted, and leaves the original as it was', async () => {
  const before = await ports.engine.inspectImage(IMAGE);
  await using loaded = await loadedImage(target, { layers: LAYERS.slice(0, 1) }, ports);
  const read = await readImage({ ...target, built: loaded.image }, [], ports);
  expect(read.merged.files.find(({ path }) => path === '/opt/own.txt')).toMatchObject({ uid: 1000, mode: 0o4755 });
  expect(read.parts.anomalies).toEqual([]);
  expect(await ports.engine.inspectImage(IMAGE)).toEqual(before);
});
