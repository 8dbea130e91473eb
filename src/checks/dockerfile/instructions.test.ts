import { expect, it } from 'vitest';
import { parseDockerfile } from '../../formats/index.ts';
import { imageName, sectionsOf, unquoted } from './instructions.ts';

it.each([
  ['node', null, null, null],
  ['node:22', null, '22', null],
  ['library/node:22-slim', null, '22-slim', null],
  ['docker.io/node', 'docker.io', null, null],
  ['localhost/node:1', 'localhost', '1', null],
  ['registry:5000/team/node', 'registry:5000', null, null],
  ['registry:5000/node:1@sha256:ab', 'registry:5000', '1', 'sha256:ab'],
  ['r.io/a/b:1', 'r.io', '1', null],
  ['node@sha256:ab', null, null, 'sha256:ab'],
  ['@a', null, null, 'a'],
  ['a@b@c', null, null, 'b@c'],
  ['/a', null, null, null],
  ['./a', '.', null, null],
  [':a', null, 'a', null],
  ['a:b:c', null, 'c', null],
  ['', null, null, null],
])('reads `%s`', (text, registry, tag, digest) => {
  expect(imageName(text)).toEqual({ registry, tag, digest });
});

it('cuts a file at each FROM, and knows what each goes on from', () => {
  const source = parseDockerfile(
    'Dockerfile',
    'RUN a\nRUN b\nFROM "x" as B\nRUN c\nFROM b\nFROM x is d\nFROM x as\nFROM B AS e\n',
  );
  expect(
    sectionsOf(source).map(({ base, name, parent, body }) => [base, name, parent?.base ?? null, body.length]),
  ).toEqual([
    ['', null, null, 2],
    ['x', 'b', null, 1],
    ['b', null, 'x', 0],
    ['x', null, null, 0],
    ['x', null, null, 0],
    ['B', 'e', 'x', 0],
  ]);
});

it('takes the quotes around a word off', () => {
  expect(['"a b"', "'a'", '"', '""', 'a"b', '"\'a'].map(unquoted)).toEqual(['a b', 'a', '', '', 'a"b', 'a']);
});
