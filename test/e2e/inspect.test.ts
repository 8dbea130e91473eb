import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tickproof } from './cli.ts';
import { layIn } from '../kit/lay.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tickproof-e2e-inspect-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lay = (files: Readonly<Record<string, string>>) => layIn(folder, files);

const inspect = (...args: string[]) => tickproof(['inspect', ...args, '--engine', 'none'], { cwd: folder });

it('takes a file where one is meant, with its folder for the context', () => {
  lay({
    'web/Dockerfile': 'FROM scratch\n',
    'web/prod.dockerfile': 'FROM debian:bookworm-slim AS a\nFROM a\nCOPY app.sh /\n',
    'web/app.sh': 'true\n',
    'web/compose.yaml': 'services: {first: {image: "a:1"}}\n',
    'web/other.yaml': 'services: {second: {image: "b:1"}}\n',
  });
  expect(inspect('dockerfile', 'web/prod.dockerfile')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^prod\.dockerfile: 2 stages, target 1\nstage a {2}FROM debian/) as unknown,
  });
  expect(inspect('context', 'web/prod.dockerfile').stdout).toMatch(/line 3: app\.sh → 1 file$/m);
  const { stdout } = inspect('compose', 'web/other.yaml');
  expect(stdout).toMatch(/^stack other\.yaml\nother\.yaml: project web\nservice second /);
  expect(stdout).not.toContain('first');
});

it('keeps secrets off the screen', () => {
  lay({ Dockerfile: 'FROM debian:bookworm-slim\nENV SECRET_TOKEN=abcdef123456\nARG KEY=AKIAQ3EGRIMTYZXW7PLK\n' });
  const { stdout } = inspect('dockerfile', 'Dockerfile');
  expect(stdout).toContain('ENV SECRET_TOKEN=abcd…(12)\n');
  expect(stdout).not.toMatch(/abcdef123456|AKIAQ3EGRIMTYZXW7PLK/);
});

it("keeps the criteria's settings where they are about the very file", () => {
  lay({
    Dockerfile: 'ARG V=1\nFROM debian:$V AS a\nFROM debian:2\n',
    'compose.yaml': 'services: {a: {image: "a:$V"}}\n',
    'tickproof.yaml':
      'version: 1\nextends: minimal\nname: x\nbuild: { target: a, args: { V: "7" } }\nstacks: { own: { files: [compose.yaml], env: { V: "8" } } }\n',
    'Other.dockerfile': 'FROM scratch AS b\n',
  });
  expect(inspect('dockerfile', 'Dockerfile').stdout).toMatch(/target a\n[^]*FROM debian:7 /);
  expect(inspect('dockerfile', 'Other.dockerfile').stdout).toMatch(/^Other\.dockerfile: 1 stage, target b\n/);
  expect(inspect('compose', 'compose.yaml').stdout).toMatch(/^stack own\n[^]*a:8/);
});

it('has a hint that fits for a file that is none of a kind', () => {
  lay({ 'image.tar': `${'Dockerfile'.padEnd(100, '\0')}`, Dockerfile: 'FROM scratch\n' });
  expect(inspect('dockerfile', 'image.tar')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/image\.tar is no text\n.*inspect image docker-archive:image\.tar/) as unknown,
  });
  writeFileSync(join(folder, 'wide'), Buffer.from('\ufeffFROM scratch\n', 'utf16le'));
  expect(inspect('dockerfile', 'wide')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/wide is in UTF-16\n.*iconv/) as unknown,
  });
  expect(inspect('image', 'image.tar')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/image\.tar is a file\n.*docker-archive:image\.tar/) as unknown,
  });
  for (const kind of ['dockerfile', 'context', 'compose'])
    for (const target of ['nowhere.tar', 'docker:nginx'])
      expect(inspect(kind, target)).toMatchObject({
        exitCode: 2,
        stdout: '',
        stderr: expect.stringMatching(/there is no folder and no file .*\n.*inspect image/) as unknown,
      });
});

it('shows the flags of instructions, whole, and what here-documents hold', () => {
  const run = 'RUN --mount=type=secret,id=npmrc --mount=type=cache,target=/root/.npm --network=none npm ci';
  const add = `ADD --checksum=sha256:${'0123456789abcdef'.repeat(4)} https://example.test/a.tgz /a`;
  const texts = ['COPY --from=build --chown=1:1 --link /a /a', add, 'HEALTHCHECK --interval=5s CMD ["/a"]'];
  const hello = 'COPY <<A <<-B /\n  one\nA\n\ttwo\nB\n';
  const many = `RUN <<E\n${'true\n'.repeat(30)}export PASSWORD=hunter-2-blue\nE\n`;
  lay({
    Dockerfile: `FROM --platform=linux/arm64 a:1 AS build\n${run}\nFROM a:1\n${texts.join('\n')}\n${hello}${many}`,
  });
  const { stdout } = inspect('dockerfile');
  expect(stdout).toContain('stage build  FROM --platform=linux/arm64 a:1  (line 1)\n');
  for (const text of [run, ...texts]) expect(stdout.replace(/ \[(?:shell|exec)\]/g, '')).toContain(` ${text}\n`);
  expect(stdout).toContain('COPY <<A <<-B /\n        │ <<A\n        │   one\n        │ <<B\n        │ two\n');
  expect(stdout).toMatch(/RUN \[shell\] <<E\n(?: {8}│ true\n){20} {8}│ … 11 more lines\n/);
});

