import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './env-not-from-its-own-line.ts';

it('objects to a value that uses what the same ENV sets', () => {
  expect(linesOf(check, 'ENV A=1 B=$A\nENV C="x" D="${C}/y"\nENV E=1 F=${E:-2}\n')).toEqual([1, 2, 3]);
  expect(linesOf(check, 'ENV PATH=/a:$PATH PATH=/b:$PATH\n')).toEqual([1]);
});

it('lets a variable be that stands in its own value, or was set above', () => {
  expect(linesOf(check, 'ENV PATH=/a:$PATH\nENV A=1\nENV A=2 B=$A\nARG C\nENV C=1 D=$C\n')).toEqual([]);
});

it('does not take a longer name, a quoted or an escaped one for it', () => {
  expect(linesOf(check, "ENV A=1 B=$AB C=${CA} D=A\nENV E=1 F='$E' G=\\$E\n")).toEqual([]);
});
