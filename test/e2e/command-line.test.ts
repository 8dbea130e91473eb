import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import type { EvidenceRecord } from '../../src/index.ts';
import { tickproof } from './cli.ts';
import { idsOf } from './copies.ts';
import { layIn } from '../kit/lay.ts';

const DOCKERFILE = `FROM node:20-slim
WORKDIR /app
COPY server.js ./
USER node
HEALTHCHECK CMD ["node", "/app/server.js", "--probe"]
CMD ["node", "/app/server.js"]
`;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tickproof-e2e-cli-')));
  lay({ Dockerfile: DOCKERFILE, 'server.js': 'listen();\n', '.dockerignore': '.tickproof\n**/.git\n' });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lay = (files: Readonly<Record<string, string>>) => layIn(folder, files);

const run = (...args: string[]) => tickproof(args, { cwd: folder });
const verify = (...args: string[]) => run('verify', '.', '--engine', 'none', ...args);
/** Criteria that bytes alone can judge, all of which hold. */
const HOLDS = `version: 1
extends: minimal
name: held
sections:
  - title: Static
    criteria:
      - { check: dockerfile/non-root, id: USER-1 }
      - { check: dockerfile/healthcheck }
      - { check: context/excludes, list: [.git] }
`;
const HELD = ['USER-1', 'dockerfile/healthcheck', 'context/excludes'];
const onlyHeld = HELD.flatMap((id) => ['--only', id]);

const FAULTS: readonly { readonly args: readonly string[]; readonly exitCode: number; readonly says: RegExp }[] = [
  { args: ['frobnicate'], exitCode: 2, says: /frobnicate/ },
  { args: ['verfy'], exitCode: 2, says: /did you mean.*verify/i },
  { args: ['verify', '--frob'], exitCode: 2, says: /--frob/ },
  { args: ['verify', '--onyl', 'x'], exitCode: 2, says: /--onyl.*--only/ },
  { args: ['verify', '--engine', 'bogus'], exitCode: 2, says: /bogus.*auto\|docker\|podman\|none/ },
  { args: ['verify', '--proof'], exitCode: 2, says: /--proof/ },
  {
    args: ['verify', '.', '--report', 'markdwn'],
    exitCode: 2,
    says: /no report format `markdwn`\n.*Did you mean `markdown`/,
  },
  { args: ['verify', '.', '--report', 'json', '--report', 'markdown'], exitCode: 2, says: /two reports want stdout/ },
  { args: ['verify', '.', '..'], exitCode: 2, says: /one DIR or IMAGE/ },
  { args: ['verify', './nowhere'], exitCode: 2, says: /no folder \.\/nowhere/ },
  { args: ['verify', 'Dockerfile'], exitCode: 2, says: /Dockerfile is a file/ },
  { args: ['verify', 'docker-archive:nowhere.tar'], exitCode: 2, says: /no file nowhere\.tar/ },
  { args: ['verify', 'docker:'], exitCode: 2, says: /names nothing/ },
  { args: ['verify', '.', '--criteria', 'no.yaml'], exitCode: 2, says: /no file no\.yaml/ },
  { args: ['verify', '.', '--only', 'nothing/*'], exitCode: 2, says: /no criterion is selected\n.*--only/ },
  {
    args: ['verify', '.', '--only', 'dockerfile/valid', '--only', 'image/siz'],
    exitCode: 2,
    says: /selected by `--only image\/siz`[^]*Did you mean `--only image\/size`/,
  },
  { args: ['verify', '.', '--only', 'image/siz'], exitCode: 2, says: /Did you mean `--only image\/size`/ },
  { args: ['verify', '.', '--report', 'markdown=.'], exitCode: 2, says: /\. is a folder, and a report is a file/ },
  { args: ['explain', 'image/usr'], exitCode: 2, says: /no check `image\/usr`\n.*Did you mean `image\/user`/ },
  { args: ['explain', 'dockerfile/no-secret'], exitCode: 2, says: /Did you mean `dockerfile\/no-secret-names`/ },
  { args: ['inspect', 'dokerfile'], exitCode: 2, says: /dokerfile.*\n.*dockerfile, context, compose, image, packages/ },
  { args: ['inspect', 'image', '.'], exitCode: 2, says: /is a folder\b.*\n.*docker:NAME/ },
  { args: ['inspect', 'compose', '.'], exitCode: 2, says: /no compose file/ },
  { args: ['report'], exitCode: 2, says: /no record .*\n.*tickproof verify/ },
  { args: ['status'], exitCode: 2, says: /nothing was verified in \. yet\n.*tickproof verify/ },
];

