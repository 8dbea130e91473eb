import { expect, it } from 'vitest';
import type { ContainerStats } from '../../domain/index.ts';
import { cpuOf, memoryOf } from './idle.ts';
import { readListeners } from './listeners.ts';
import { fromStatus, nameOf } from './process-of.ts';
import { hasHealthcheck, probeOf } from './readiness.ts';
import { writtenPaths } from './read-only.ts';
import { seriesOf } from './series.ts';
import { environmentByHand, environmentOf } from './settings.ts';
import { firstProbe } from './starts.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, remote: string, state: string) =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  1000        0 1\n`;

it('reads listeners from the tables of the kernel', () => {
  const tcp =
    HEAD +
    row('00000000:1F40', '00000000:0000', '0A') +
    row('0100007F:2328', '00000000:0000', '0A') +
    row('0100007F:2328', '0100007F:9999', '01');
  const tcp6 =
    HEAD +
    row('00000000000000000000000000000000:01BB', '00000000000000000000000000000000:0000', '0A') +
    row('00000000000000000000000001000000:0050', '00000000000000000000000000000000:0000', '0A');
  const udp = HEAD + row('00000000:0035', '00000000:0000', '07') + row('00000000:9C40', '00000000:0000', '07');
  expect(readListeners({ tcp, tcp6, udp })).toEqual([
    { port: 53, protocol: 'udp', address: '0.0.0.0', loopback: false },
    { port: 80, protocol: 'tcp', address: '::1', loopback: true },
    { port: 443, protocol: 'tcp', address: '::', loopback: false },
    { port: 8000, protocol: 'tcp', address: '0.0.0.0', loopback: false },
    { port: 9000, protocol: 'tcp', address: '127.0.0.1', loopback: true },
  ]);
});

it("does not take the engine's name server for a service", () => {
  expect(readListeners({ tcp: HEAD + row('0B00007F:A2C5', '00000000:0000', '0A') })).toEqual([]);
});

it('reads no listeners from a table that is cut short', () => {
  expect(readListeners({ tcp: `${HEAD}   0: 0000` })).toEqual([]);
});

it('takes median, p95 and spread of samples', () => {
  expect(seriesOf('ms', [300, 100, 200])).toEqual({
    unit: 'ms',
    samples: [300, 100, 200],
    median: 200,
    p95: 300,
    max: 300,
    spread: 1,
  });
  expect(seriesOf('ms', [100, 200])).toMatchObject({ median: 150 });
  expect(seriesOf('B', [0, 0])).toMatchObject({ spread: 0 });
});

const stats = (second: number, over: Partial<ContainerStats> = {}): ContainerStats => ({
  atMs: second * 1000,
  memoryUsageBytes: 50e6,
  inactiveFileBytes: 10e6,
  memoryLimitBytes: 512e6,
  memoryPeakBytes: 60e6 + second,
  cpuNs: second * 2e7, // 2 % of a core
  pids: 3,
  ...over,
});

it('judges memory on what cannot be given back', () => {
  expect(memoryOf([stats(0), stats(1), stats(2)], 'v1')).toMatchObject({
    samples: [40e6, 40e6],
    p95: 40e6,
    peakBytes: 60e6 + 2,
    limitBytes: 512e6,
    cgroup: 'v1',
  });
});

it("takes CPU from the counter's difference, over the whole and in windows of five seconds", () => {
  const cpu = cpuOf(
    Array.from({ length: 31 }, (_, second) => stats(second)),
    4,
  );
  expect(cpu?.meanMillicores).toBeCloseTo(20);
  expect(cpu?.samples).toHaveLength(6);
  expect(cpu).toMatchObject({ windowMs: 30_000, probes: 4 });
  expect(cpuOf([stats(0)], 0)).toBe(undefined);
});

const config = { healthcheck: null, exposedPorts: ['8000/tcp'] };

it('asks as the settings say, else by the health check, else at the first port', () => {
  const healthcheck = { test: ['CMD', 'true'] };
  expect(probeOf({ http: '/health' }, config)).toEqual({ kind: 'http', path: '/health', port: 8000, status: 200 });
  expect(probeOf({ http: '/health', port: 9000, status: 204 }, config)).toEqual({
    kind: 'http',
    path: '/health',
    port: 9000,
    status: 204,
  });
  expect(probeOf({ tcp: 5432 }, config)).toEqual({ kind: 'tcp', port: 5432 });
  expect(probeOf(null, { ...config, healthcheck })).toEqual({ kind: 'health' });
  expect(probeOf(null, { ...config, healthcheck: { test: ['NONE'] } })).toEqual({ kind: 'tcp', port: 8000 });
  expect(probeOf(null, { healthcheck: null, exposedPorts: [] })).toEqual({ kind: 'up' });
  expect(hasHealthcheck({ healthcheck: { test: [] } })).toBe(false);
});

it('names what an ordinary life wrote, less what is mounted or made by the engine', () => {
  const changes = [
    '/app',
    '/app/cache',
    '/app/cache/x',
    '/tmp/y',
    '/etc',
    '/etc/hosts',
    '/data',
    '/data/db',
    '/root',
  ].map((path) => ({ path, kind: 'changed' }));
  expect(writtenPaths(changes, ['/data'])).toEqual(['/app/cache/x', '/root']);
});

it('reads the effective user of a process and its name in the image', () => {
  const status = 'Name:\tnode\nUid:\t0\t1000\t0\t0\nGid:\t0\t1000\t0\t0\n';
  expect(fromStatus(status)).toEqual({ uid: 1000, gid: 1000 });
  expect(fromStatus('Name:\tnode\n')).toBe(null);
  expect(nameOf('root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n', 1000)).toBe('node');
  expect(nameOf('root:x:0:0::/root:/bin/sh\n', 1000)).toBe(null);
});

it('makes generated values anew each time and shows them as a command', () => {
  const env = { KEY: { generate: 'hex32' } as const, MODE: 'production' };
  const [first] = environmentOf(env);
  expect(first).toMatch(/^KEY=[0-9a-f]{64}$/);
  expect(environmentOf(env)[0]).not.toBe(first);
  expect(environmentByHand(env)).toEqual(['-e', 'KEY=$(openssl rand -hex 32)', '-e', 'MODE=production']);
});

it.each([
  ['Docker waits for its default', {}, 30_000],
  ['and for the interval', { intervalMs: 5_000 }, 5_000],
  ['and for the start interval in a start period', { startPeriodMs: 9_000, startIntervalMs: 500 }, 500],
  ['which stands for nothing without one', { intervalMs: 5_000, startIntervalMs: 500 }, 5_000],
])('knows when health is first asked for: %s', (_, health, expected) => {
  expect(firstProbe({ kind: 'docker', apiVersion: '1.45' }, health)).toBe(expected);
});

it('knows that older engines have no start interval, and that Podman asks at once', () => {
  const often = { startPeriodMs: 9_000, startIntervalMs: 500 };
  expect(firstProbe({ kind: 'docker', apiVersion: '1.43' }, often)).toBe(30_000);
  expect(firstProbe({ kind: 'podman', apiVersion: '1.45' }, often)).toBeNull();
});
