import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, execPath } from 'node:process';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { tickproof } from './cli.ts';
import { layIn } from '../kit/lay.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tickproof-e2e-lint-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lay = (files: Readonly<Record<string, string | Uint8Array>>) => layIn(folder, files);

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

/** How programs for Linux begin, and some of what follows. */
const PROGRAM = Buffer.from([
  0x7f,
  0x45,
  0x4c,
  0x46,
  2,
  1,
  1,
  ...Array<number>(9).fill(0),
  3,
  0,
  0x0a,
  0,
  0xff,
  0x20,
  0x0a,
]);

it('says once that a file is no text, whatever it is called and however it is written, and leaves it alone', () => {
  lay({ tool: PROGRAM, 'api/Dockerfile': PROGRAM, 'web/Dockerfile': GOOD, 'web/compose.yaml': PROGRAM });
  const all = ['tool', 'api', 'web'];
  const { exitCode, stdout } = lint(...all);
  expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/4 files read, 3 findings: 3 error\n$/)]);
  expect(stdout).toContain('at tool:1:1  lint/text (DL1000)');
  expect(stdout).not.toMatch(/\d │/);
  expect(found(...all, '--fix').map(({ path, findings }) => [path, findings.map(({ id }) => id)])).toEqual([
    ['tool', ['lint/text']],
    ['api/Dockerfile', ['lint/text']],
    ['web/Dockerfile', []],
    ['web/compose.yaml', ['lint/text']],
  ]);
  expect(readFileSync(join(folder, 'tool'))).toEqual(PROGRAM);
  expect(JSON.parse(lint('tool', '--format', 'sarif').stdout)).toMatchObject({
    runs: [{ results: [{ ruleId: 'lint/text', locations: [{ physicalLocation: { region: { startLine: 1 } } }] }] }],
  });
  expect(JSON.parse(lint('tool', '--format', 'hadolint-json').stdout)).toMatchObject([{ code: 'DL1000', line: 1 }]);
  expect(JSON.parse(lint('tool', '--format', 'buildkit-json').stdout)).toMatchObject({
    buildError: { message: expect.stringContaining('no text') as unknown },
  });
  expect(lint('tool', '--only', 'no-sudo').exitCode).toBe(2);
  expect(lint('tool', '--only', 'dockerfile/no-sudo').exitCode).toBe(1);
  expect(tickproof(['explain', 'lint/text']).stdout).toContain('lint/text');
});

it('names UTF-16, and looks at a Dockerfile with one stray NUL as at any other', () => {
  lay({ Dockerfile: Buffer.from(`\ufeff${SUDO}`, 'utf16le'), 'nul/Dockerfile': SUDO.replace('true', 'tr\0ue') });
  expect(lint('Dockerfile').stdout).toMatch(/^error this text is in UTF-16[^]*iconv[^]*1 finding: 1 error\n$/);
  expect(found('nul').map(({ findings }) => findings.map(({ id }) => id))).toEqual([['dockerfile/no-sudo']]);
});

it('takes what is clearly a compose file on standard input for one, and says so once', () => {
  const run = (input: string, ...args: string[]) =>
    spawnSync(execPath, [inject('cli'), 'lint', '--skip', 'shellcheck', '-', ...args], {
      encoding: 'utf8',
      input,
      cwd: folder,
    });
  lay({ 'compose.yaml': 'services: {other: {image: "x:1"}}\n' });
  const compose = 'name: a\nservices:\n  a: {imag: b}\n';
  const { status, stdout, stderr } = run(compose);
  expect([status, stdout]).toEqual([1, expect.stringContaining('did you mean `image`?')]);
  expect(stdout).toContain('at -:3:');
  expect(stdout).toContain('1 file read, 1 finding');
  expect(stderr).toMatch(/^tickproof: [^\n]*compose file[^\n]*--stdin-filename Dockerfile[^\n]*\n$/);
  const named = run(compose, '--stdin-filename', 'Dockerfile');
  expect(named).toMatchObject({ stderr: '', stdout: expect.stringContaining('DL1000') as unknown });
  expect(run(SUDO)).toMatchObject({ stderr: '', stdout: expect.stringContaining('DL3004') as unknown });
});

it('mends no file that is not in UTF-8: its letters would be lost', () => {
  const text = Buffer.from('FROM debian:bookworm-slim as base\n# caf\xe9\nUSER 10001\n', 'latin1');
  lay({ Dockerfile: text });
  expect(lint('--fix')).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/Dockerfile.*UTF-8/) as unknown });
  expect(readFileSync(join(folder, 'Dockerfile'))).toEqual(text);
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