it.each(FAULTS)('answers `$args` with words and a code', ({ args, exitCode, says }) => {
  const ran = run(...args);
  expect(ran.stderr).toMatch(says);
  expect([ran.exitCode, ran.stdout]).toEqual([exitCode, '']);
  expect(ran.stderr.split('\n').length).toBeLessThan(6);
  expect(existsSync(join(folder, '.tickproof'))).toBe(false);
});

const CRITERIA: readonly { readonly text: string; readonly says: RegExp }[] = [
  { text: 'version: 1\nsectoins: []\n', says: /tickproof\.yaml:2:1: unknown key `sectoins`\n.*`sections`/ },
  { text: 'version: 1\nsections:\n  - title: [a\n', says: /tickproof\.yaml:\d:\d+: not YAML/ },
  {
    text: HOLDS.replace('context/excludes', 'context/exclude'),
    says: /:9:18: there is no check `context\/exclude`\n.*`context\/excludes`/,
  },
  { text: HOLDS.replace('list: [', 'lits: ['), says: /:9:\d+: .*`lits`\n.*`list`/ },
  {
    text: HOLDS.replace('context/excludes, list: [.git]', 'context/size, target: <5XB'),
    says: /:9:\d+: .*`XB` is no unit/,
  },
  { text: HOLDS.replace('minimal', 'prodution'), says: /:2:\d+: .*prodution/ },
  { text: `a: &a [${'x,'.repeat(99)}]\nb: &b [${'*a,'.repeat(99)}]\nc: [${'*b,'.repeat(99)}]\n`, says: /aliases/ },
  { text: '\0\u0001binary', says: /tickproof\.yaml:1:1/ },
];

it.each(CRITERIA)('points at the fault in $text', ({ text, says }) => {
  lay({ 'tickproof.yaml': text });
  const { exitCode, stdout, stderr } = verify();
  expect(stderr).toMatch(says);
  expect([exitCode, stdout]).toEqual([2, '']);
});

it('says what it is and what it can do', () => {
  expect(run('--version')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^tickproof \d+\.\d+\.\d+\n$/) as string,
  });
  for (const args of [['--help'], []])
    expect(run(...args)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/verify[^]*status[^]*explain/) as string,
    });
  expect(run('verify', '--help').stdout).toMatch(/--only[^]*--engine[^]*--proof/);
  expect(run('--help').stdout).toMatch(
    /tickproof verify .* \[<DIR\|IMAGE>\]\n[^]*tickproof lint .* \[<FILES>\.\.\.\]\n/,
  );
});

it('explains checks by id and by alias', () => {
  expect(run('explain').stdout).toMatch(/image\/no-secrets/);
  for (const name of ['dockerfile/non-root', 'DL3002', 'dl3002'])
    expect(run('explain', name)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('USER app') as string });
  const [check] = JSON.parse(run('explain', 'image/user', '--json').stdout) as { id: string; mutants: unknown[] }[];
  expect(check).toMatchObject({ id: 'image/user', mutants: expect.arrayContaining([expect.anything()]) as unknown });
});

it('shows facts as text and as JSON', () => {
  expect(run('inspect', 'dockerfile', '.').stdout).toMatch(/FROM node:20-slim {2}\(line 1\)[^]*final user: USER node/);
  expect(JSON.parse(run('inspect', 'dockerfile', '.', '--json').stdout)).toMatchObject({ stages: [{ index: 0 }] });
  expect(run('inspect', 'context').stdout).toMatch(/server\.js/);
  const { files } = JSON.parse(run('inspect', 'context', '.', '--json').stdout) as { files: { path: string }[] };
  expect(files.map(({ path }) => path)).toContain('server.js');
});

