import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-shell-syntax-in-values.ts';

it('objects to a home that no shell fills in', () => {
  expect(linesOf(check, 'FROM a\nWORKDIR ~/x\nCOPY a ~/b\nENV P=~/c\nENV PATH=$PATH:~/bin\nWORKDIR ~\n')).toEqual([
    2, 3, 4, 5, 6,
  ]);
});

it('objects to a command that nothing runs', () => {
  expect(linesOf(check, 'FROM a\nENV D=$(date)\nARG V="$(x)"\n')).toEqual([2, 3]);
});

it('takes a tilde elsewhere, and a command that is quoted, for text', () => {
  expect(
    linesOf(check, "FROM a\nENV A=b~c V=1.0~rc\nCOPY ~x /y\nENV C='$(x)'\nRUN cd ~ && $(x)\nWORKDIR /a~\n"),
  ).toEqual([]);
});

it('looks at the default of an ARG, at paths, and at the user', () => {
  expect(linesOf(check, 'FROM a\nARG H=~/x\nCOPY $(pwd)/a /b\nUSER $(id -u)\nCOPY ~/a /b\n')).toEqual([2, 3, 4]);
});

it('names the first of several', () => {
  expect(judged(check, 'FROM a\nENV A=$(a) B=$(b)\nENV A=~/a B=~/b\n')).toMatchObject({
    findings: [
      { message: '`$(a)` is not run: the builder is no shell' },
      { message: expect.stringContaining('`~/a`') as string },
    ],
  });
});
