import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './apt-no-recommends.ts';

it.each(['apt-get install -y curl', 'apt-get -y install curl'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'apt-get install --no-install-recommends curl',
  'apt-get -o APT::Install-Recommends=false install curl',
  'apt-get -oAPT::Install-Recommends=0 install curl',
  'apt-get update',
  'apt install curl',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN apt-get install curl\n')).toEqual([2]);
});

it('adds the option to each install of the step', () => {
  expect(mended(check, 'FROM a\nRUN apt-get install -y curl && apt-get install git\n')).toBe(
    'FROM a\nRUN apt-get install --no-install-recommends -y curl && apt-get install --no-install-recommends git\n',
  );
});
