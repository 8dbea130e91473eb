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

const SEVERAL_THINGS = 250; // lines, from which on a file usually holds two

/** Files that are long for a reason. */
const LONG: Readonly<Record<string, string>> = {
  'checks/kit.ts': 'all that the author of a check may import, in one place',
  'formats/dockerfile/expand.ts': "one lexer's state",
  'formats/dockerfile/reader.ts': "one reader's state",
  'formats/shell/read.ts': "one reader's state",
};

it('keeps files short, and knows why the long ones are long', () => {
  const long = sources.filter(({ text }) => text.split('\n').length - 1 > SEVERAL_THINGS).map(({ path }) => path);
  expect(long.sort()).toEqual(Object.keys(LONG));
});

it('names files in kebab-case', () => {
  expect(sources.map(({ path }) => path).filter((path) => !/^(?:[a-z\d]+(?:-[a-z\d]+)*[./])+ts$/.test(path))).toEqual(
    [],
  );
});

it('has unions of words instead of enums', () => {
  expect(outside([], /^(?:export )?(?:declare )?(?:const )?enum /m)).toEqual([]);
});

it('mocks no module, and lets no test run alone', () => {
  const tests = ['src', 'test']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(root, folder, path)),
    )
    .filter((path) => path.endsWith('test.ts'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const forbidden = /\bvi\.(?:do)?[mM]ock\(|\b(?:it|test|describe)\.only\b/;
  expect(tests.filter(({ text }) => forbidden.test(text)).map(({ path }) => path)).toEqual([]);
});
