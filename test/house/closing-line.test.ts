import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/closing-line.mjs');
const BROKEN = `import { describe, it } from 'node:test';
it('holds', () => {});
describe('of two', () => {
  it('is one # too many', () => { throw new Error('first line\\n  second line\\n  ...\\nlast line'); });
  describe('and deeper', () => { it('throws a text', () => { throw 'just words'; }); });
  it('is not asked', { skip: true }, () => {});
  it('is to come', { todo: true }, () => { throw new Error('not yet'); });
});
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'closing-line-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
function laid(text: string): string {
  const file = join(folder, `file-${++made}`);
  writeFileSync(file, text);
  return file;
}

/** What is printed for a ledger of these parts, and the status. */
function closed(...parts: readonly (readonly (string | number)[])[]) {
  const ledger = laid(parts.map((part) => `${part.join('\t')}\n`).join(''));
  const { stdout, stderr, status } = spawnSync(execPath, [SCRIPT, ledger], { encoding: 'utf8', cwd: folder });
  expect(stderr).toBe('');
  expect(stdout.endsWith('\n')).toBe(true);
  const lines = stdout.trimEnd().split('\n');
  return { status, lines, last: lines.at(-1), failed: stdout.split('\n').filter((line) => line.startsWith('✗ ')) };
}

interface Told {
  readonly title: string;
  readonly says?: string;
}

/** As vitest's JSON reporter writes it. */
function report(files: Readonly<Record<string, readonly Told[] | string>>, passed = 3): string {
  const results = Object.entries(files).map(([name, tests]) => ({
    name: join(folder, name),
    status: 'failed',
    message: typeof tests === 'string' ? tests : '',
    assertionResults: [
      { status: 'passed', ancestorTitles: [], title: 'holds', failureMessages: [] },
      ...(typeof tests === 'string' ? [] : tests).map(({ title, says = 'no' }) => ({
        status: 'failed',
        ancestorTitles: ['', 'of a suite'],
        title,
        failureMessages: [says],
      })),
    ],
  }));
  return JSON.stringify({ numPassedTests: passed, numPendingTests: 1, numTodoTests: 0, testResults: results });
}

describe('the closing line', () => {
  it('adds up, and names nothing where nothing failed', () => {
    const whole = JSON.stringify({ numPassedTests: 3, numPendingTests: 0, numTodoTests: 0, testResults: [] });
    const node = laid('# pass 2\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0\n');
    const { status, lines } = closed(
      ['step', 'types', 'ok'],
      ['vitest', 'tests', 0, laid(whole)],
      ['node', 'more', 0, node],
    );
    expect(lines.slice(-2)).toEqual(['', '6 passed, 0 failed']);
    expect(lines.join('\n')).not.toContain('✗');
    expect(status).toBe(0);
  });

  it('comes last, after each failed test of vitest with its file, its name and what it says', () => {
    const says = `AssertionError: expected 1 to be 2\n\n- 2\n+ 1\n    at a (${folder}/src/a.test.ts:3:4)\n    at run (file:///x/node_modules/vitest/a.js:1:1)`;
    const file = laid(report({ 'src/a.test.ts': [{ title: 'is two', says }], 'src/b.test.ts': 'no such module ./c' }));
    const { status, lines } = closed(['step', 'types', 'ok'], ['vitest', 'npm test', 1, file], ['step', 'late', 'ok']);
    expect(lines.slice(-9)).toEqual([
      '✗ src/a.test.ts > of a suite > is two',
      '    AssertionError: expected 1 to be 2',
      '    - 2',
      '    + 1',
      expect.stringMatching(/^ {8}at a .*a\.test\.ts:3:4\)$/) as string,
      '✗ src/b.test.ts',
      '    no such module ./c',
      '',
      '5 passed, 2 failed, 1 skipped',
    ]);
    expect(status).toBe(1);
  });

  it('names the step that failed, with the beginning and the end of what it printed', () => {
    const log = laid(Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n'));
    const { lines, last } = closed(['step', 'npm run house', 'failed', log], ['step', 'types', 'ok']);
    const from = lines.lastIndexOf('✗ npm run house');
    expect(lines.slice(from + 1, from + 3)).toEqual(['    line 0', '    line 1']);
    expect(lines.slice(-4, -2)).toEqual(['    line 98', '    line 99']);
    expect(lines.length).toBeLessThan(45);
    expect(last).toBe('1 passed, 1 failed');
  });

  it('says of a part that names no failure how it ended', () => {
    const { lines, last } = closed(
      ['vitest', 'npm test', 137, join(folder, 'never-written')],
      ['node', 'example', 7, laid('# pass 2\n')],
    );
    expect(lines).toContain('    ran no test, and ended with 137');
    expect(lines).toContain('    names no test that failed, and ended with 7');
    expect(last).toBe('2 passed, 2 failed');
  });

  it('stays short, and obeys no terminal, however much failed', () => {
    const says = `${'long '.repeat(1000)}\n${'more\n'.repeat(1000)}`;
    const tests = Array.from({ length: 1000 }, (_, index) => ({
      title: `\u001b[31mnumber\n ${index}\u0007`,
      says: says.slice(0, index < 30 ? Infinity : 9),
    }));
    const { lines, failed, last } = closed(['vitest', 'npm test', 1, laid(report({ 'a.test.ts': tests }))]);
    expect(lines.length).toBeLessThan(650);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(1_100);
    expect(failed[1]).toBe('✗ a.test.ts > of a suite > number 0');
    expect(lines).toContain('… and 800 more');
    expect(lines.join('\n')).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(last).toBe('3 passed, 1000 failed, 1 skipped');
  });
});

describe.each(['tap', 'spec'])("what Node's test runner prints as %s", (reporter) => {
  it('is counted, and named by place, suites and title', () => {
    const test = join(folder, 'broken.test.mjs');
    writeFileSync(test, BROKEN);
    const { stdout } = spawnSync(execPath, ['--test', `--test-reporter=${reporter}`, test], {
      encoding: 'utf8',
      cwd: folder,
      env: {}, // a runner that finds itself in another one prints for that
    });
    const { lines, failed, last } = closed(['node', 'example', 1, laid(stdout)]);
    expect(last).toBe('1 passed, 2 failed, 2 skipped');
    const suites = reporter === 'tap' ? ['of two > ', 'of two > and deeper > '] : ['', ''];
    expect(failed.slice(1)).toEqual([
      `✗ broken.test.mjs:4:3 > ${suites[0]}is one # too many`,
      `✗ broken.test.mjs:5:34 > ${suites[1]}throws a text`,
    ]);
    expect(lines.join('\n')).toMatch(
      /first line\n {6}(?: {2})?second line\n {6}(?: {2})?\.\.\.\n {4}(?: {2})?last line\n/,
    );
    expect(lines.join('\n')).toMatch(/throws a text\n {4}'?just words/);
  });
});
