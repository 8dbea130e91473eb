import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './base-tagged.ts';

it('objects to an image without tag and digest', () => {
  expect(linesOf(check, 'FROM debian\nFROM --platform=x host:5000/debian AS b\n')).toEqual([1, 2]);
});

it('lets tags, digests, scratch, variables and stages be', () => {
  expect(
    linesOf(check, 'FROM debian:12 AS base\nFROM a@sha256:00\nFROM scratch\nFROM $IMAGE\nFROM "${IMAGE}"\nFROM Base\n'),
  ).toEqual([]);
});

it('does not take a stage that comes later for one', () => {
  expect(linesOf(check, 'FROM base\nFROM debian:12 AS base\n')).toEqual([1]);
});
