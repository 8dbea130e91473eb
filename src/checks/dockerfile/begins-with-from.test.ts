import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './begins-with-from.ts';

it('objects to what stands above the first FROM', () => {
  expect(linesOf(check, 'LABEL a=b\nRUN c\nFROM d\n')).toEqual([1, 2]);
  expect(linesOf(check, 'RUN c\n')).toEqual([1]);
});

it('lets arguments and comments be', () => {
  expect(linesOf(check, '# syntax=docker/dockerfile:1\nARG A\nFROM b\nRUN c\n')).toEqual([]);
});

it('lets what stands below a FROM in the first line be', () => {
  expect(linesOf(check, 'FROM a\nRUN b\n')).toEqual([]);
});
