import { expect, it } from 'vitest';
import { lookedAt, mended } from '../../../test/kit/rules.ts';
import { parseDockerfile } from '../../formats/index.ts';
import copyForFiles from './copy-for-files.ts';
import descriptions from './descriptions-name-what-they-describe.ts';
import { blanksBehind, editOf, firstBodyOffset, fixOf, inStages, lineAbove, lineBelow, spanOf } from './layout.ts';
import oneCmd from './one-cmd.ts';

const parsed = (text: string) => parseDockerfile('Dockerfile', text);

it('looks at the stages, or at a piece of a file without any', () => {
  const lines = (text: string) => inStages(parsed(text), 'RUN', 'ARG').map(({ at }) => at.startLine);
  expect(lines('ARG a\nFROM b\nRUN c\nONBUILD RUN d\n')).toEqual([3]);
  expect(lines('ARG a\nRUN c\n')).toEqual([1, 2]);
});

it('edits a place only where the text is there as read, and is to be another', () => {
  const source = parsed('FROM a\nRUN b\n');
  const at = { file: 'Dockerfile', startLine: 2, endLine: 2, startOffset: 11, endOffset: 12 };
  expect(editOf(source, at, 'b', 'c')).toEqual([{ start: 11, end: 12, text: 'c' }]);
  expect(editOf(source, at, 'b', 'b')).toEqual([]);
  expect(editOf(source, at, 'x', 'c')).toEqual([]);
  expect(editOf(source, undefined, 'b', 'c')).toEqual([]);
  expect(spanOf({ file: 'Dockerfile', startLine: 2, endLine: 2, startOffset: 11 })).toBeNull();
  expect(spanOf({ file: 'Dockerfile', startLine: 2, endLine: 2, endOffset: 11 })).toBeNull();
  expect(fixOf('none', [])).toEqual({});
});

it('puts a line above or below an instruction, whatever ends the lines', () => {
  const source = parsed('FROM a\r\n  RUN b \r\n  # c\r\nRUN d');
  const [, first, last] = source.instructions;
  if (!first || !last) throw new Error('no instruction');
  expect(lineAbove(source, first, '#')).toEqual([{ start: 8, end: 8, text: '#\r\n' }]);
  expect(lineBelow(source, first, 'ARG x')).toEqual([{ start: 16, end: 16, text: '\r\nARG x' }]);
  expect(lineBelow(source, last, 'ARG x')).toMatchObject([{ text: '\r\nARG x' }]);
  const unix = parsed('FROM a\nRUN b\n');
  expect(unix.instructions.flatMap((it) => lineAbove(unix, it, '#'))).toEqual([
    { start: 0, end: 0, text: '#\n' },
    { start: 7, end: 7, text: '#\n' },
  ]);
  expect(blanksBehind('a \r\nb', 1)).toBe(' \r\n');
  expect(blanksBehind('a  ', 1)).toBe('  ');
  expect(blanksBehind('a \\\nb', 1)).toBeNull();
});

it('takes an instruction out with its line, blanks around it included', () => {
  expect(mended(oneCmd, 'FROM a\n  CMD x  \n\nCMD y\n')).toBe('FROM a\n\nCMD y\n');
  expect(mended(oneCmd, 'FROM a\r\nCMD x\r\nCMD y\r\n')).toBe('FROM a\r\nCMD y\r\n');
  expect(mended(oneCmd, 'FROM a\nCMD x\nCMD y\nCMD z')).toBe('FROM a\nCMD z');
});

it('writes a keyword as the one before was written, and no more than the keyword', () => {
  expect(mended(copyForFiles, 'FROM a\nadd x \\\n  /y\nADD ["z", "/"]\n')).toBe(
    'FROM a\ncopy x \\\n  /y\nCOPY ["z", "/"]\n',
  );
});

it('parts a description from what it does not describe, on a line of its own', () => {
  expect(mended(descriptions, '# base\nFROM a\n  # what\n  ARG b\n')).toBe('# base\nFROM a\n  # what\n#\n  ARG b\n');
  expect(lookedAt(descriptions, 'FROM a\n# b is\nARG b\n')).toEqual([1, 3]);
});

it('edits nothing where it is not known where an instruction stands', () => {
  const source = parsed('FROM a\nRUN b\n');
  const [first] = source.instructions;
  if (!first) throw new Error('no instruction');
  const nowhere = { ...first, at: { file: 'Dockerfile', startLine: 1, endLine: 1 } };
  expect(lineAbove(source, nowhere, '#')).toEqual([]);
  expect(lineBelow(source, nowhere, '#')).toEqual([]);
  expect(lineBelow(source, { ...first, at: { ...first.at, endOffset: 4 } }, '#')).toEqual([]);
  expect(firstBodyOffset(nowhere)).toBe(0);
});

it('knows where the first body of a heredoc begins, or the instruction ends', () => {
  const ends = (text: string) => parsed(text).instructions.map(firstBodyOffset);
  expect(ends('FROM a\nRUN <<E <<F\nb\nE\nF\nRUN c\n')).toEqual([6, 18, 30]);
});