it('judges and proves what bytes alone tell, and names what needs an engine', () => {
  const { exitCode, stdout, stderr } = verify('--json');
  const record = JSON.parse(stdout) as EvidenceRecord;
  expect(exitCode).toBe(5);
  expect(record).toMatchObject({
    decision: 'not-certified',
    inputs: { criteria: { path: null, profile: 'production' } },
  });
  const green = record.ticks.filter(({ verdict }) => verdict.status === 'pass');
  expect(green.map(({ criterion }) => criterion.id)).toEqual(
    expect.arrayContaining([
      'dockerfile/valid',
      'dockerfile/non-root',
      'dockerfile/copy-sources-exist',
      'context/excludes',
      'build/base-pinned',
    ]),
  );
  expect(green.filter(({ criterion, proof }) => criterion.required && proof !== 'proven')).toEqual([]);
  expect(idsOf(record, 'inconclusive')).toEqual(expect.arrayContaining(['build/succeeds', 'image/user', 'run/starts']));
  for (const { verdict } of record.ticks)
    if (verdict.status === 'inconclusive')
      expect(verdict).toMatchObject({
        because: /./.exec(verdict.because) && verdict.because,
        remedy: expect.stringMatching(/\w{3}/) as string,
      });
  expect(stderr).toMatch(/dockerfile\/valid/);
});

it('takes a word that is no folder for an image, and says what keeps it from being judged', () => {
  const { exitCode, stdout } = run('verify', 'some-image', '--engine', 'none');
  expect(exitCode).toBe(5);
  expect(stdout).toMatch(/some-image[^]*image\/user[^]*could not be judged[^]*No engine/);
});

it.each(['./exmaples/shop', 'exmaples/shop', 'exmaples/shop/', 'examples/shp'])(
  'takes %s for a folder that is misspelt',
  (word) => {
    lay({ 'examples/shop/Dockerfile': DOCKERFILE });
    const { exitCode, stdout, stderr } = run('verify', word, '--engine', 'none');
    expect(stderr).toMatch(/there is no folder .*\n.*Did you mean `(?:\.\/)?examples\/shop`\?/);
    expect([exitCode, stdout]).toEqual([2, '']);
  },
);

it('says both readings of a word that may be a folder or an image', () => {
  lay({ 'examples/.keep': '' });
  const { exitCode, stderr } = run('verify', 'exmaples', '--engine', 'none');
  expect(exitCode).toBe(5);
  expect(stderr).toMatch(/no folder exmaples: .*taken for an image\n.*Did you mean `examples`\?.*`docker:exmaples`/);
});

it('says nothing on stderr with --quiet, whatever is on stdout, but errors', () => {
  for (const more of [[], ['--json'], ['--report', 'markdown'], ['--report', 'proof', '--report', 'json=new/r.json']])
    expect(verify('--quiet', ...more)).toMatchObject({
      exitCode: 5,
      stderr: '',
      stdout: expect.stringMatching(/./) as string,
    });
  expect(verify('--quiet', '--only', 'x').stderr).toMatch(/no criterion is selected/);
});

it('tells of no wait for an engine that was not asked for, and of moments in minutes', () => {
  const { stdout } = verify();
  expect(stdout).toMatch(/^ {4}took {8}[\d.]+ m?s\n/m);
  expect(stdout).toMatch(/^ {4}until {7}\d{4}-\d\d-\d\d \d\d:\d\d UTC at the latest\n/m);
  expect(run('report', '--format', 'markdown').stdout).not.toContain('waiting for the engine');
  expect(JSON.parse(verify('--json').stdout)).toMatchObject({ run: { engineMs: 0 } });
  expect(run('status').stdout).toMatch(/^record of \d{4}-\d\d-\d\d \d\d:\d\d UTC \(/);
});

it('says that there is no Dockerfile in a folder of nothing', () => {
  mkdirSync(join(folder, 'empty'));
  const { exitCode, stderr } = run('verify', 'empty', '--engine', 'none');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/there is no Dockerfile in empty\n.*build\.dockerfile/);
  expect(readdirSync(join(folder, 'empty'))).toEqual([]);
});

it('never gives 0 for a selection, and keeps the record of one beside that of the whole', () => {
  lay({ 'tickproof.yaml': HOLDS });
  const { exitCode, stdout } = verify(...onlyHeld, '--json');
  expect(idsOf(JSON.parse(stdout) as EvidenceRecord, 'pass').sort()).toEqual([...HELD].sort());
  expect(exitCode).toBe(5);
  expect(readdirSync(join(folder, '.tickproof')).sort()).toEqual(['log.jsonl', 'record-selection.json']);
  expect(verify(...onlyHeld, '--quiet').stdout).toMatch(
    /exit 5: only a selection was judged, which is never a pass: \d+ required criteria were left out by --only or --skip/,
  );
});

