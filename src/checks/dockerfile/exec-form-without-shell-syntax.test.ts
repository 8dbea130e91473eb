import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './exec-form-without-shell-syntax.ts';

it('objects to operators, variables and a whole line in one word', () => {
  expect(
    linesOf(check, 'FROM a\nRUN ["a", "&&", "b"]\nENTRYPOINT ["a", "$B"]\nFROM a\nCMD ["node server.js"]\n'),
  ).toEqual([2, 3, 5]);
});

it('lets a shell read them', () => {
  expect(linesOf(check, 'FROM a\nRUN ["/bin/sh", "-c", "a && $B"]\nCMD ["bash", "-c", "$X"]\n')).toEqual([]);
});

it('takes a CMD behind an ENTRYPOINT for its arguments', () => {
  expect(linesOf(check, 'FROM a\nENTRYPOINT ["a"]\nCMD ["echo $X"]\n')).toEqual([]);
});

it('knows a variable within a longer word for none', () => {
  expect(linesOf(check, 'FROM a\nCMD ["awk", "{print $1}"]\n')).toEqual([]);
});
