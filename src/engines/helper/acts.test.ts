import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { helperIn } from './index.ts';

const scratch = fs.mkdtempSync(join(tmpdir(), 'helper-acts-'));
fs.chmodSync(scratch, 0o755);
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const program = process.platform === 'linux' ? helperIn(scratch)(ARCHITECTURES[process.arch] ?? '') : null;
if (!program) process.stderr.write(`SKIPPED: the helper program does not run on ${process.platform} ${process.arch}\n`);
const helper = program ?? '';
const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write('SKIPPED: only root can become another user\n');

const children = new Set<ChildProcess>();
afterEach(() => children.forEach((child) => child.kill('SIGKILL')));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

const run = (args: readonly string[], env: NodeJS.ProcessEnv = process.env) => {
  const { status, signal, stdout, stderr } = spawnSync(helper, args, { env, encoding: 'utf8' });
  return { status, signal, stdout, stderr };
};

async function started(args: readonly string[]): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(helper, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  await once(child, 'spawn');
  return child as ChildProcess & { readonly pid: number }; // it has been spawned
}

const codeOf = async (child: ChildProcess): Promise<unknown> => (await once(child, 'exit'))[0];

/** Asks again until it holds; the test's own limit ends it. */
async function until<T>(ask: () => T | Promise<T>): Promise<T> {
  for (;;) {
    const value = await ask();
    if (value) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function proc(pid: number | string, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return ''; // it has ended
  }
}
const childOf = (pid: number) => until(() => proc(pid, `task/${pid}/children`).trim());
const childrenOf = (pid: number) =>
  proc(pid, `task/${pid}/children`)
    .trim()
    .split(' ')
    .filter((it) => it !== '');
const asleep = (pid: number) => until(() => /State:\s*S/.test(proc(pid, 'status')));
const ticksOf = (pid: number | string) => Number(proc(pid, 'stat').split(' ')[13]);
/** The signals that it ignores, as bits. */
const ignoredBy = (pid: number) => BigInt(`0x${/SigIgn:\s*(\w+)/.exec(proc(pid, 'status'))?.[1] ?? '0'}`);
const TERM = 1n << 14n;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function ask(port: number, { method = 'GET', send = '', host = '127.0.0.1' } = {}): Promise<Answer | null> {
  return new Promise((resolve) => {
    const asked = request({ host, port, method, path: '/any', agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    asked.on('error', () => resolve(null));
    asked.end(send);
  });
}

describe.skipIf(!program)('in place of the service', () => {
  it('ends with that code, at once or after a while', () => {
    expect(run(['exit', '0']).status).toBe(0);
    expect(run(['exit', '255']).status).toBe(255);
    const before = performance.now();
    expect(run(['exit', '7', '120']).status).toBe(7);
    expect(performance.now() - before).toBeGreaterThan(118);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('sleeps silently, without a tick of time, until %s', async (signal) => {
    const child = await started(['sleep']);
    await asleep(child.pid);
    expect(ticksOf(child.pid)).toBeLessThan(3);
    child.kill(signal);
    expect(await codeOf(child)).toBe(0);
    expect(child.stdout?.read() ?? '').toBe('');
  });

  it('ends while it waits to end', async () => {
    const child = await started(['exit', '0', '3600000']);
    await asleep(child.pid);
    child.kill('SIGTERM');
    expect(await codeOf(child)).toBe(143);
  });

  it('answers every request alike', async () => {
    const port = await freePort();
    const child = await started(['serve', `${port}`, '503', '{"ok":false}']);
    const first = await until(() => ask(port));
    expect(first).toMatchObject({ status: 503, body: '{"ok":false}' });
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '12',
      connection: 'close',
    });
    expect(await ask(port, { method: 'HEAD' })).toMatchObject({ status: 503, body: '' });
    expect(await ask(port, { method: 'POST', send: 'x'.repeat(300_000) })).toMatchObject({ body: '{"ok":false}' });
    const many = await Promise.all(Array.from({ length: 150 }, () => ask(port)));
    expect(many.filter((it) => it?.status === 503)).toHaveLength(150);
    child.kill('SIGTERM');
    expect(await codeOf(child)).toBe(0);
  });

  it('is not held up by whoever says nothing', async () => {
    const port = await freePort();
    await started(['serve', `${port}`, '200', 'well']);
    await until(() => ask(port));
    const silent = Array.from({ length: 20 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    silent[0]?.write('GET / HTT');
    expect((await ask(port))?.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8' });
    silent.forEach((it) => it.destroy());
  });

  it('has no body where HTTP knows none, and a long one whole', async () => {
    const [bare, long] = [await freePort(), await freePort()];
    await started(['serve', `${bare}`, '204', 'x']);
    expect(await until(() => ask(bare))).toMatchObject({ status: 204, body: '' });
    const body = 'äö'.repeat(25_000);
    await started(['serve', `${long}`, '200', body]);
    expect((await until(() => ask(long)))?.body).toHaveLength(50_000);
  });

  it('is reachable from elsewhere, unless it keeps to loopback', async () => {
    const [wide, narrow] = [await freePort(), await freePort()];
    await started(['serve', `${wide}`, '200', '']);
    await started(['serve', `${narrow}`, '200', '', 'loopback']);
    expect(await until(() => ask(wide, { host: '127.0.0.2' }))).toMatchObject({ status: 200 });
    expect(await until(() => ask(narrow))).toMatchObject({ status: 200 });
    expect(await ask(narrow, { host: '127.0.0.2' })).toBeNull();
  });

  it('says that a port is taken', async () => {
    const server = createServer().listen(0, '0.0.0.0');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const stderr = `helper: cannot listen on ${port}: EADDRINUSE\n`;
    expect(run(['serve', `${port}`, '200', ''])).toMatchObject({ status: 125, stderr });
    expect(run(['listen', `${port}`, '--', helper, 'exit', '0'])).toMatchObject({ status: 125, stderr });
    server.close();
  });
});

describe.skipIf(!program)('before the service', () => {
  it('prints a line and is the service', () => {
    const text = 'CRITICAL -- "quoted" ä';
    expect(run(['print', 'stderr', text, '--', 'sh', '-c', 'echo "$0 $1"', 'a', 'b c'])).toEqual({
      status: 0,
      signal: null,
      stdout: 'a b c\n',
      stderr: `${text}\n`,
    });
    const long = 'x'.repeat(100_000);
    expect(run(['print', 'stdout', long, 'exit', '3'])).toMatchObject({ status: 3, stdout: `${long}\n` });
  });

  it('is the same process with the same signals, after a while', async () => {
    const child = await started(['wait', '60', '--', 'sh', '-c', 'trap "exit 9" TERM; echo $$; while :; do :; done']);
    const [said] = (await once(child.stdout ?? child, 'data')) as [Buffer]; // what a stream without an encoding gives
    expect(Number(said.toString())).toBe(child.pid);
    child.kill('SIGTERM');
    expect(await codeOf(child)).toBe(9);
  });

  it('obeys a signal while it waits', async () => {
    const child = await started(['wait', '3600000', '--', 'true']);
    await asleep(child.pid);
    child.kill('SIGTERM');
    expect(await codeOf(child)).toBe(143);
  });

  it('finds a program as a shell does', () => {
    const folder = join(scratch, 'bin');
    fs.mkdirSync(folder);
    fs.writeFileSync(join(folder, 'said'), '#!/bin/sh\necho found\n', { mode: 0o755 });
    fs.writeFileSync(join(folder, 'kept'), '#!/bin/sh\n', { mode: 0o644 });
    const PATH = `/nowhere:${folder}/said:${folder}:/bin`;
    expect(run(['wait', '0', '--', 'said'], { PATH }).stdout).toBe('found\n');
    expect(run(['wait', '0', '--', 'sh', '-c', 'echo usual'], {}).stdout).toBe('usual\n');
    expect(run(['wait', '0', '--', 'kept'], { PATH })).toMatchObject({
      status: 126,
      stderr: 'helper: cannot start kept: EACCES\n',
    });
    expect(run(['wait', '0', '--', 'absent'], { PATH })).toMatchObject({
      status: 127,
      stderr: 'helper: cannot start absent: ENOENT\n',
    });
    expect(run(['wait', '0', '--', '/absent']).status).toBe(127);
    expect(run(['wait', '0', '--', scratch]).status).toBe(126);
    expect(run(['wait', '0', '--', '']).status).toBe(127);
    expect(run(['wait', '0', '--', 'x'.repeat(100_000)], { PATH: 'x'.repeat(100_000) }).status).toBe(127);
  });

  it('writes as who it is, and says what it could not write', () => {
    const file = join(scratch, 'written');
    expect(run(['write', file, '', '--', 'sh', '-c', 'echo after']).stdout).toBe('after\n');
    expect(fs.readFileSync(file, 'utf8')).toBe('written by the helper\n');
    const absent = join(scratch, 'no', 'folder');
    expect(run(['write', absent, '', '--', 'sh', '-c', 'echo after'])).toEqual({
      status: 1,
      signal: null,
      stdout: '',
      stderr: `helper: cannot write ${absent}: ENOENT\n`,
    });
  });

  it.skipIf(!isRoot)('becomes the user that it is told', () => {
    const who = (user: string, env?: NodeJS.ProcessEnv) =>
      run(['write', '/dev/null', user, '--', 'sh', '-c', 'echo $(id -u) $(id -g) $(id -G) $HOME'], env).stdout.trim();
    const env = { PATH: process.env.PATH, HOME: '/root' };
    expect(who('12345', env)).toBe('12345 0 0 /');
    expect(who('12345:54321', env)).toBe('12345 54321 54321 /');
    expect(who('daemon', env)).toBe('1 1 1 /usr/sbin');
    expect(who('1:daemon', { ...env, HOME: '/srv' })).toBe('1 1 1 /srv');
    expect(who('', env)).toMatch(/^0 0 .*\/root$/);
    const status = 125;
    expect(run(['write', '/dev/null', 'nobody-here', '--', 'true'])).toMatchObject({ status });
    expect(run(['write', '/dev/null', '1:nobodies', '--', 'true'])).toMatchObject({ status });
    expect(run(['write', '/dev/null', '99999999999', '--', 'true'])).toMatchObject({ status });
  });
});

describe.skipIf(!program)('beside and above the service', () => {
  it('keeps memory for as long as the service lives', async () => {
    const child = await started(['allocate', '50000000', '--', helper, 'sleep']);
    const beside = await childOf(child.pid);
    await until(() => Number(/VmRSS:\s*(\d+)/.exec(proc(beside, 'status'))?.[1]) * 1024 > 50_000_000);
    child.kill('SIGTERM');
    expect(await codeOf(child)).toBe(0);
    await until(() => /^$|State:\s*[ZX]/m.test(proc(beside, 'status')));
    expect(run(['allocate', `${2 ** 46}`, '--', 'true']).status).toBeOneOf([0, 125]); // as much as the kernel lets
  });

  it('takes a core for as long as the service lives', async () => {
    const child = await started(['spin', '--', helper, 'sleep']);
    const beside = await childOf(child.pid);
    await until(() => ticksOf(beside) >= 10);
    expect(ticksOf(child.pid)).toBeLessThan(5);
    child.kill('SIGKILL');
    await until(() => /^$|State:\s*[ZX]/m.test(proc(beside, 'status')));
  });

  it('takes two cores where it is told so twice, and lets both go with the service', async () => {
    const child = await started(['spin', '--', helper, 'spin', '--', helper, 'sleep']);
    await until(() => childrenOf(child.pid).length === 2);
    const beside = childrenOf(child.pid);
    await until(() => beside.every((pid) => ticksOf(pid) >= 5));
    child.kill('SIGKILL');
    await until(() => beside.every((pid) => /^$|State:\s*[ZX]/m.test(proc(pid, 'status'))));
  });

  it('listens before the service begins', async () => {
    const port = await freePort();
    await started(['listen', `${port}`, '--', 'sh', '-c', 'echo begun; exec sleep 60']).then((child) =>
      once(child.stdout ?? child, 'data'),
    );
    const socket = connect(port, '127.0.0.2');
    await once(socket, 'connect');
    await once(socket.resume(), 'close');
  });

  it('passes no signal on, and ends as the service does', async () => {
    const child = await started(['hold', '--', 'sh', '-c', 'trap "exit 9" TERM; echo; while :; do :; done']);
    await once(child.stdout ?? child, 'data');
    const below = Number(await childOf(child.pid));
    expect(ignoredBy(child.pid) & TERM).toBe(TERM);
    expect(ignoredBy(below) & TERM).toBe(0n);
    child.kill('SIGTERM');
    child.kill('SIGINT');
    process.kill(below, 'SIGTERM');
    expect(await codeOf(child)).toBe(9);
    expect(run(['hold', '--', 'sh', '-c', 'kill -9 $$']).status).toBe(137);
    expect(run(['hold', '--', 'absent']).status).toBe(127);
  });

  it('is nothing after its act where there is no service', () => {
    for (const act of [['print', 'stdout', 'a'], ['wait', '1'], ['spin'], ['hold'], ['allocate', '0']])
      expect(run([...act, '--']).status).toBe(0);
  });
});

it.skipIf(!program)('refuses what it does not know', () => {
  const wrong = `
exit
exit 256
exit -1
exit\u0020
exit 1 99999999999999999999
serve 80 200
serve 65536 200 x
serve 80 200 x wide
print stdin a --
print stdout a
print stdout a exit
wait 1
write /x
write /x root true
allocate 1e3 --
listen --
spin true
hold
fly`.split('\n');
  for (const args of wrong) expect([args, run(args.split(' ')).status]).toEqual([args, 64]);
  expect(run([]).status).toBe(64);
  expect(run(['exit']).stderr).toBe('helper: exit CODE [AFTER_MS]\n');
});