it('renders a saved record in each format, to stdout and to a file', () => {
  verify('--quiet');
  expect(run('report').stdout).toMatch(/NOT CERTIFIED/);
  expect(run('report', '.', '--format', 'markdown').stdout).toMatch(/^# /);
  const record = readFileSync(join(folder, '.tickproof/record.json'), 'utf8');
  expect(JSON.parse(run('report', '.tickproof/record.json', '--format', 'json').stdout)).toEqual(JSON.parse(record));
  expect(run('report', '.', '--format', 'markdown', '--output', 'evidence.md')).toMatchObject({
    exitCode: 0,
    stdout: '',
  });
  expect(readFileSync(join(folder, 'evidence.md'), 'utf8')).toBe(run('report', '.', '--format', 'markdown').stdout);
  expect(run('report', '.', '--format', 'pdf')).toMatchObject({ exitCode: 2 });
  lay({ '.tickproof/record.json': record.slice(0, 999) });
  for (const args of [['report'], ['status']])
    expect(run(...args)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/record\.json.*\n[^]*→ Run `tickproof verify`/) as string,
    });
  expect(verify('--quiet').exitCode).toBe(5);
});

it('writes a report into a folder that it makes and names, with paths as the verified folder has them', () => {
  verify('--quiet');
  lay({ 'elsewhere/deep/.keep': '' });
  const { stderr } = tickproof(['report', '../..', '--output', 'out/screen.txt'], {
    cwd: join(folder, 'elsewhere/deep'),
  });
  expect(stderr).toBe('tickproof: made the folder out for screen.txt\n');
  const text = readFileSync(join(folder, 'elsewhere/deep/out/screen.txt'), 'utf8');
  expect(text).toContain('.tickproof/record.json');
  expect(text).not.toContain('../');
  expect(verify('--report', 'markdown=other/evidence.md').stderr).toContain('made the folder other for evidence.md');
});

it('names the folder as it is called now in what is taken over from a run elsewhere', () => {
  const outside = tickproof(['verify', folder, '--engine', 'none', '--json'], { cwd: tmpdir() });
  expect(outside.stdout).toContain(`tickproof inspect dockerfile ${folder}`);
  const { ticks } = JSON.parse(verify('--json').stdout) as EvidenceRecord;
  expect(ticks.filter(({ reused }) => reused).length).toBeGreaterThan(0);
  expect(JSON.stringify(ticks.map(({ reproduce }) => reproduce))).not.toContain(folder);
});

it('names the folder as it is called from here on the screen, and as itself in documents', () => {
  const outside = { cwd: tmpdir() };
  tickproof(['verify', folder, '--engine', 'none', '--report', `markdown=${join(folder, '.tickproof/e.md')}`], outside);
  expect(readFileSync(join(folder, '.tickproof/e.md'), 'utf8')).not.toContain(folder);
  expect(run('report', '--format', 'markdown').stdout).not.toContain(folder);
  expect(run('report').stdout).not.toContain(folder);
  expect(run('report').stdout).toMatch(/by hand +tickproof inspect context \.\n/);
  lay({ 'deep/.keep': '' });
  const { stdout } = tickproof(['report', '..'], { cwd: join(folder, 'deep') });
  expect(stdout).toMatch(/by hand +tickproof inspect context \.\.\n/);
});

it('renders the record of a selection where there is none of the whole, and says how', () => {
  lay({ 'tickproof.yaml': HOLDS });
  const { stdout } = verify('--only', 'USER-1');
  const words = /each of them: tickproof (report .*)/.exec(stdout)?.[1]?.split(' ') ?? [];
  expect(words.at(-1)).toBe('.tickproof/record-selection.json');
  expect(run(...words).stdout).toContain('USER-1');
  expect(run('report').stdout).toContain('USER-1');
});

it('says what is still true, and what moved', () => {
  verify('--quiet');
  expect(run('status').stdout).not.toMatch(/stale/);
  expect(run('status').exitCode).toBe(5); // what could not be judged then is not judged now
  lay({ Dockerfile: DOCKERFILE.replace('USER node', 'USER 1000') });
  const { ticks } = JSON.parse(run('status', '.', '--json').stdout) as {
    ticks: { id: string; currency: string; moved: string[] }[];
  };
  expect(ticks.find(({ id }) => id === 'dockerfile/non-root')).toMatchObject({ currency: 'stale' });
  expect(ticks.find(({ id }) => id === 'context/excludes')).toMatchObject({ currency: 'fresh' });
  expect(run('status').stdout).toMatch(/⧗ stale +dockerfile\/non-root.*changed: dockerfile/);
  expect(run('status').stdout).toMatch(/^Written since the record: Dockerfile$/m);
});

