import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlantedFile } from '../../domain/index.ts';
import { filesNamed, treeOf } from '../../formats/tree/index.ts';
import { imageFactsOf, type ImageSource, prepareImage } from './image-source.ts';
import { layerOf, plantLayers, sourceFromExample } from './mutants.ts';

const name = fc.constantFrom('a', 'b', 'ab', 'a.b', 'a-b');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
const content = fc.constantFrom('', 'one', 'two', '\x7fELF', '#!/bin/sh\n', '{"name":"some","version":"1.0.0"}');
const planted: fc.Arbitrary<PlantedFile> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ path, type: fc.constant('file' as const), text: content, mode: fc.constant(0o755) }),
  },
  { weight: 2, arbitrary: fc.record({ path, type: fc.constantFrom('directory' as const, 'whiteout' as const) }) },
  { weight: 1, arbitrary: fc.record({ path, type: fc.constant('symlink' as const), linkTarget: path }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<PlantedFile>(
      { path: '/etc/passwd', type: 'file', text: 'app:x:1000:1000::/:/bin/sh\n' },
      { path: '/a/node_modules/b/package.json', type: 'file', text: '{"name":"b","version":"2.0.0"}' },
    ),
  },
);
const layer = fc.array(planted, { maxLength: 6 });

const EMPTY = sourceFromExample({}).parts;
const partsOf = (layers: readonly (readonly PlantedFile[])[]) =>
  layers.map((files) => ({ facts: layerOf(files), blob: null, compressedBytes: null }));

/** All that is told of the image and by its index, in one value. */
function told(source: ImageSource): unknown {
  const facts = imageFactsOf(source);
  const { texts, readings, filesBytes } = source.merged;
  const tree = treeOf(facts.files);
  const asked = [...tree.values()].map(({ path: known }) => known).concat('/', '/nowhere', '/a/nowhere');
  return {
    ...facts,
    texts,
    readings,
    filesBytes,
    tree: asked.map((known) => [known, tree.has(known), tree.get(known)]),
    named: ['a', 'b', 'passwd'].map((known) => filesNamed(facts.files, known)),
  };
}

it('tells the same of layers that are planted on an image as of all of them together', () => {
  const someLayers = fc.array(layer, { maxLength: 3 });
  fc.assert(
    fc.property(someLayers, someLayers, (below, above) => {
      const image = prepareImage({ ...EMPTY, layers: partsOf(below) });
      told(image); // what is known of it may be used again
      const both = plantLayers(image, above);
      expect(told(both)).toEqual(told(prepareImage({ ...both.parts, layers: partsOf([...below, ...above]) })));
    }),
    { numRuns: 100 },
  );
});

it('lets two mutants of one image be, one after the other', () => {
  const image = sourceFromExample({ layers: [[{ path: '/a', type: 'file', text: 'one' }]] });
  const gone = plantLayers(image, [[{ path: '/a', type: 'whiteout' }]]);
  const beside = plantLayers(image, [[{ path: '/b/c', type: 'file', text: 'one' }]]);
  expect([image, gone, beside].map((it) => imageFactsOf(it).files.map((file) => file.path))).toEqual([
    ['/a'],
    [],
    ['/a', '/b/c'],
  ]);
  expect([image, gone, beside].map((it) => imageFactsOf(it).waste.duplicateBytes)).toEqual([0, 0, 3]);
  expect(treeOf(imageFactsOf(beside).files).get('/b')?.type).toBe('directory');
});
