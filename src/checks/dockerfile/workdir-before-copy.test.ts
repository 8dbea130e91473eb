import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './workdir-before-copy.ts';

it('objects to a relative target without WORKDIR', () => {
  expect(linesOf(check, 'COPY a b\nCOPY a "b"\n')).toEqual([1, 2]);
  expect(linesOf(check, 'FROM a AS b\nWORKDIR /c\nFROM d\nCOPY e .\nWORKDIR /f\n')).toEqual([4]);
});

it('lets absolute targets and variables be', () => {
  expect(
    linesOf(check, 'FROM a\nCOPY a /b\nCOPY a c:\\d\nCOPY a ${E}\nCOPY a "$E"\nADD a b\nONBUILD COPY a b\n'),
  ).toEqual([]);
});

it('knows the WORKDIR of the stage and of those it goes on from', () => {
  expect(linesOf(check, 'FROM a AS b\nWORKDIR /c\nFROM b AS d\nFROM D\nCOPY e f\n')).toEqual([]);
  expect(linesOf(check, 'FROM a\nWORKDIR /b\nCOPY c d\n')).toEqual([]);
});

it('wants one of its own in a stage whose base is not in the file', () => {
  expect(linesOf(check, 'FROM a AS b\nRUN c\nWORKDIR /d\nRUN e\nFROM b\nCOPY f g\nFROM a\nCOPY f g\n')).toEqual([8]);
});

it('knows that a stage of this file has none either', () => {
  expect(linesOf(check, 'FROM a AS b\nFROM b\nCOPY c d\n')).toEqual([3]);
});
