import { expect, it } from 'vitest';
import { linesOf, lookedAt, mended } from '../../../test/kit/rules.ts';
import check from './absolute-workdir.ts';

it('objects to every relative path', () => {
  expect(linesOf(check, 'WORKDIR app\nWORKDIR /srv\nWORKDIR "sub/dir"\n')).toEqual([1, 3]);
  expect(linesOf(check, "FROM a\nWORKDIR 'x'\n")).toEqual([2]);
  expect(linesOf(check, 'FROM a\nWORKDIR d\n')).toEqual([2]);
});

it('lets absolute paths, variables and drives be', () => {
  expect(
    linesOf(check, 'FROM a\nWORKDIR /app\nWORKDIR ${HOME}/x\nWORKDIR "$dir"\nWORKDIR C:/app\nWORKDIR "d:\\\\app"\n'),
  ).toEqual([]);
});

it('writes the whole path where the folder before is known', () => {
  expect(mended(check, 'FROM a\nWORKDIR /app/\n# here\nWORKDIR ./src\nWORKDIR lib\n')).toBe(
    'FROM a\nWORKDIR /app/\n# here\nWORKDIR /app/src\nWORKDIR /app/src/lib\n',
  );
});

it('leaves a path alone that it cannot know', () => {
  expect(mended(check, 'FROM a\nWORKDIR src\n')).toBe('FROM a\nWORKDIR src\n');
  expect(mended(check, 'FROM a\nWORKDIR /app/$X\nWORKDIR src\n')).toBe('FROM a\nWORKDIR /app/$X\nWORKDIR src\n');
  expect(mended(check, 'FROM a\nWORKDIR /app\nWORKDIR ../b\n')).toBe('FROM a\nWORKDIR /app\nWORKDIR ../b\n');
});

it('looks at WORKDIR alone', () => {
  expect(lookedAt(check, 'FROM a\nRUN b\nWORKDIR /c\n')).toEqual([3]);
});

it('writes no path that is longer than any system takes', () => {
  const folder = `/${'a'.repeat(3999)}`;
  const text = (characters: number) => `FROM a\nWORKDIR ${folder}\nWORKDIR ${'b'.repeat(characters)}\n`;
  expect(mended(check, text(95))).toBe(`FROM a\nWORKDIR ${folder}\nWORKDIR ${folder}/${'b'.repeat(95)}\n`);
  expect(mended(check, text(96))).toBe(text(96));
});
