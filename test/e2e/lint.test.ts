import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, execPath } from 'node:process';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { tickproof } from './cli.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tickproof-e2e-lint-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lay(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const GOOD = 'FROM debian:bookworm-slim\nUSER 10001\nCMD ["sleep", "1"]\n';
const SUDO = 'FROM debian:bookworm-slim\nRUN sudo true\nUSER 10001\n';
const lint = (...args: string[]) => tickproof(['lint', '--skip', 'shellcheck', ...args], { cwd: folder });
const found = (...args: string[]) =>
  (JSON.parse(lint(...args, '--format', 'json').stdout) as { files: { path: string; findings: { id: string }[] }[] })
    .files;

it('ends with 0 where there is nothing to object to, and looks below the folder', () => {
  lay({ 'web/Dockerfile': GOOD, 'node_modules/x/Dockerfile': SUDO });
  expect(lint()).toMatchObject({ exitCode: 0, stdout: '1 file read, nothing to object to\n', stderr: '' });
});

it('has nothing to say of our own examples', () => {
  const examples = join(import.meta.dirname, '../../examples');
  expect(tickproof(['lint', '--skip', 'shellcheck', 'examples'], { cwd: dirname(examples) })).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/nothing to object to/) as unknown,
  });
});

it('ends with 1 from the level on that is asked for', () => {
  lay({ Dockerfile: SUDO });
  expect(lint().exitCode).toBe(1);
  expect(lint('--fail-level', 'none').exitCode).toBe(0);
  lay({ Dockerfile: 'FROM debian:bookworm-slim\nrun true\nUSER 10001\n' });
  expect(lint('--fail-level', 'error').exitCode).toBe(0);
});

it.each([
  [['--only', 'dockerfile/no-sudoo'], /no static check/],
  [['nowhere'], /no nowhere/],
  [['empty'], /no Dockerfile and no compose file in empty/],
  [['--format', 'xml'], /xml/],
  [['--config', 'no.yaml'], /no file no\.yaml/],
  [['--frob'], /--frob[^]*`tickproof lint --help`/],
  [['--fail'], /did you mean --fail-level/],
  [['--skip', 'no-sudoo'], /Did you mean `dockerfile\/no-sudo`/],
] as const)('ends with 2 on faults of usage: %j', (args, says) => {
  lay({ Dockerfile: GOOD, 'empty/notes.txt': 'nothing to lint\n' });
  const { exitCode, stderr } = lint(...args);
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(says)]);
});

it("goes by hadolint's settings and comments", () => {
  lay({ Dockerfile: SUDO, '.hadolint.yaml': 'ignored: [DL3004]\n' });
  expect(lint()).toMatchObject({ exitCode: 0 });
  lay({ '.hadolint.yaml': 'override: { style: [DL3004] }\nfailure-threshold: info\n' });
  expect(lint()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('style `sudo`') });
  lay({ '.hadolint.yaml': 'failure-threshold: perhaps\n' });
  expect(lint()).toMatchObject({ exitCode: 2 });
  lay({ '.hadolint.yaml': 'no-fail: true\n' });
  expect(lint()).toMatchObject({ exitCode: 0 });
});

it("names keys of hadolint's settings that there are not, and goes on", () => {
  lay({ Dockerfile: GOOD, '.hadolint.yaml': 'ignore: [DL3004]\nignored: [DL3O15]\n' });
  const { exitCode, stderr } = lint();
  expect([exitCode, stderr.split('\n')]).toEqual([
    0,
    [expect.stringMatching(/`ignore`.*`ignored`/), expect.stringMatching(/`DL3O15`.*`DL3015`/), ''],
  ]);
});

it('reads standard input under the name that it is given', () => {
  const run = (input: string, ...args: string[]) =>
    spawnSync(execPath, [inject('cli'), 'lint', '--skip', 'shellcheck', '-', ...args], {
      encoding: 'utf8',
      input,
      cwd: folder,
    });
  const [plain, named] = [
    run(SUDO, '--format', 'hadolint-json'),
    run('services: {a: {imag: b}}\n', '--stdin-filename', 'compose.yaml'),
  ];
  expect(JSON.parse(plain.stdout)).toMatchObject([{ file: '-', code: 'DL3004', line: 2 }]);
  expect(named).toMatchObject({ status: 1, stdout: expect.stringContaining('compose.yaml:1') });
  const fixed = run('FROM debian:bookworm-slim\nMAINTAINER a\nUSER 1\n', '--fix');
  expect(fixed.stdout).not.toContain('MAINTAINER');
  expect(fixed.stdout).toContain('FROM debian:bookworm-slim\n');
});

it('mends in place, and shows the difference without writing', () => {
  const text = 'FROM debian:bookworm-slim as base\n# kept\nRUN apt-get update && apt-get install curl\nUSER 10001\n';
  lay({ Dockerfile: text });
  const shown = lint('--fix-dry-run');
  expect(shown.stdout).toMatch(/^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n@@ /);
  expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(text);
  expect(lint('--fix')).toMatchObject({ exitCode: 0 });
  const fixed = readFileSync(join(folder, 'Dockerfile'), 'utf8');
  expect(fixed).toContain('# kept\n');
  expect(fixed).toContain('apt-get install --no-install-recommends -y curl');
  lint('--fix');
  expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(fixed);
});

it('looks at compose files, and at what the ignore file takes from a COPY', () => {
  lay({
    Dockerfile: 'FROM debian:bookworm-slim\nCOPY app.sh /app.sh\nUSER 10001\n',
    '.dockerignore': '*.sh\n',
    'app.sh': '',
    'compose.yaml': 'services:\n  a:\n    image: b:1\n    environment:\n      DB_PASSWORD: correct-horse-battery-1\n',
  });
  expect(found().map(({ path, findings }) => [path, findings.map(({ id }) => id)])).toEqual([
    ['Dockerfile', ['dockerfile/copy-sources-exist']],
    ['compose.yaml', ['compose/secrets']],
  ]);
});

it('asks ShellCheck where it is there, at the line of the file', () => {
  lay({
    Dockerfile: 'FROM debian:bookworm-slim\nRUN true && \\\n    echo $x\nUSER 10001\n',
    'bin/shellcheck':
      '#!/bin/sh\ncat >/dev/null\necho \'[{"line":2,"endLine":2,"column":18,"endColumn":20,"level":"info","code":2086,"message":"quote it"}]\'\n',
  });
  chmodSync(join(folder, 'bin/shellcheck'), 0o755);
  const variables = { PATH: `${join(folder, 'bin')}:${env.PATH}` };
  const run = (...args: string[]) =>
    tickproof(['lint', 'Dockerfile', '--format', 'json', ...args], { cwd: folder, variables }).stdout;
  expect(JSON.parse(run())).toMatchObject({
    files: [{ findings: [{ id: 'shellcheck/SC2086', line: 3, column: 10, severity: 'info' }] }],
  });
  expect(JSON.parse(run('--skip', 'SC2086'))).toMatchObject({ files: [{ findings: [] }] });
});

it('keeps secrets and control characters off the screen', () => {
  lay({ Dockerfile: 'FROM debian:bookworm-slim\nENV API_TOKEN=AKIAQ3EGRIMTYZXW7PLK\u001b[2J\nUSER 10001\n' });
  const { stdout } = lint();
  expect(stdout).toContain('API_TOKEN');
  expect(stdout).not.toMatch(/AKIAQ3EGRIMTYZXW7PLK/);
  expect(stdout).not.toContain('\u001b');
});
