import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AnyCheck } from '../../domain/index.ts';
import { widthOf } from '../text/width.ts';
import { exampleLine } from './example.ts';
import { explainAll, explainCheck, explainFinding } from './explain.ts';
import { checkIndex, checkPage } from './page.ts';
import { inYaml, parametersOf } from './params.ts';

const style = { colour: false, columns: 80 };

const check: AnyCheck = {
  id: 'image/size',
  version: 2,
  title: 'The image is smaller than its bound',
  why: 'Every byte is stored, moved and scanned on each deployment, a|b `c`.',
  remedy: 'Build in stages.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  aliases: ['PROD-001.3'],
  reads: ['image.sizes'],
  params: z.strictObject({
    target: z.union([z.string(), z.number()]).prefault('<1GB').describe('The bound'),
    of: z.enum(['engine', 'files']).default('engine').describe('Which size is judged'),
    files: z.array(z.string()).describe('Globs | of files'),
    name: z.string().optional().describe('A name'),
  }),
  reasons: ['size-over'],
  example: { params: { files: ['**/*.py', 'a: b', '-x', 'true'] } },
  mutants: [{ level: 'L', title: 'a filler', reason: 'size-over', edit: () => null }],
  mutantsFor: () => [],
  judge: () => ({ status: 'inapplicable', because: 'a test' }),
};

it('reads parameters, types and defaults from the schema', () => {
  expect(parametersOf(check)).toEqual([
    { name: 'target', type: 'string or number', fallback: '<1GB', required: false, text: 'The bound' },
    { name: 'of', type: 'engine or files', fallback: 'engine', required: false, text: 'Which size is judged' },
    { name: 'files', type: 'list of string', fallback: null, required: true, text: 'Globs | of files' },
    { name: 'name', type: 'string', fallback: null, required: false, text: 'A name' },
  ]);
});

it('writes YAML that means what it says', () => {
  for (const value of [
    '<1GB',
    '>=70%',
    '0',
    'true',
    '~',
    '**/*.py',
    '*.py',
    '.git',
    '.5',
    'a: b',
    'a #b',
    "it's",
    '',
    '-x',
    '{a}',
    '%x',
    '@a',
    '1e3',
    0,
    true,
    null,
    ['a', ['b']],
    { a: [1], 'b c': 'null' },
  ]) {
    expect(parse(`{ x: ${inYaml(value)} }`)).toEqual({ x: value });
  }
});

it('gives an example that can be pasted', () => {
  expect(parse(exampleLine(check))).toEqual({
    check: 'image/size',
    files: ['**/*.py', 'a: b', '-x', 'true'],
    target: '<1GB',
  });
});

describe('explain', () => {
  it('says all of a check within the width', () => {
    const text = explainCheck(check, { level: 'required', lint: null }, style);
    for (const part of [
      'image/size',
      'required',
      check.why.slice(0, 40),
      check.remedy,
      'target',
      'must be given',
      'size-over',
      'a filler',
      'PROD-001.3',
      'and more',
    ]) {
      expect(text).toContain(part);
    }
    for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80);
  });

  it.each([
    [{ level: null, lint: null }, 'only when a criterion names it', '·'],
    [{ level: null, lint: 'strict' }, 'asked by `tickproof lint --profile strict`', '◇'],
    [{ level: null, lint: 'default' }, 'asked by `tickproof lint`\n', '◆'],
    [{ level: 'advisory', lint: 'strict' }, 'advisory in the profile production, asked by', '○'],
  ] as const)('says where it is asked: %j', (asked, words, mark) => {
    expect(explainCheck(check, asked, style)).toContain(words);
    expect(explainAll([check], () => asked, style)).toContain(` ${mark} image/size`);
  });

  it('says of what is no check what there is to say', () => {
    const text = explainFinding({ ...check, id: 'lint/comment', references: ['a page'] }, style);
    for (const part of ['lint/comment', check.title, check.remedy, 'a page']) expect(text).toContain(part);
    expect(text).not.toContain('tickproof.yaml');
  });

  it('lists checks by kind, with their level', () => {
    const other = { ...check, id: 'run/user' as const };
    const text = explainAll(
      [check, other],
      ({ id }) => ({ level: id === 'run/user' ? 'required' : null, lint: null }),
      style,
    );
    expect(text).toMatch(/ image\n · image\/size/);
    expect(text).toMatch(/ run\n ● run\/user/);
  });
});

describe('the docs page', () => {
  it('holds what the check declares', () => {
    const page = checkPage(check);
    expect(page).toContain('# image/size');
    expect(page).toContain('a\\|b `c`');
    expect(page).toContain('| `files` | `list of string` | must be given | Globs \\| of files |');
    expect(page).toContain('| a filler | L: the image with one more layer | `size-over` |');
    expect(page).toContain('`image.sizes`');
  });

  it('says so where there are no parameters', () => {
    expect(checkPage({ ...check, params: z.strictObject({}), example: {} })).toContain('## Parameters\n\nNone.');
  });

  it('is linked from the index', () => {
    expect(checkIndex([check])).toContain('[image/size](image/size.md)');
  });
});
