import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(root, 'src', path), 'utf8') }));

const outside = (rooms: readonly string[], pattern: RegExp) =>
  sources
    .filter(({ path, text }) => !rooms.some((room) => path.startsWith(room)) && pattern.test(text))
    .map(({ path }) => path);

it('asks the clock only where the world is', () => {
  expect(outside(['engines/'], /\bDate\.now\(|new Date\(\)/)).toEqual([]);
});

it('touches the process only in the command line, the engines and the library door', () => {
  // the global is kept out by the linter
  expect(outside(['engines/', 'cli/', 'index.ts'], /from '(node:)?process'/)).toEqual([]);
});

it('never swallows an error without a reason in the same line', () => {
  const silent = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/catch\s*(?:\([^)]*\))?\s*\{\s*\}/g)].map(() => path),
  );
  expect(silent).toEqual([]);
});

it('keeps an issue number beside every TODO', () => {
  const loose = sources.filter(({ text }) => /\b(TODO|FIXME|XXX|HACK)\b(?!.*#\d+)/.test(text)).map(({ path }) => path);
  expect(loose).toEqual([]);
});

it('draws a verdict glyph in one place only', () => {
  expect(
    outside(['reports/glyph'], /['"`][^'"`\n]*✅/).filter((path) => !/(application|define-command)\.ts$/.test(path)),
  ).toEqual([]);
});
