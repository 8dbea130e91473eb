import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './base-not-latest.ts';

it('objects to the tag latest', () => {
  expect(linesOf(check, 'FROM debian:latest\nFROM host:5000/a:latest AS b\n')).toEqual([1, 2]);
});

it('lets other tags be, and a digest that decides', () => {
  expect(linesOf(check, 'FROM debian:12\nFROM a:latest@sha256:00\nFROM latest\n')).toEqual([]);
});