it('keeps a secret off the screen where its line is cut short', () => {
  const secret = `AKIA${'Q3EGRIMTYZXW7PLK'}`;
  lay({ Dockerfile: `FROM a:1\nRUN echo ${'x'.repeat(84)} ${secret}\nRUN <<E\necho ${'x'.repeat(84)} ${secret}\nE\n` });
  const { stdout } = inspect('dockerfile');
  expect(stdout.match(/AKIA\S*/g)).toEqual(['AKIA…(20)', 'AKIA…(20)']);
});

it('keeps the whole value off the screen in the old form of ENV', () => {
  lay({
    Dockerfile:
      'FROM a:1\nENV DB_PASSWORD correct horse battery9\nENV API_TOKEN \\\n  hunter2secret99\nENV HOW are you\n',
  });
  const { stdout } = inspect('dockerfile');
  expect(stdout).not.toMatch(/correct|horse|battery9|hunter2/);
  expect(stdout).toContain('ENV HOW are you');
});

it.each([
  [['dockerfile'], /^tickproof: there is no Dockerfile in \.\n.*build\.dockerfile/],
  [['dockerfile', '.', '--json'], /^tickproof: there is no Dockerfile in \.\n/],
  [['compose'], /there is no compose file in \./],
  [['context', 'empty'], /there is nothing in empty/],
  [['dockerfile', 'emty'], /no file emty\n.*Did you mean `empty`/],
] as const)('answers %j with 2 where there is nothing of the kind', (args, says) => {
  lay({ 'empty/.x': '' });
  rmSync(join(folder, 'empty/.x'));
  expect(inspect(...args)).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(says) as unknown });
});

it('shows what does not load, and ends with 5', () => {
  lay({
    'bad/Dockerfile': 'FRM a\nRUN true\n',
    'bad/compose.yaml': 'services: {a: {imag: x}}\n',
    'bad/other.yaml': 'a: [\n',
  });
  const says = (text: RegExp) => expect.stringMatching(text) as unknown;
  expect(inspect('dockerfile', 'bad')).toMatchObject({
    exitCode: 5,
    stdout: says(/✘ 1: unknown-instruction/),
    stderr: says(/^tickproof: Dockerfile:1: does not load: .*FRM.*, and 2 more\n.*tickproof lint bad`/),
  });
  expect(inspect('compose', 'bad')).toMatchObject({
    exitCode: 5,
    stdout: says(/^stack default\n.*does not load/),
    stderr: says(/^tickproof: compose\.yaml:1: does not load: .*'imag'/),
  });
  const { exitCode, stdout } = inspect('compose', 'bad/other.yaml', '--json');
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([5, { stack: 'other.yaml', model: null }]);
});

it('says that it is not known what COPY reaches where there is no Dockerfile', () => {
  lay({ 'a.txt': 'a' });
  expect(inspect('context')).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(/no Dockerfile in \./) as unknown,
  });
});

it('counts one as one', () => {
  lay({ Dockerfile: 'FROM scratch\nCOPY a /\n', a: '' });
  const told = [inspect('dockerfile').stdout, inspect('context').stdout].join('\n');
  expect(told).toContain('1 stage,');
  expect(told).toContain('→ 1 file\n');
  expect(told).not.toMatch(/\b1 (?:stages|files|patterns)\b/);
});

it.each([
  ['report', /^ {2}tickproof report \[--format FORMAT\] .*\[--output FILE\] \[<RECORD>\]\n[^]*^ {2}\[RECORD\] {2}/m],
  [
    'inspect',
    /^ {2}tickproof inspect .*\[--criteria FILE\] <KIND> \[<TARGET>\]\n[^]*^ {3}KIND {5}Kind[^]*\[TARGET\] {2}/m,
  ],
  ['lint', /^ {2}tickproof lint .*\[--stdin-filename NAME\] \[<FILES>\.\.\.\]\n/m],
  ['explain', /^ {2}tickproof explain \[--json\] \[<CHECK>\]\n/m],
])('shows in the help of %s what may be left out', (command, usage) => {
  expect(tickproof([command, '--help']).stdout).toMatch(usage);
});

it.each(['render', 'inspect'])('answers `%s` alone with what there is', (command) => {
  expect(inspectNothing(command)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/--help/) as unknown });
});

const inspectNothing = (command: string) => tickproof([command], { cwd: folder });
