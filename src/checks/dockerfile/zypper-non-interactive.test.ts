import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './zypper-non-interactive.ts';

it.each(['zypper install a', 'zypper rm a', 'zypper patch'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'zypper install -y a',
  'zypper -n in a',
  'zypper --non-interactive rm a',
  'zypper in --no-confirm a',
  'zypper clean',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN zypper in a\n')).toEqual([2]);
});

it('adds the option where it belongs, in front of the subcommand', () => {
  expect(mended(check, 'FROM a\nRUN zypper in a\n')).toBe('FROM a\nRUN zypper --non-interactive in a\n');
});
