import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './last-user-not-root.ts';

it('objects to the USER that a stage ends with, in every stage', () => {
  expect(linesOf(check, 'FROM a AS b\nUSER root\nRUN c\nFROM d\nUSER 0:0\nUSER "root:wheel"\n')).toEqual([2, 6]);
});

it('lets root be where another user follows', () => {
  expect(linesOf(check, 'FROM a\nUSER root\nRUN b\nUSER app\n')).toEqual([]);
  expect(linesOf(check, 'FROM a\nUSER rooter\n')).toEqual([]);
});

it('has nothing to say without USER', () => {
  expect(linesOf(check, 'FROM a\n')).toEqual([]);
});
