import { expect, it } from 'vitest';
import { isPlainPath, isWithin, under } from './paths.ts';

it.each([
  ['/a', 'b', '/a/b'],
  ['/a', '/b', '/b'],
  ['/a', './b/../c/', '/a/c'],
  ['/a', '../../..', '/'],
  ['/', '', '/'],
  ['/a', 'b/', '/a/b'],
])('from %s `%s` leads to %s', (base, path, wanted) => {
  expect(under(base, path)).toBe(wanted);
});

it('goes no deeper than a kernel does', () => {
  const deep = '/abc'.repeat(1025);
  expect(under(deep, 'b')).toBe(deep);
  expect(under(deep, '/b')).toBe('/b');
  expect(under('/abc'.repeat(1024), 'b')).toBe(`${'/abc'.repeat(1024)}/b`);
});

it('knows what lies in a folder, and what is plain', () => {
  expect([isWithin('/a/b', '/a'), isWithin('/a', '/a'), isWithin('/ab', '/a'), isWithin('/x', '/')]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(['', 'a/b', '$A', 'a*', '~', '"a"'].map(isPlainPath)).toEqual([false, true, false, false, false, false]);
});
