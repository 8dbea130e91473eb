import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './start-command-is-json.ts';

it('objects to both commands in shell form', () => {
  expect(linesOf(check, 'FROM a\nCMD b c\nENTRYPOINT b\nCMD ["b"]\n')).toEqual([2, 3]);
});

it('takes a SHELL above for a choice, in the stage or in one that it is based on', () => {
  expect(linesOf(check, 'FROM a AS x\nSHELL ["/bin/bash", "-c"]\nCMD b\nFROM x\nCMD b\nFROM a\nCMD b\n')).toEqual([7]);
});

it('takes a SHELL below for none', () => {
  expect(linesOf(check, 'FROM a\nCMD b\nSHELL ["/bin/bash", "-c"]\n')).toEqual([2]);
});

it('mends a program with plain arguments', () => {
  expect(mended(check, 'FROM a\nCMD  node ./server.js --port=80\n')).toBe(
    'FROM a\nCMD  ["node", "./server.js", "--port=80"]\n',
  );
});

it.each(['CMD a && b', 'CMD a $B', 'CMD exec a', 'CMD A=1 b', "CMD a 'b c'", 'CMD a \\\n b', 'CMD ["a",]', 'CMD a *'])(
  'leaves `%s` to its author',
  (line) => {
    expect(mended(check, `FROM a\n${line}\n`)).toBe(`FROM a\n${line}\n`);
  },
);

it('takes a stage without a SHELL for none', () => {
  expect(linesOf(check, 'FROM a AS x\nFROM x\nCMD b c\n')).toEqual([3]);
});

it('leaves ENTRYPOINT alone while a CMD stands beside it, which an array would begin to take', () => {
  const text = 'FROM a\nENTRYPOINT echo main\nCMD ["--flag"]\n';
  expect(linesOf(check, text)).toEqual([2]);
  expect(mended(check, text)).toBe(text);
});
