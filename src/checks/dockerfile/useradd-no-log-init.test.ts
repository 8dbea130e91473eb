import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './useradd-no-log-init.ts';

it.each(['useradd -u 123456 a', 'useradd -mu 1000000 a', 'useradd --uid=123456 a', 'useradd --uid 123456 a'])(
  'objects to `%s`',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
  },
);

it.each([
  'useradd a',
  'useradd -u 12345 a',
  'useradd -l -u 123456 a',
  'useradd --no-log-init --uid 123456 a',
  'useradd -u $UID_OF_APP a',
  'adduser -u 123456 a',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN useradd -u 123456 a\n')).toEqual([2]);
});

it('adds the option', () => {
  expect(mended(check, 'FROM a\nRUN useradd -u 123456 a\n')).toBe('FROM a\nRUN useradd --no-log-init -u 123456 a\n');
});
