import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './gem-pinned.ts';

it.each(['gem install bundler', 'gem i a:1 b', 'gem install --no-document a'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'gem install a:1',
  'gem i a:1 b:2',
  'gem install a -v 1.0',
  'gem install a --version=1',
  'gem install a --version 1',
  'gem install a:1 -- --use-x true',
  'gem install a:1 --use-x true',
  'gem update a',
  'gem -- install a',
  'bundle install',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN gem i a\n')).toEqual([2]);
});

it('names the first of several', () => {
  expect(judged(check, 'FROM a\nRUN gem install b:1 c d\n')).toMatchObject({
    findings: [{ message: '`c` is installed at whatever version there is' }],
  });
});
