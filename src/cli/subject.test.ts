import { expect, it } from 'vitest';
import type { EngineImage, Ports, Subject } from '../domain/index.ts';
import { memoryFiles } from '../../test/kit/index.ts';
import { mustBeMeant, subjectOf } from './subject.ts';

const host = memoryFiles('/w', {
  'app/Dockerfile': 'FROM a\n',
  'image.tar': 'x',
  'layout:odd/index.json': '{}',
  'oci/index.json': '{}',
  'examples/shop/Dockerfile': 'FROM a\n',
});
const files = {
  stat: (path: string) => host.stat(host.resolve('/w', path)),
  list: (path: string) => host.list(host.resolve('/w', path)),
};

it.each<[string, Subject]>([
  ['app', { kind: 'folder', path: 'app' }],
  ['app/', { kind: 'folder', path: 'app' }],
  ['.', { kind: 'folder', path: '.' }],
  ['nginx:1.27', { kind: 'engine-image', reference: 'nginx:1.27' }],
  ['docker:app', { kind: 'engine-image', reference: 'app' }],
  ['podman:app:1', { kind: 'engine-image', reference: 'app:1' }],
  ['docker-archive:image.tar', { kind: 'docker-archive', path: 'image.tar' }],
  ['oci-archive:image.tar', { kind: 'oci-archive', path: 'image.tar' }],
  ['oci:oci', { kind: 'oci-layout', path: 'oci', tag: null }],
  ['oci:oci:1.0', { kind: 'oci-layout', path: 'oci', tag: '1.0' }],
  ['oci:layout:odd', { kind: 'oci-layout', path: 'layout:odd', tag: null }],
])('takes %s as it is meant', (word, subject) => {
  expect(subjectOf(word, files)).toEqual(subject);
});

it.each([
  ['docker:', 'usage'],
  ['image.tar', 'usage'],
  ['registry:app', 'usage'],
  ['./nowhere', 'target-not-found'],
  ['/nowhere', 'target-not-found'],
  ['nowhere/', 'target-not-found'],
  ['docker-archive:nowhere.tar', 'target-not-found'],
  ['oci:nowhere', 'target-not-found'],
])('refuses %s, and says what to write', (word, code) => {
  expect(() => subjectOf(word, files)).toThrow(
    expect.objectContaining({ code, remedy: expect.stringMatching(/.{10}/) }),
  );
});

it.each([
  ['./exmaples/shop', './examples/shop'],
  ['exmaples/shp/', 'examples/shop'],
  ['examples/shop/../shpo/', 'examples/shop/../shop'],
  ['/w/exmaples', '/w/examples'],
])('suggests for %s the folder that is there', (word, near) => {
  expect(() => subjectOf(word, files)).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining(`Did you mean \`${near}\`?`) }),
  );
});

/** What is said of a bare word; `images` null stands for no engine. */
async function saidOf(word: string, images: readonly string[] | null) {
  const said: { code?: string; message: string; remedy: string }[] = [];
  const inspectImage = async (name: string) => {
    if (/[A-Z]/.test(name)) throw new Error('400: repository name must be lowercase');
    return images?.includes(name) ? ({} as EngineImage) : null;
  };
  const engine = images && ({ info: { kind: 'podman' }, inspectImage } as unknown as Ports['engine']);
  const onEvent = (event: unknown) => said.push(event as (typeof said)[number]);
  await mustBeMeant(
    word,
    { kind: 'engine-image', reference: word },
    {
      engine,
      onEvent,
      files: files as Ports['files'],
    },
  ).catch((error: unknown) => said.push(error as (typeof said)[number]));
  return said;
}

it('takes a bare word for the image that the engine has, whatever folder is near', async () => {
  expect(await saidOf('exmaples/shop', ['exmaples/shop'])).toEqual([]);
});

it.each([
  [
    'exmaples/shop',
    [],
    'target-not-found',
    'Did you mean `examples/shop`? Or build or fetch the image: `podman pull exmaples/shop`.',
  ],
  ['Examples', [], 'image-not-found', 'Did you mean `examples`? Or build or fetch the image: `podman pull Examples`.'],
  ['exmaples', [], 'image-not-found', 'Did you mean `examples`? Or build or fetch the image: `podman pull exmaples`.'],
  [
    'examples/shop:1',
    [],
    'image-not-found',
    'Did you mean `examples/shop`? Or build or fetch the image: `podman pull examples/shop:1`.',
  ],
  [
    'exmaples/nothing',
    null,
    'target-not-found',
    'Name another folder, or write `docker:exmaples/nothing` for the image.',
  ],
  ['exmaples', null, undefined, 'Did you mean `examples`? Or write `docker:exmaples` for the image.'],
] as const)('says both readings of %s where the engine has %j', async (word, images, code, remedy) => {
  const [said, ...more] = await saidOf(word, images);
  expect([said?.code, said?.remedy, more]).toEqual([code, remedy, []]);
  expect(said?.message).toContain(images ? `no folder ${word}, and no such image` : `no folder ${word}`);
});