it('asks ShellCheck about the steps of all files in one process, and leaves no file of them behind', () => {
  const text = 'FROM debian:bookworm-slim\nRUN echo $x\nRUN echo $y\nUSER 10001\n';
  lay({
    'a/Dockerfile': text,
    'b/Dockerfile': text,
    'private/.keep': '',
    'bin/shellcheck': `#!/bin/sh
echo started >>"$STARTED"
for file in "$@"; do case $file in -*) continue ;; esac
  grep -q 'echo [$]' "./$file" && printf '%s{"file":"%s","line":2,"endLine":2,"column":6,"endColumn":8,"level":"info","code":2086,"message":"quote it"}' "\${comma-[}" "$file"
  comma=,
done
echo ']'
exit 1
`,
  });
  chmodSync(join(folder, 'bin/shellcheck'), 0o755);
  const started = join(folder, 'started');
  const variables = {
    PATH: `${join(folder, 'bin')}:${env.PATH}`,
    TMPDIR: join(folder, 'private'),
    STARTED: started,
  };
  const { stdout } = tickproof(['lint', '--format', 'json'], { cwd: folder, variables });
  const { files } = JSON.parse(stdout) as { files: { findings: { line: number }[] }[] };
  expect(files.map(({ findings }) => findings.map(({ line }) => line))).toEqual([
    [2, 3],
    [2, 3],
  ]);
  expect(readFileSync(started, 'utf8')).toBe('started\n');
  expect(readdirSync(join(folder, 'private'))).toEqual(['.keep']);
});

it('keeps secrets and control characters off the screen', () => {
  lay({ Dockerfile: 'FROM debian:bookworm-slim\nENV API_TOKEN=AKIAQ3EGRIMTYZXW7PLK\u001b[2J\nUSER 10001\n' });
  const { stdout } = lint();
  expect(stdout).toContain('API_TOKEN');
  expect(stdout).not.toMatch(/AKIAQ3EGRIMTYZXW7PLK/);
  expect(stdout).not.toContain('\u001b');
});

/** What is printed, as bytes, for what comes on standard input. */
const piped = (input: string | Uint8Array, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    execPath,
    [inject('cli'), 'lint', '--skip', 'shellcheck', '-', ...args],
    { input, cwd: folder },
  );
  return { status, stdout, stderr: String(stderr) };
};

