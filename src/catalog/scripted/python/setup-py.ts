import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { once, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';
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
const LONG = /"""|'''/;

function read(file: CatalogFile): Reading | null {
  const packages: Found[] = [];
  let open = '';
  for (const [index, line] of linesOf(textOf(file.bytes)).entries()) {
    const [parts, after] = partsOf(line, open);
    open = after;
    const found = parts.flatMap(({ text, isLong }) => (isLong ? listedIn(text) : quotedIn(text)));
    packages.push(...found.map((it) => ({ ...it, isDirect: true, lines: [index + 1, index + 1] as const })));
  }
  return reading(CATALOGUER, file, once(packages));
}

interface Part {
  readonly text: string;
  /** Inside of a string of three quotes. */
  readonly isLong: boolean;
}

/** A line cut where long strings begin and end, and the quotes of the one that is open behind it. */
function partsOf(line: string, before: string): [readonly Part[], string] {
  if (before === '' && line.trimStart().startsWith('#')) return [[], ''];
  const parts: Part[] = [];
  let open = before;
  for (let rest = line; ; ) {
    const at = open === '' ? rest.search(LONG) : rest.indexOf(open);
    parts.push({ text: at < 0 ? rest : rest.slice(0, at), isLong: open !== '' });
    if (at < 0) return [parts, open];
    open = open === '' ? rest.slice(at, at + 3) : '';
    rest = rest.slice(at + 3);
  }
}

/** In a long string that is split into words, every word of a line is a requirement: prose is not. */
function listedIn(line: string): Found[] {
  const words = line.trim().split(/\s+/);
  const found = words.flatMap(pinnedIn);
  return found.length === words.length ? found : [];
}

const quotedIn = (code: string): Found[] =>
  [...code.matchAll(STRING)].flatMap(([, single, double]) => pinnedIn(single ?? double ?? ''));

function pinnedIn(text: string): Found[] {
  const found = text.includes('==') ? requirementOf(text) : null;
  return found === null || found.version === '' ? [] : [found];
}
