import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-constant-platform.ts';

it('objects to a platform that is written out', () => {
  expect(linesOf(check, 'FROM --platform=linux/amd64 a\nFROM --platform=arm64 a AS x\nFROM a\n')).toEqual([1, 2]);
});

it('lets a stage be whose name holds the system or the architecture', () => {
  expect(
    linesOf(
      check,
      'FROM --platform=linux/amd64 a AS Build-AMD64\nFROM --platform=aarch64 a AS x-arm64\nFROM --platform=amd64 a AS linux\n',
    ),
  ).toEqual([]);
});

it('knows nothing of variables and of what is no platform', () => {
  expect(
    linesOf(check, 'ARG P=linux/amd64\nFROM --platform=$P a\nFROM --platform=linux/$X a\nFROM --platform=what a\n'),
  ).toEqual([]);
});

it('knows nothing of a variable beside one that is not set', () => {
  expect(linesOf(check, 'ARG P=linux/amd64\nFROM --platform=$P$X a\n')).toEqual([]);
});
