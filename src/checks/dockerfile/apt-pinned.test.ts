import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './apt-pinned.ts';

it.each([
  'apt-get install curl',
  'apt-get update && apt-get -y install a=1 b',
  'apt-get install $PACKAGES',
  'apt-get install -t stable curl',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'apt-get install curl=7.*',
  'apt-get install ./a.deb b.deb',
  'apt-get install -yt stable curl=7',
  'apt-get install curl/stable',
  'apt install curl',
  'apt-get install -o Dpkg::Use-Pty=0 curl=7',
  'apt-get update',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN apt-get install curl\n')).toEqual([2]);
});

it('names the line of the command', () => {
  expect(linesOf(check, 'FROM a\nRUN apt-get update && \\\n  apt-get install -y curl\n')).toEqual([3]);
});

it('names the first of several packages without a version', () => {
  expect(judged(check, 'FROM a\nRUN apt-get install a=1 b c\n')).toMatchObject({
    findings: [{ message: expect.stringContaining('`b`') as string }],
  });
});
