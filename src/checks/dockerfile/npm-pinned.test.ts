import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './npm-pinned.ts';

it.each([
  'npm install express',
  'npm install -g @me/a',
  'npm install git+ssh://git@github.com:a/b.git',
  'npm install a@1 b',
  'npm --loglevel warn install a',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'npm install',
  'npm install --progress=false',
  'npm install a@1 @me/b@">=1 <2"',
  'npm install git://github.com/a/b.git#v1',
  'npm install ./a ../b /c ~/d .',
  'npm install a.tar b.tar.gz c.tgz',
  'npm install --registry https://x a@1',
  'npm run --crazy install',
  'npm ci',
  'yarn add a',
  'yarn install a',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN npm install a\n')).toEqual([2]);
});

it('names the first of several', () => {
  expect(judged(check, 'FROM a\nRUN npm install b@1 c d\n')).toMatchObject({
    findings: [{ message: '`c` is installed at whatever version there is' }],
  });
});
