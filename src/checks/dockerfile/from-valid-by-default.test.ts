import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
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

it('ends where a base cannot be read, and says what is empty', () => {
  expect(linesOf(check, 'ARG I\nFROM ${\nFROM $I\n')).toEqual([]);
  expect(judged(check, 'ARG I\nFROM $I\nFROM a:$I\n')).toMatchObject({
    findings: [
      { message: 'Without build arguments `$I` is empty' },
      { message: 'Without build arguments `a:$I` is `a:`, which names no image' },
    ],
  });
});
