import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './from-valid-by-default.ts';

it('objects to a base that is empty or no reference with the defaults alone', () => {
  expect(linesOf(check, 'ARG V\nARG I\nARG S="box:"\nFROM a:$V\nFROM $I\nFROM busy$S\nFROM Upper\n')).toEqual([
    4, 5, 6, 7,
  ]);
});

it('takes defaults and operators into account', () => {
  expect(linesOf(check, 'ARG V=1\nARG W\nFROM a:$V\nFROM a:${W:-2}\nFROM a:stable$W\n')).toEqual([]);
});

it('says nothing of what cannot be expanded at all', () => {
  expect(linesOf(check, 'ARG V="${"\nFROM a:\n')).toEqual([]);
});
