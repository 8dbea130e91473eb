import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { zipOf } from '../kit/zip.ts';

const record = {
  id: 'GHSA-1',
  modified: '2026-11-01T00:00:00Z',
  affected: [
    { package: { ecosystem: 'npm', name: 'left' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] },
  ],
};
const whole = zipOf([['GHSA-1.json', JSON.stringify(record)]]);

let server: Server;
let source: string;
let cache: string;

beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), 'tickproof-advisories-'));
  server = createServer((request, response) => {
    if (request.url === '/npm/all.zip') response.writeHead(302, { location: '/moved.zip' }).end();
    else if (request.url === '/moved.zip') response.end(whole);
    else if (request.url === '/PyPI/all.zip') response.end(whole.subarray(0, whole.length - 9));
    else if (request.url === '/Go/all.zip') response.writeHead(302, { location: 'http://data.example/all.zip' }).end();
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  source = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
});

afterEach(() => {
  server.close();
  rmSync(cache, { recursive: true, force: true });
});

/** Not waited for in one piece: the server lives in this process. */
async function advisories(...args: readonly string[]) {
  const child = spawn(execPath, [inject('cli'), 'advisories', ...args], { env: { ...env, TICKPROOF_CACHE: cache } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  await once(child, 'close');
  return { exitCode: child.exitCode, out, err };
}

it('fetches what there is, says what there is not, and keeps no half', async () => {
  const updated = await advisories(
    'update',
    '--source',
    source,
    '--ecosystem',
    'npm',
    '--ecosystem',
    'PyPI',
    '--ecosystem',
    'Hex',
  );
  expect(updated).toMatchObject({ exitCode: 5, out: expect.stringContaining('1 of 3') });
  expect(updated.err).toContain('HTTP 404');
  expect(existsSync(join(cache, 'advisories/PyPI/all.zip'))).toBe(false);
  const info = await advisories('info', '--json');
  expect(info.exitCode).toBe(0);
  expect(JSON.parse(info.out)).toMatchObject({
    sources: [{ name: 'npm/all.zip', advisories: 1, ageDays: 0 }],
    ecosystems: [{ ecosystem: 'npm' }],
  });
  await advisories('update', '--source', source, '--ecosystem', 'npm');
  expect((await advisories('info')).out).toContain('  1 advisory, 0 of packages made to harm');
  expect(readdirSync(join(cache, 'advisory-index'))).toHaveLength(1);
});

it('follows no redirect to plain HTTP elsewhere', async () => {
  const updated = await advisories('update', '--source', source, '--ecosystem', 'Go');
  expect(updated).toMatchObject({ exitCode: 2, err: expect.stringContaining('https') });
});

it('without data says so, and what to do', async () => {
  expect(await advisories('info')).toMatchObject({ exitCode: 5, err: expect.stringContaining('advisories update') });
  expect(await advisories('update', '--source', 'http://data.example')).toMatchObject({ exitCode: 2 });
});
