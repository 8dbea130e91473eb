import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './descriptions-name-what-they-describe.ts';

it('objects to a comment above an ARG or a named stage that begins otherwise', () => {
  expect(linesOf(check, '# b is it\nARG a=1\n# Base it is\nFROM x AS Base\n# c\nARG d e\n')).toEqual([2, 4, 6]);
});

it('takes any name of the line, and the last line of a comment', () => {
  expect(linesOf(check, '# words\n# b is it\nARG a=1 b=2\n# base it is\nFROM x AS Base\n')).toEqual([]);
});

it('lets a bare # end a description, and a blank line not', () => {
  expect(linesOf(check, '# words\n#\nARG a\n# words\n\nARG a\nFROM x\n')).toEqual([6]);
});

it('looks at no other instruction, no stage without a name, and no directive', () => {
  expect(linesOf(check, '# words\nFROM x\n# words\nRUN y\n# check=skip=A\nARG z\n')).toEqual([]);
});

it('puts nothing between an instruction and the continued lines that it begins with', () => {
  const text = 'FROM a\n# c\n\\\n# d\n\nARG X\n';
  expect(linesOf(check, text)).toEqual([6]);
  expect(mended(check, text)).toBe(text);
});
