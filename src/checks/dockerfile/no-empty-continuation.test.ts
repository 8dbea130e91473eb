import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
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

it('deletes the lines, whatever ends them', () => {
  expect(mended(check, 'FROM a\r\nRUN x && \\\r\n\r\n  y\r\n')).toBe('FROM a\r\nRUN x && \\\r\n  y\r\n');
});
