import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-run-in-empty-stage.ts';

it('objects to a RUN before anything is there', () => {
  expect(
    linesOf(check, 'FROM scratch AS x\nENV a=b\nRUN c\nCOPY d /\nRUN d\nFROM scratch AS y\nFROM y\nRUN c\n'),
  ).toEqual([3, 8]);
});

it('lets a RUN be that mounts its program, and one in a stage with a base', () => {
  expect(linesOf(check, 'FROM scratch\nRUN --mount=from=a,target=/a ["/a/b"]\nFROM a\nRUN b\n')).toEqual([]);
});

it('knows that a stage goes on from one that is not empty', () => {
  expect(linesOf(check, 'FROM a AS x\nFROM x\nRUN b\nFROM scratch AS y\nCOPY c /\nFROM y\nRUN d\n')).toEqual([]);
});
