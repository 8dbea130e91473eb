import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf, lookedAt, mended } from '../../../test/kit/rules.ts';
import check from './no-empty-continuation.ts';

it('objects once to an instruction with blank lines, at its last line', () => {
  expect(linesOf(check, 'FROM a\nCOPY x \\\n\n \t\n y \\\n z\nRUN b\n')).toEqual([6]);
});

it('takes comments and the body of a heredoc for none', () => {
  expect(linesOf(check, 'FROM a\nRUN x \\\n# why\n y\nRUN <<E\n\nz\nE\n\nRUN z\n')).toEqual([]);
});

it('finds the blank line before a heredoc', () => {
  expect(linesOf(check, 'FROM a\nRUN cat \\\n\n <<E\n\nz\nE\n')).toEqual([4]);
});

it('ends with the line before the body of a heredoc', () => {
  const text = 'FROM a\nRUN cat <<E \\\n\n  && b\n\nz\nE\nRUN c\n';
  expect(linesOf(check, text)).toEqual([4]);
  expect(mended(check, text)).toBe('FROM a\nRUN cat <<E \\\n  && b\n\nz\nE\nRUN c\n');
});

it('says over how many blank lines', () => {
  const said = (text: string) => JSON.stringify(judged(check, text));
  expect(said('FROM a\nRUN a \\\n\n b\n')).toContain('"RUN is continued over 1 blank line"');
  expect(said('FROM a\nADD a \\\n\n\n b\n')).toContain('"ADD is continued over 2 blank lines"');
});

it('counts a comment among the lines', () => {
  const text = 'FROM a\nRUN a \\\n# one\n\n# two\n b\n';
  expect(linesOf(check, text)).toEqual([6]);
  expect(mended(check, text)).toBe('FROM a\nRUN a \\\n# one\n# two\n b\n');
});

it('deletes the lines, whatever ends them', () => {
  expect(mended(check, 'FROM a\r\nRUN x && \\\r\n\r\n  y\r\n')).toBe('FROM a\r\nRUN x && \\\r\n  y\r\n');
});

it('counts the lines of an instruction wherever it stands, and whatever the file ends with', () => {
  expect(linesOf(check, 'RUN a \\\n\n b')).toEqual([3]);
  expect(mended(check, 'RUN a \\\n\n b')).toBe('RUN a \\\n b');
  expect(mended(check, 'FROM a\nRUN a \\\n\n\n b\n\nRUN c \\\n \n d\n\n')).toBe(
    'FROM a\nRUN a \\\n b\n\nRUN c \\\n d\n\n',
  );
});

it('leaves a continuation into the end of the file to its author', () => {
  for (const text of ['FROM a\nRUN a \\\n\n', 'FROM a\nRUN a \\\n\n b \\\n\n', 'FROM a\nRUN a \\\n ']) {
    expect(linesOf(check, text)).toHaveLength(1);
    expect(mended(check, text)).toBe(text);
  }
});

it('looks at what stands on several lines', () => {
  expect(lookedAt(check, 'FROM a\nRUN b \\\n c\nRUN d\n')).toEqual([2]);
});

it('takes a mark of byte order for a text, as the builder does', () => {
  expect(linesOf(check, 'FROM a\nRUN b\n\ufeff\n')).toEqual([]);
  expect(linesOf(check, 'FROM a\nRUN b \\\n\ufeff')).toEqual([]);
  expect(linesOf(check, 'FROM a\nRUN b \\\n\u0085\n c\n')).toEqual([4]);
});
