import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './wget-progress.ts';

it.each(['wget x.y', 'wget -O a x.y', 'true && wget -c x'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'wget -q x',
  'wget -qO- x',
  'wget --quiet x',
  'wget --progress=dot:giga x',
  'wget -nv x',
  'wget --no-verbose x',
  'wget -o log x',
  'wget --output-file=log x',
  'wget -a log x',
  'wget --append-output=log x',
  'apt-get install wget',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN wget x\n')).toEqual([2]);
});

it('adds the option where the tool is GNU, as the package manager tells', () => {
  expect(mended(check, 'FROM a AS b\nRUN apt-get install -y wget\nFROM b\nRUN wget x\n')).toBe(
    'FROM a AS b\nRUN apt-get install -y wget\nFROM b\nRUN wget --progress=dot:giga x\n',
  );
});

it('leaves a wget that may be the one of busybox', () => {
  const text = 'FROM a\nRUN wget x\n';
  expect(mended(check, text)).toBe(text);
});
