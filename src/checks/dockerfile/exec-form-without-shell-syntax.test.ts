import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf, lookedAt, mended } from '../../../test/kit/rules.ts';
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

it('lets the shell form be, and an array without a program', () => {
  expect(linesOf(check, 'FROM a\nRUN npm ci && b\nCMD npm start\nFROM a\nCMD ["", "&&"]\n')).toEqual([]);
  expect(lookedAt(check, 'FROM a\nRUN npm ci\nCMD ["npm", "start"]\n')).toEqual([3]);
});

it('names the first that it finds', () => {
  const message = (command: string) => {
    const verdict = judged(check, `FROM a\nCMD ${command}\n`);
    return verdict.status === 'fail' && verdict.findings[0].message;
  };
  expect(message('["a", "&&", "b", "||", "c"]')).toBe('`&&` is handed to `a` as an argument: no shell reads it');
  expect(message('["a", "$B", "$C"]')).toBe('`$B` stays as it is: no shell fills it in');
});

it('parts a line of plain words, and no other', () => {
  expect(mended(check, 'FROM a\nCMD ["node  server.js --port=80"]\n')).toBe(
    'FROM a\nCMD ["node", "server.js", "--port=80"]\n',
  );
  for (const command of ['["node server.js", "$X"]', '["node server.js", "&&"]', '["node -e \'1\'"]'])
    expect(mended(check, `FROM a\nCMD ${command}\n`)).toBe(`FROM a\nCMD ${command}\n`);
});
