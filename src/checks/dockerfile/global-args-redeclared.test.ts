import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './global-args-redeclared.ts';

it('objects to a use in a stage that does not declare it again, also in RUN', () => {
  expect(
    linesOf(check, 'ARG V=1\nFROM a:$V\nRUN echo ${V}\nLABEL v=$V\nARG V\nRUN echo $V\nFROM a\nRUN <<E\n$V\nE\n'),
  ).toEqual([3, 4, 8]);
});

it('goes on with what the stage below declares', () => {
  expect(linesOf(check, 'ARG V=1\nFROM a AS x\nARG V\nFROM x\nRUN echo $V\n')).toEqual([]);
});

it('lets a script be that sets the variable itself or has a default', () => {
  expect(
    linesOf(
      check,
      'ARG V=1\nFROM a\nRUN V=2; echo $V\nRUN for V in a; do echo $V; done\nRUN echo ${V:-2}\nRUN echo $W\n',
    ),
  ).toEqual([]);
});
