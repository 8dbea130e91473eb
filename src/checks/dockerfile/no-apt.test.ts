import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './no-apt.ts';

it.each(['apt install -y x', 'apt update', 'sudo -E true; apt list'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each(['apt-get update', 'apt-cache policy', 'echo apt', 'aptitude update'])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN apt update\n')).toEqual([2]);
});

it('calls apt-get for what means the same', () => {
  expect(mended(check, 'FROM a\nRUN apt update && apt -y install x\n')).toBe(
    'FROM a\nRUN apt-get update && apt-get -y install x\n',
  );
});

it('leaves what apt-get does not know, or does otherwise', () => {
  const text = 'FROM a\nRUN apt list; apt upgrade -y\n';
  expect(mended(check, text)).toBe(text);
});
