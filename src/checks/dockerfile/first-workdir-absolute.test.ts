import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './first-workdir-absolute.ts';

it('objects to the first of a stage only', () => {
  expect(linesOf(check, 'FROM a\nWORKDIR app\nWORKDIR src\nFROM a\nWORKDIR /x\nWORKDIR y\n')).toEqual([2]);
});

it('knows what the stage below has set', () => {
  expect(linesOf(check, 'FROM a AS x\nWORKDIR /app\nFROM x AS y\nRUN z\nFROM y\nWORKDIR src\n')).toEqual([]);
  expect(linesOf(check, 'FROM a AS x\nRUN z\nFROM x\nWORKDIR src\n')).toEqual([4]);
});

it('fills variables in, and is silent about those of an unknown base', () => {
  expect(
    linesOf(check, 'FROM scratch\nARG A=/x\nWORKDIR $A\nFROM scratch\nWORKDIR $B\nFROM me/mine\nWORKDIR $B\n'),
  ).toEqual([5]);
});

it('leaves what begins with a variable of the base to whoever knows its value', () => {
  expect(linesOf(check, 'FROM golang:1.22\nWORKDIR $GOPATH/src/x\nFROM golang:1.22\nWORKDIR src/$GOPATH\n')).toEqual([
    4,
  ]);
});

it('takes a drive for a root on Windows only', () => {
  expect(linesOf(check, 'FROM mcr.microsoft.com/windows/nanoserver\nWORKDIR c:/app\nFROM a\nWORKDIR c:/app\n')).toEqual(
    [4],
  );
});

it('mends it where the base is known to begin at the root', () => {
  expect(mended(check, 'FROM alpine\nWORKDIR app/ \nFROM node\nWORKDIR app\n')).toBe(
    'FROM alpine\nWORKDIR /app/ \nFROM node\nWORKDIR app\n',
  );
});

it('mends it through the stages of the file, unless it leads up', () => {
  expect(mended(check, 'FROM alpine AS x\nFROM x\nWORKDIR app\nFROM alpine\nWORKDIR ../b\n')).toBe(
    'FROM alpine AS x\nFROM x\nWORKDIR /app\nFROM alpine\nWORKDIR ../b\n',
  );
});
