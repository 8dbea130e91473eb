import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './trusted-registries.ts';

const params = { registries: ['ok.com'] };

it('objects to images from elsewhere, in COPY and mounts too', () => {
  expect(
    linesOf(
      check,
      'FROM x.com/a AS b\nFROM a\nCOPY --from=y.com/c /d /d\nRUN --mount=type=cache,from=y.com/c,target=/d e\n',
      params,
    ),
  ).toEqual([1, 2, 3, 4]);
});

it('lets the list, stages, numbers and scratch be', () => {
  expect(
    linesOf(
      check,
      'FROM ok.com/a AS b\nFROM b\nCOPY --from=b /c /c\nCOPY --from=0 /c /c\nRUN --mount=type=bind,from=b,target=/d e\nFROM scratch\n',
      params,
    ),
  ).toEqual([]);
});

it('knows the wildcard at either end', () => {
  expect(linesOf(check, 'FROM a.ok.com/b\nFROM ok.org/b\n', { registries: ['*.ok.com'] })).toEqual([2]);
  expect(linesOf(check, 'FROM ok.org/b\nFROM a\n', { registries: ['ok.*'] })).toEqual([2]);
  expect(linesOf(check, 'FROM a\n', { registries: ['*'] })).toEqual([]);
});

it('knows the names of the own registry of the engine', () => {
  expect(linesOf(check, 'FROM a\nFROM docker.io/b/a\n', { registries: ['docker.io'] })).toEqual([]);
  expect(linesOf(check, 'FROM b/a\n', { registries: ['hub.docker.com'] })).toEqual([]);
});

it('fills in global arguments, and minds a stage named like its image', () => {
  expect(linesOf(check, 'ARG FROM=x.com/a\nFROM $FROM\n', params)).toEqual([2]);
  expect(linesOf(check, 'FROM debian AS debian\n', params)).toEqual([1]);
});

it('lets everything be without a list', () => {
  expect(linesOf(check, 'FROM x.com/a\n', {})).toEqual([]);
});

it('takes a wildcard for any text, and for no letter of what stands beside it', () => {
  expect(linesOf(check, 'FROM notok.com/b\n', { registries: ['*.ok.com'] })).toEqual([1]);
  expect(linesOf(check, 'FROM okay.org/b\n', { registries: ['ok.*'] })).toEqual([1]);
});

it('takes any one of the list', () => {
  expect(linesOf(check, 'FROM ok.com/a\nFROM b.com/a\nFROM c.com/a\n', { registries: ['ok.com', 'b.com'] })).toEqual([
    3,
  ]);
});

it('knows what a global argument holds, and that a secret comes from no image', () => {
  expect(linesOf(check, 'ARG I=ok.com/a\nFROM $I\n', params)).toEqual([]);
  expect(linesOf(check, 'FROM ok.com/a\nRUN --mount=type=secret,from=x.com/c,id=d e\n', params)).toEqual([]);
});
