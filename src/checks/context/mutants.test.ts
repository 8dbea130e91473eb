import { expect, it } from 'vitest';
import type { AnyCheck } from '../../domain/index.ts';
import { judged } from '../../../test/kit/index.ts';
import type { Sources } from '../kit.ts';
import excludes from './excludes.ts';
import includes from './includes.ts';
import noSecrets from './no-secrets.ts';
import reduction from './reduction.ts';
import size from './size.ts';
import unused from './unused.ts';

const rule = (text: string) => ({ text: text.trim().replace(/^!?\/?/, ''), negated: text.startsWith('!') }); // as the sensor reads them
const contextOf = (ignore: string | null, files: readonly object[] = []) => ({
  ignore: {
    path: ignore === null ? null : '.dockerignore',
    patterns: (ignore ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map(rule),
    problems: [],
  },
  files,
});

/** What is otherwise in a folder with this ignore file: texts, and what is planted with its size. */
function edits(check: AnyCheck, ignore: string | null, params: object = {}, files: readonly object[] = []) {
  const read: unknown = check.params.parse(params);
  const sources = { dockerfile: 'FROM a\n', ignore, planted: [], removed: [] } as unknown as Sources;
  const facts = { context: contextOf(ignore, files) };
  return [...check.mutants, ...(check.mutantsFor?.(facts as never, read) ?? [])].map((mutant) => {
    const edited = mutant.level === 'S' ? mutant.edit(sources, read) : null;
    if (!edited) return [mutant.title, null];
    const more = edited.dockerfile === sources.dockerfile ? [] : [edited.dockerfile];
    return [
      mutant.title,
      edited.ignore,
      ...edited.planted.map(({ path, sizeBytes }) => `${path} ${sizeBytes}`),
      ...more,
    ];
  });
}

it('plants what is to be left out, by its rule taken away and by a place that no rule is about', () => {
  const list = { list: ['**/*.pem', '!public.pem', '/archive', 'log[s0]'] };
  const ignore = '# *.pem\n\n *.pem \n!x.pem\n/archive\nother\n';
  expect(edits(excludes, ignore, list)).toEqual([
    ['x.pem without the rule that ignores it', '# *.pem\n\n!x.pem\n/archive\nother\n\n!x.pem\n', 'x.pem 1'],
    [
      'x.pem two folders deep is sent',
      `${ignore}\n!tickproof-a/tickproof-b/x.pem\n`,
      'tickproof-a/tickproof-b/x.pem 1',
    ],
    ['archive without the rule that ignores it', '# *.pem\n\n *.pem \n!x.pem\nother\n\n!archive\n', 'archive 1'],
    ['archive is sent', `${ignore}\n!archive\n`, 'archive 1'],
    ['logs two folders deep is sent', `${ignore}\n!tickproof-a/tickproof-b/logs\n`, 'tickproof-a/tickproof-b/logs 1'],
  ]);
  expect(edits(excludes, null, { list: ['a?'] })).toEqual([
    ['ax two folders deep is sent', '\n!tickproof-a/tickproof-b/ax\n', 'tickproof-a/tickproof-b/ax 1'],
  ]);
});

it('takes no rule away from an ignore file that is not there any more', () => {
  const params = { list: ['a'] };
  const facts = { context: contextOf('a\n') };
  const [mutant] = excludes.mutantsFor?.(facts as never, params) ?? [];
  const edited =
    mutant?.level === 'S' ? mutant.edit({ ignore: null, planted: [] } as unknown as Sources, params) : null;
  expect(edited?.ignore).toBe('\n!a\n');
});

it('ignores each file that is wanted', () => {
  expect(edits(includes, 'a\n', { files: ['b', 'c'] })).toEqual([
    ['b is ignored', 'a\n\nb\n'],
    ['c is ignored', 'a\n\nc\n'],
  ]);
  expect(edits(includes, null, { files: ['b'] })).toEqual([['b is ignored', '\nb\n']]);
});

it('empties the ignore file, where there is one and something is wanted of it', () => {
  expect(edits(reduction, 'a\n', { target: '>=70%' })).toEqual([['without the ignore file', '']]);
  expect(edits(reduction, 'a\n')).toEqual([['without the ignore file', null]]);
  expect(edits(reduction, null, { target: '>=70%' })).toEqual([['without the ignore file', null]]);
});

it('plants a filler of a byte more than the bound, in place of the first file that is reached', () => {
  const files = ['dir', 'a', 'b', 'c'].map((path) => ({
    path,
    type: path === 'dir' ? 'directory' : 'file',
    selected: path !== 'a',
  }));
  const title = 'a filler as large as the bound';
  expect(edits(size, null, { target: '<1kB' }, files)).toMatchObject([
    [title, expect.any(String), expect.stringMatching(/ 1001$/)],
  ]);
  expect(edits(size, null, { target: '<1kB', of: 'selected' }, files)).toEqual([[title, '\n!b\n', 'b 1001']]);
  expect(edits(size, null, { of: 'selected' }, files.slice(0, 2))).toEqual([[title, null]]);
});

it('plants what nothing reaches, and copies nothing any more where all was', () => {
  const files = (...selected: boolean[]) =>
    selected.map((it, index) => ({ path: `${index}`, type: 'file', selected: it }));
  const [[title, ignore, plant] = []] = edits(unused, null, {}, files(true, false));
  expect(plant).toMatch(/ 10$/);
  expect(edits(unused, null, {}, files(true, false))).toEqual([[title, ignore, plant]]);
  expect(edits(unused, null, {}, files(true, true))).toEqual([[title, ignore, plant, 'FROM scratch\n']]);
});

it('plants a key whose size is that of its text', () => {
  const [[, ignore, plant] = []] = edits(noSecrets, 'a');
  expect(ignore).toBe('a\n!tickproof-canary/key.pem\n');
  expect(Number(plant?.split(' ')[1])).toBeGreaterThan(40);
});

it.each<[AnyCheck, object]>([
  [excludes, {}],
  [includes, { files: ['a'] }],
  [noSecrets, {}],
  [reduction, {}],
  [size, {}],
  [unused, {}],
])('%o says nothing of a refused ignore file, and where to mend it', (check, params) => {
  const problem = { message: 'line 2 is no pattern', at: { file: '.dockerignore', startLine: 2, endLine: 2 } };
  const sizes = { context: { bytes: 0, files: 0 }, selected: { bytes: 0, files: 0 } };
  const empty = { ...contextOf(null), sizes, total: sizes.context, largest: [], secrets: [] };
  const refused = { ...empty, ignore: { ...empty.ignore, problems: [problem] } };
  expect(judged(check, { context: refused }, params as never)).toMatchObject({
    status: 'inconclusive',
    because: problem.message,
    remedy: 'Mend line 2 of .dockerignore.',
  });
  if (check !== includes) expect(judged(check, { context: empty }).status).toBe('inapplicable');
});

it('says that nothing is wanted where no file is named', () => {
  expect(judged(includes, { context: contextOf('[') })).toMatchObject({
    because: 'no file is named that the build needs',
  });
});