it('refuses a compose file that is not in UTF-8, as Compose does, where its first letter stands that is none', () => {
  const text = 'services:\n  web:\n    image: nginx:1.27\n    labels: { a: "caf\xe9" }\n';
  lay({ 'compose.yaml': Buffer.from(text, 'latin1') });
  const { exitCode, stdout } = lint('compose.yaml', '--format', 'json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout).files[0].findings).toMatchObject([{ id: 'lint/text', line: 4 }]);
  lay({ 'compose.yaml': text });
  expect(lint('compose.yaml', '--only', 'compose/valid').exitCode).toBe(0);
});

it('gives back what it cannot mend byte for byte: an editor puts that in place of its text', () => {
  const latin = Buffer.from('FROM debian:bookworm-slim as base\n# caf\xe9\nUSER 10001\n', 'latin1');
  const { stdout, stderr } = piped(latin, '--fix');
  expect(stdout).toEqual(latin);
  expect(stderr).toMatch(/^-: not mended: it is not in UTF-8/);
  expect(String(piped(latin, '--format', 'json').stdout)).toContain('"fixable": false');
  for (const same of [PROGRAM, Buffer.from(SUDO), Buffer.from(`\ufeff${GOOD}`), Buffer.alloc(0)])
    expect(piped(same, '--fix').stdout).toEqual(same);
});

it('takes bytes without a NUL for no text, too', () => {
  const bytes = Buffer.from(Array.from({ length: 100 }, (_, it) => 1 + ((it * 89) % 255)));
  const { status, stdout } = piped(bytes, '--format', 'hadolint-json');
  expect([status, JSON.parse(String(stdout))]).toEqual([1, [expect.objectContaining({ code: 'DL1000', line: 1 })]]);
});

it('says of a dry run that mends nothing how much is left', () => {
  lay({ Dockerfile: SUDO });
  const none = 'tickproof: nothing here can be mended, 1 finding left; see `tickproof lint`\n';
  expect(lint('--fix-dry-run')).toEqual({ exitCode: 1, stdout: '', stderr: none });
  expect(piped(SUDO, '--fix-dry-run')).toEqual({ status: 1, stdout: Buffer.alloc(0), stderr: none });
  lay({ Dockerfile: GOOD });
  expect(lint('--fix-dry-run')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

it('mends no file where standard input was meant', () => {
  const text = 'FROM debian:bookworm-slim as base\nUSER 10001\n';
  lay({ Dockerfile: text });
  for (const words of [[], ['Dockerfile']])
    expect(lint('--fix', '--stdin-filename', 'Dockerfile', ...words)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('`tickproof lint - --stdin-filename Dockerfile`') as unknown,
    });
  expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(text);
});

it('says that it can mend what a check that is not shown mends', () => {
  lay({ Dockerfile: 'FROM debian:bookworm-slim\nWORKDIR app\nUSER 10001\n' });
  expect(lint().stdout).toMatch(/DL3000[^]*\(--fix: Begin at the root\)[^]*1 can be mended with --fix\n$/);
});

it('knows a compose file by its text where its name says nothing, and standard input by its own name', () => {
  const compose = 'services:\n  a: {imag: b}\n';
  lay({ 'stack.conf': compose, 'deploy/prod': compose, 'api.Dockerfile': compose, 'compose.yaml': 'services: {}\n' });
  expect(lint('stack.conf', 'deploy/prod').stdout).toMatch(
    /did you mean `image`\?\n {2}at stack\.conf:2:[^]*at deploy\/prod:2:[^]*2 files read, 2 findings/,
  );
  expect(lint('api.Dockerfile').stdout).toContain('DL1000');
  for (const text of [compose, 'services:\n  a: {image: b:1, depends_on: [c]}\n', 'services:\n  a: [\n']) {
    const { status, stdout } = piped(text);
    expect([status, String(stdout)]).toEqual([1, expect.stringContaining('at -:')]);
    expect(String(stdout)).not.toContain('compose.yaml');
  }
  expect(String(piped(compose, '--stdin-filename', 'prod.yml').stdout)).toContain('at prod.yml:2');
});

it('names what cannot be read, and shows what is found in everything else', () => {
  lay({ 'a/Dockerfile': GOOD, 'b/.keep': '', 'c/.keep': '', 'd/Dockerfile/.keep': '' });
  symlinkSync('../gone/Dockerfile', join(folder, 'b/Dockerfile'));
  symlinkSync('Dockerfile', join(folder, 'c/Dockerfile'));
  symlinkSync('../d', join(folder, 'c/compose.yaml'));
  const told = [
    'tickproof: b/Dockerfile is a link to ../gone/Dockerfile, which is not there',
    '  → Mend the link, or delete it.',
    'tickproof: c/Dockerfile is a link that leads back to itself',
    '  → Mend the link, or delete it.',
    '',
  ].join('\n');
  expect(lint()).toEqual({ exitCode: 5, stdout: '1 file read, nothing to object to\n', stderr: told });
  expect(lint('b/Dockerfile', 'a', 'c/Dockerfile')).toMatchObject({ exitCode: 5, stderr: told });
  expect(lint('b')).toMatchObject({ exitCode: 5, stdout: '' });
  expect(JSON.parse(lint('b', '--format', 'json').stdout)).toMatchObject({ files: [] });
  expect(lint('b', 'nowhere')).toMatchObject({ exitCode: 2 });
  lay({ 'a/Dockerfile': SUDO });
  expect(lint()).toMatchObject({
    exitCode: 1,
    stdout: expect.stringMatching(/no-sudo[^]*1 file read, 1 finding/) as unknown,
    stderr: told,
  });
  expect(lint('--fail-level', 'none')).toMatchObject({ exitCode: 5 });
  lay({ 'a/Dockerfile': 'FROM debian:bookworm-slim as base\nUSER 10001\n' });
  expect(lint('--fix')).toMatchObject({ exitCode: 5, stderr: `a/Dockerfile: 1 mended\n${told}` });
});

it('judges what is around a file that something else keeps from being read', () => {
  lay({
    Dockerfile: SUDO,
    'compose.yaml': 'include: [more.yaml]\nservices: {a: {image: "b:1"}}\n',
    'web/compose.yaml': 'services: {a: {image: "b:1", restart: allways}}\n',
  });
  symlinkSync('more.yaml', join(folder, 'more.yaml'));
  const { exitCode, stdout, stderr } = lint();
  expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/no-sudo[^]*allways[^]*2 files read, 2 findings/)]);
  expect(stderr).toMatch(/more\.yaml \(ELOOP\)/);
});