it('gives 3 when all that was judged has only become stale', () => {
  whole();
  expect(run('status')).toMatchObject({ exitCode: 0 });
  expect(verify()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/CERTIFIED/) as string });
  lay({ Dockerfile: DOCKERFILE.replace('USER node', 'USER 1000') });
  expect(run('status')).toMatchObject({
    exitCode: 3,
    stdout: expect.stringMatching(/⧗ stale +USER-1.*changed: dockerfile/) as string,
  });
  lay({ Dockerfile: DOCKERFILE });
  expect(run('status').exitCode).toBe(0);
});

/** Verifies with criteria of which nothing needs an engine. */
function whole(): void {
  const { stdout } = verify('--json');
  const open = idsOf(JSON.parse(stdout) as EvidenceRecord, 'inconclusive');
  const skipped = open.map((id) => `      - { check: ${id}, level: off }\n`).join('');
  lay({ 'tickproof.yaml': HOLDS + skipped });
  rmSync(join(folder, '.tickproof'), { recursive: true });
  expect(verify('--json')).toMatchObject({ exitCode: 0 });
}

it('notices a log and a record that were touched', () => {
  verify('--quiet');
  verify('--quiet');
  const [log, record] = ['log.jsonl', 'record.json'].map((name) => join(folder, '.tickproof', name)) as [
    string,
    string,
  ];
  const texts = [readFileSync(log, 'utf8'), readFileSync(record, 'utf8')] as const;
  writeFileSync(log, texts[0].replace('not-certified', 'certified'));
  expect(run('status').stdout).toMatch(/tampered/);
  writeFileSync(log, texts[0].split('\n').slice(1).join('\n'));
  expect(run('status').stdout).toMatch(/tampered/);
  writeFileSync(log, texts[0]);
  expect(run('status').stdout).not.toMatch(/tampered/);
  writeFileSync(record, texts[1].replace('"partial"', '"proven"').replace('"inconclusive"', '"inapplicable"'));
  expect(run('status').stdout).toMatch(/tampered/);
  writeFileSync(record, texts[1]);
  appendFileSync(log, 'no line of ours\n');
  expect(run('status').stdout).toMatch(/tampered/);
});

it('prints no escape codes into a pipe, and none of those that names bring along', () => {
  lay({ 'a\u001b[31mred\u0007\u009b2J.pem': 'x', Dockerfile: `${DOCKERFILE}COPY b\u001b]0;title\u0007 /x\n` });
  for (const ran of [
    verify(),
    run('inspect', 'context'),
    run('inspect', 'dockerfile'),
    run('status'),
    run('report', '.', '--format', 'markdown'),
  ]) {
    expect(ran.exitCode).not.toBe(70);
    expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/(?![\t\n])\p{Cc}/u);
  }
});

it('colours where that is asked for, whatever the pipe', () => {
  const { stdout } = tickproof(['verify', '.', '--engine', 'none'], { cwd: folder, variables: { FORCE_COLOR: '1' } });
  expect(stdout).toContain('\u001b[');
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('ends on %s with %i, and leaves no record', async (signal, exitCode) => {
  for (let index = 0; index < 300; index += 1) lay({ [`many/${index}.js`]: 'const a = 1;\n'.repeat(4_000) });
  const child = spawn(execPath, [inject('cli'), 'verify', folder, '--engine', 'none'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(child.stderr, 'data'); // it says what it is going to do
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(exitCode);
  expect(existsSync(join(folder, '.tickproof'))).toBe(false);
  expect(readdirSync(tmpdir()).filter((name) => name.includes(String(child.pid)))).toEqual([]);
});

it.each([
  ['evidence/', 2, /evidence\/ is a folder/],
  ['kept', 2, /kept is a folder/],
  ['Dockerfile/evidence.md', 5, /Dockerfile: there is a file of that name/],
  ['/proc/tickproof-test/evidence.md', 5, /could not make the folder.*\n?[^]*→ Name a place/i],
] as const)('says why no report can be written to %s', (output, exitCode, says) => {
  verify('--quiet');
  lay({ 'kept/.keep': '' });
  expect(run('report', '--output', output)).toMatchObject({ exitCode, stderr: expect.stringMatching(says) as string });
});
