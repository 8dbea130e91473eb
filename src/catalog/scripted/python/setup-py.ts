import type { CatalogFile, Reader, Reading } from '../../types.ts';
import { reading } from '../shared/reading.ts';
import { linesOf, textOf } from '../shared/text.ts';
import { requirementOf } from './requirements.ts';

const CATALOGUER = 'python-setup';

/** Pinned requirements among the strings of a setup.py; the program itself is not run. */
export const setupPy: Reader = {
  cataloguer: CATALOGUER,
  says: 'declared',
  names: ['setup.py'],
  where: (path) => !/\/(?:site|dist)-packages\//.test(path),
  mostBytes: 1 << 20,
  read,
};

const STRING = /'([^'\\]*)'|"([^"\\]*)"/g;

function read(file: CatalogFile): Reading | null {
  const packages = linesOf(textOf(file.bytes)).flatMap((line, index) =>
    [...withoutComment(line).matchAll(STRING)].flatMap(([, single, double]) => {
      const value = single ?? double ?? '';
      const found = value.includes('==') ? requirementOf(value) : null;
      if (found === null || found.version === '') return [];
      return [{ ...found, isDirect: true, lines: [index + 1, index + 1] as const }];
    }),
  );
  return reading(CATALOGUER, file, packages);
}

const withoutComment = (line: string): string => (line.trimStart().startsWith('#') ? '' : line);
