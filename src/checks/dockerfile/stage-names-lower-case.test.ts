import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './stage-names-lower-case.ts';

it('objects to a capital in the name of a stage', () => {
  expect(linesOf(check, 'FROM scratch AS Build\nFROM scratch AS ok\nFROM Build AS LAST\n')).toEqual([1, 3]);
});

it('looks at no FROM that names nothing, nor at one that is broken', () => {
  expect(linesOf(check, 'FROM Node\nFROM a B\n')).toEqual([]);
});
