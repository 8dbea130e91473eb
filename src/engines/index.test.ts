import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makePorts, reaperCommand } from './index.ts';
import { startOf } from './owner.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'ports-test-'));
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));
const settings = {
  engine: 'none',
  signal: new AbortController().signal,
  onEvent: () => {},
  env: process.env,
  cacheDir,
} as const;

function reaperPid(runId: string): number | null {
  const found = readdirSync('/proc').find((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').endsWith(`\0${runId}\0`);
    } catch {
      return false; // it ended while we looked
    }
  });
  return found === undefined ? null : Number(found);
}

it('starts nothing for who starts nothing', async () => {
  const ports = await makePorts(settings);
  expect(ports.engine).toBeNull();
  expect(ports.whyNoEngine).toContain('--engine none');
  ports.cache.write('facts', 'key', 1);
  expect(ports.files.readText('/no/such/file')).toBeNull();
  expect(reaperPid(ports.owner.runId)).toBeNull();
  await ports[Symbol.asyncDispose]();
});

it('leaves neither folder nor program, nor what left its group', async () => {
  const ports = await makePorts(settings);
  const folder = ports.files.temporary('kept');
  const program = await ports.processes.start(['sh', '-c', 'setsid sleep 60 & echo $!; sleep 60']);
  while (program.output().stdout === '') await ports.clock.sleep(5, settings.signal);
  const escaped = Number(program.output().stdout);
  const reaper = reaperPid(ports.owner.runId) ?? 0;
  expect([program.pid, escaped, reaper].map((pid) => startOf(pid) !== null)).toEqual([true, true, true]);

  await ports[Symbol.asyncDispose]();
  for (const pid of [program.pid, escaped, reaper]) {
    while (startOf(pid) !== null) await ports.clock.sleep(5, settings.signal); // a kill takes a moment; the test's limit is the deadline
  }
  expect(existsSync(folder.path)).toBe(false);
  expect(readdirSync(tmpdir()).filter((name) => name.includes(ports.owner.runId))).toEqual([]);
});

it('clears up as well when its reaper was killed', async () => {
  const ports = await makePorts(settings);
  const folder = ports.files.temporary('kept');
  const reaper = reaperPid(ports.owner.runId);
  if (reaper === null) throw new Error('there is no reaper');
  process.kill(reaper, 'SIGKILL');
  while (startOf(reaper) !== null) await ports.clock.sleep(5, settings.signal);
  await ports[Symbol.asyncDispose]();
  expect(existsSync(folder.path)).toBe(false);
});

it('does not sweep up a run that lives', async () => {
  await using ports = await makePorts(settings);
  await using folder = ports.files.temporary('kept');
  const swept = await ports.sweep();
  expect(swept.runs).not.toContain(ports.owner.runId);
  expect(existsSync(folder.path)).toBe(true);
});

it('knows how its reaper is started', () => {
  expect(reaperCommand().at(-1)).toMatch(/reaper-main\.ts$/);
});
