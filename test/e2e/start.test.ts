import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { env, execPath } from 'node:process';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { tickproof } from './cli.ts';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'tickproof-e2e-start-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const explained = () => tickproof(['explain', 'DL3004'], { variables: { TICKPROOF_CACHE: cache } });
const code = () => join(cache, 'code');
const kept = () => readdirSync(code()).map((name) => join(code(), name));

it('keeps what was compiled of it, and says the same with it', () => {
  const first = explained();
  expect(first.exitCode).toBe(0);
  const [file = '', ...others] = kept();
  expect(others).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { ino } = statSync(file);
  expect(explained()).toEqual(first);
  expect(statSync(file).ino).toBe(ino);
});

it.each([
  ['torn', (file: string) => truncateSync(file, statSync(file).size >> 1)],
  ['changed in one byte', (file: string) => writeFileSync(file, flipped(readFileSync(file), 5_000))],
  ['empty', (file: string) => truncateSync(file, 0)],
  ['another user may write to it', (file: string) => chmodSync(file, 0o622)],
] as const)('compiles anew, and keeps that, where what was kept is not to be believed: %s', (_, spoil) => {
  const first = explained();
  const [file = ''] = kept();
  const { ino, size } = statSync(file);
  spoil(file);
  expect(explained()).toEqual(first);
  expect(statSync(file)).toMatchObject({ mode: 0o100600 });
  expect(statSync(file).ino).not.toBe(ino);
  expect(statSync(file).size).toBeGreaterThan(size / 2);
});

it('names the file that it runs where another copy of it ran before', () => {
  const copy = join(cache, 'copy');
  cpSync(dirname(inject('cli')), copy, { recursive: true });
  const run = (cli: string) =>
    spawnSync(execPath, [cli, 'explain', 'DL3004'], { env: { ...env, TICKPROOF_CACHE: cache } }).status;
  expect([run(inject('cli')), run(join(copy, 'cli.js'))]).toEqual([0, 0]);
  expect(kept()).toHaveLength(2);
});

it('keeps nothing of work that ended before it began, and starts where nothing can be kept', () => {
  const variables = { TICKPROOF_CACHE: cache };
  expect(tickproof(['lint', 'nowhere'], { variables }).exitCode).toBe(2);
  expect(readdirSync(cache)).toEqual([]);
  writeFileSync(code(), 'a file stands where the folder would');
  expect(explained()).toMatchObject({ exitCode: 0, stderr: '' });
});

it('lets those go that were written first', () => {
  mkdirSync(code());
  for (let day = 1; day <= 30; day += 1) {
    writeFileSync(join(code(), String(day)), '');
    utimesSync(join(code(), String(day)), 0, day * 86_400);
  }
  explained();
  const names = readdirSync(code());
  expect(names.length).toBeLessThan(30);
  expect([names.includes('1'), names.includes('30'), names.some((it) => it.startsWith('explain-'))]).toEqual([
    false,
    true,
    true,
  ]);
});

function flipped(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

it('gives the library to those who import it and to those who require it', () => {
  const folder = dirname(inject('cli'));
  const said = (program: string) => spawnSync(execPath, ['-e', program], { cwd: folder, encoding: 'utf8' }).stdout;
  const names = 'console.log(Object.keys(it).filter((name) => it[name]).sort().join())';
  const required = said(`const it = require('./index.js'); ${names}`);
  expect(required).toContain('parseDockerfile');
  expect(said(`import('./index.mjs').then((it) => ${names})`)).toBe(required);
  expect(said(`import('./index.js').then(({ default: _, 'module.exports': __, ...it }) => ${names})`)).toBe(required);
});

it('starts the same command whichever program holds it', () => {
  const wrong = tickproof(['lint', '--profil', 'strict']);
  expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
  expect(wrong.stderr).toContain('did you mean --profile?');
  expect(wrong.stderr).toContain('`tickproof lint --help` lists what there is');
  expect(tickproof(['lint', '--help']).stdout).toContain('--fix-dry-run');
});

it('keeps what compose files need beside what Dockerfiles need', () => {
  const variables = { TICKPROOF_CACHE: cache };
  for (const file of ['Dockerfile', 'docker-compose.yml', 'Dockerfile'])
    expect(tickproof(['lint', join('examples/kaizen', file)], { variables }).exitCode).toBe(0);
  expect(kept().map((path) => basename(path).replace(/-[0-9a-f]{16}-.*/, ''))).toEqual(['lint', 'lint-yaml']);
});
