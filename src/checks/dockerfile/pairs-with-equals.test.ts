import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './pairs-with-equals.ts';

it('objects to a blank between name and value', () => {
  expect(linesOf(check, 'FROM a\nENV a b\nLABEL a\tb\nENV a=b c=d\nLABEL "a b"=c\nENV a=b=c\n')).toEqual([2, 3]);
});

it('joins them, with quotes where there are blanks', () => {
  expect(mended(check, 'FROM a\nENV  a  b \nENV PATH $PATH:/x  y\nLABEL a b=c\n')).toBe(
    'FROM a\nENV  a=b \nENV PATH="$PATH:/x  y"\nLABEL a=b=c\n',
  );
});

it.each(['ENV a "b" c', "ENV a it's", 'ENV a b\\ c', 'ENV a b \\\n c'])('leaves `%s` to its author', (line) => {
  expect(mended(check, `FROM a\n${line}\n`)).toBe(`FROM a\n${line}\n`);
});

it('takes a blank within quotes for none', () => {
  expect(linesOf(check, 'FROM a\nLABEL "a "=c\nLABEL "b"=c d=e\nENV\n')).toEqual([]);
});
