import { expect, it } from 'vitest';
import { type ImageId, imageId } from '../../domain/index.ts';
import { emptyPorts, EXAMPLE_ROOT, exampleTarget, memoryFiles } from '../../../test/kit/index.ts';
import { stackSensor } from './index.ts';

const TEXT = `
services:
  web:
    build: .
    secrets: [key]
    volumes:
      - ./conf.d:/etc/conf.d:ro
      - ./data:/data
  worker:
    build: { context: ./worker, dockerfile: Containerfile }
secrets: { key: { file: ./key.txt } }
`;
const FILES = {
  'compose.yaml': TEXT,
  Dockerfile: 'FROM scratch\nCOPY app.js /\n',
  'app.js': '1',
  'key.txt': 'a',
  'conf.d/a.conf': '1',
  'conf.d/more/b.conf': '1',
  'data/rows.db': '1',
  'worker/Containerfile': 'FROM scratch\nCOPY worker.js /\n',
  'worker/worker.js': '1',
};

const BUILT = imageId(`sha256:${'0'.repeat(64)}`);
const inputsOf = (files: Readonly<Record<string, string>>, builtId: ImageId | null = BUILT) =>
  stackSensor.inputs(
    { ...exampleTarget({ compose: files['compose.yaml'] ?? '' }), builtId },
    ['stack.up'],
    [],
    emptyPorts(memoryFiles(EXAMPLE_ROOT, files)),
  );

it('are the same for the same files', async () => {
  expect(await inputsOf(FILES)).toEqual(await inputsOf(FILES));
});

it.each(['key.txt', 'conf.d/a.conf', 'conf.d/more/b.conf', 'worker/worker.js', 'worker/Containerfile'])(
  'are others when %s changes: services are given it',
  async (file) => {
    expect(await inputsOf({ ...FILES, [file]: `${FILES[file as keyof typeof FILES]}2` })).not.toEqual(
      await inputsOf(FILES),
    );
  },
);

it.each(['data/rows.db', 'app.js'])(
  'are not others when %s changes: it is data, or part of the image that has an id of its own',
  async (file) => {
    expect(await inputsOf({ ...FILES, [file]: '2' })).toEqual(await inputsOf(FILES));
  },
);

it('are others when the source of an image changes that nothing else has built', async () => {
  expect(await inputsOf({ ...FILES, 'app.js': '2' }, null)).not.toEqual(await inputsOf(FILES, null));
});
