import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './zypper-pinned.ts';

it.each(['zypper in tomcat', 'zypper install -y a=1 b', 'zypper in $X'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each(['zypper in a=1 b\\>2 c\\<=3', 'zypper in a-1.rpm', 'zypper in --repo x a=1', 'zypper rm a'])(
  'has nothing against `%s`',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
  },
);

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN zypper in a\n')).toEqual([2]);
});

it('names the first of several packages without a version', () => {
  expect(judged(check, 'FROM a\nRUN zypper install a=1 b c\n')).toMatchObject({
    findings: [{ message: expect.stringContaining('`b`') as string }],
  });
});
