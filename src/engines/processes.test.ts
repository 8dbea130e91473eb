import { expect, it } from 'vitest';
import { KeptOutput } from './kept-output.ts';
import { startOf } from './owner.ts';
import { hostProcesses } from './processes.ts';

const env = process.env;
const calm = new AbortController().signal;
const node = (code: string) => [process.execPath, '-e', code];

it('gives an exit code as a value, with both outputs and their lines', async () => {
  const lines: string[] = [];
  const outcome = await hostProcesses({ signal: calm, env }).run(
    node('console.log("a\\r\\nb"); console.error("c"); process.exitCode = 3'),
    {
      onStdout: (line) => lines.push(`out ${line}`),
      onStderr: (line) => lines.push(`err ${line}`),
    },
  );
  expect(outcome).toMatchObject({ exitCode: 3, signal: null, stdout: 'a\r\nb\n', stderr: 'c\n', timedOut: false });
  expect(lines.sort()).toEqual(['err c', 'out a', 'out b']);
});

it('feeds its input, and lays variables over the environment', async () => {
  const { stdout } = await hostProcesses({ signal: calm, env: { ...env, KEPT: 'k', GONE: 'g' } }).run(
    node(
      'process.stdin.pipe(process.stdout); process.stdin.on("end", () => console.log(process.env.KEPT, process.env.GONE, process.env.NEW))',
    ),
    { input: 'in\n', env: { GONE: null, NEW: 'n' } },
  );
  expect(stdout).toBe('in\nk undefined n\n');
});

it('says which program is missing, and which folder', async () => {
  const processes = hostProcesses({ signal: calm, env });
  await expect(processes.run(['tickproof-no-such-program'])).rejects.toMatchObject({ code: 'tool-missing' });
  await expect(processes.run(node('0'), { cwd: '/no/such/folder' })).rejects.toMatchObject({ code: 'file-unreadable' });
  expect(processes.find('tickproof-no-such-program')).toBeNull();
  expect(processes.find('sh')).toMatch(/\/sh$/);
});

const PARENT = `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("ready")'], { stdio: ['ignore', 'pipe', 'ignore'] });
child.stdout.once('data', () => console.log(child.pid));
setInterval(() => {}, 1000);
`;

it('ends the whole group when the time is up, the deaf as well', async () => {
  const outcome = await hostProcesses({ signal: calm, env }).run(node(PARENT), { timeoutMs: 1500 });
  expect(outcome).toMatchObject({ timedOut: true, signal: 'SIGTERM' });
  expect(Number(outcome.stdout)).toBeGreaterThan(0);
  expect(startOf(Number(outcome.stdout))).toBeNull();
});

it('ends the whole group on abort, and says so', async () => {
  const abort = new AbortController();
  const pids: number[] = [];
  const running = hostProcesses({ signal: abort.signal, env }).run(node(PARENT), {
    onStdout(line) {
      pids.push(Number(line));
      abort.abort();
    },
  });
  await expect(running).rejects.toMatchObject({ code: 'interrupted' });
  expect(pids.map((pid) => startOf(pid))).toEqual([null]);
  await expect(hostProcesses({ signal: abort.signal, env }).run(node('0'))).rejects.toMatchObject({
    code: 'interrupted',
  });
});

it('leaves nothing of a program that left children behind', async () => {
  const { stdout, exitCode } = await hostProcesses({ signal: calm, env }).run(['sh', '-c', 'sleep 60 & echo $!']);
  expect(exitCode).toBe(0);
  expect(startOf(Number(stdout))).toBeNull();
});

it('keeps a program running until it is disposed of, and tells of its group', async () => {
  const told: string[] = [];
  const processes = hostProcesses({
    signal: calm,
    env,
    onGroup: () => told.push('begun'),
    onGroupEnd: () => told.push('ended'),
  });
  const running = await processes.start(['sh', '-c', 'echo up; sleep 60']);
  expect(startOf(running.pid)).not.toBeNull();
  await running[Symbol.asyncDispose]();
  expect(startOf(running.pid)).toBeNull();
  expect((await running.ended).signal).toBe('SIGTERM');
  expect(told).toEqual(['begun', 'ended']);
});

it('keeps the beginning and the end of a long output, and says what is missing', () => {
  const lines: string[] = [];
  const kept = new KeptOutput(20, (line) => lines.push(line));
  for (const chunk of ['0123456', '789abcdefghij', 'klm\nnop', 'qrstuvwxyz']) kept.add(Buffer.from(chunk));
  kept.end();
  expect(kept.text()).toBe('0123456789\n[17 bytes left out]\nqrstuvwxyz');
  expect(lines).toEqual(['0123456789abcdefghijklm', 'nopqrstuvwxyz']);
});

it('puts characters together that came in two pieces', () => {
  const lines: string[] = [];
  const kept = new KeptOutput(100, (line) => lines.push(line));
  const bytes = Buffer.from('é\n');
  kept.add(bytes.subarray(0, 1));
  kept.add(bytes.subarray(1));
  expect(lines).toEqual(['é']);
});
