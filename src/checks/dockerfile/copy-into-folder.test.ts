import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './copy-into-folder.ts';

it('objects to several sources and a target without slash', () => {
  expect(linesOf(check, 'FROM a\nCOPY a b c\nCOPY ["a", "b", "c"]\nCOPY a b .\nCOPY a b $X\n')).toEqual([2, 3, 4, 5]);
});

it('lets one source be, and a folder', () => {
  expect(linesOf(check, 'FROM a\nCOPY a b\nCOPY a b c/\nCOPY a b "c/"\n')).toEqual([]);
});

it('puts the slash at the end, before a quote', () => {
  expect(mended(check, 'FROM a\nCOPY a \\\n  b /c\nCOPY ["a", "b", "c"]\nCOPY a b .\n')).toBe(
    'FROM a\nCOPY a \\\n  b /c/\nCOPY ["a", "b", "c/"]\nCOPY a b ./\n',
  );
});

it('puts none behind a variable', () => {
  expect(mended(check, 'FROM a\nCOPY a b $X\n')).toBe('FROM a\nCOPY a b $X\n');
});
