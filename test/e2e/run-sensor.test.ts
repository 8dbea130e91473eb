import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import type {
  AnyCheck,
  Ask,
  Atom,
  EnvValue,
  RunFacts,
  RunSettings,
  Target,
  VerifyEvent,
} from '../../src/domain/index.ts';
import { runSensor } from '../../src/sensors/run/index.ts';
import healthy from '../../src/checks/run/healthy.ts';
import http from '../../src/checks/run/http.ts';
import logs from '../../src/checks/run/logs.ts';
import openPorts from '../../src/checks/run/ports.ts';
import readOnly from '../../src/checks/run/read-only.ts';
import restarts from '../../src/checks/run/restarts.ts';
import starts from '../../src/checks/run/starts.ts';
import startup from '../../src/checks/run/startup.ts';
import stop from '../../src/checks/run/stop.ts';
import { judgeFacts } from '../../src/verify/judge.ts';
import { enginePorts } from './engine-ports.ts';

const events: VerifyEvent[] = [];
const ports = await enginePorts(events);
const image = ports?.owner.name('run-service:test') ?? '';
const context = new URL('./run-service', import.meta.url).pathname;
if (ports) {
  const request = {
    context,
    dockerfile: `${context}/Dockerfile`,
    tag: image,
    args: {},
    secrets: [],
    labels: ports.owner.labels,
  };
  const built = await ports.engine.build(request, () => undefined);
  if (!built.succeeded) throw new Error(built.message);
}

afterAll(async () => {
  await ports?.engine.removeImage(image);
  await ports?.[Symbol.asyncDispose]();
});

const settings: RunSettings = {
  env: {},
  ready: { http: '/', port: 8000 },
  writable: [],
  host: {},
  memory: 128 * 2 ** 20,
  timeoutMs: 20_000,
  windowMs: 3_000,
  starts: 3,
};

async function observe(
  atoms: readonly (keyof RunFacts)[],
  over: Partial<RunSettings> = {},
  asks: readonly Ask[] = [],
): Promise<Partial<RunFacts>> {
  if (!ports) throw new Error('skipped');
  const run = { ...settings, ...over };
  const target = {
    subject: { kind: 'engine-image', reference: image },
    folder: context,
    run,
    stacks: {},
    stack: null,
    built: image,
    builtId: null,
  } as unknown as Target; // the build's settings are not read
  return runSensor.gather(
    target,
    atoms.map((atom): Atom => `run.${atom}`),
    asks,
    ports,
  );
}

const fault = (name: string): { readonly env: Readonly<Record<string, EnvValue>> } => ({ env: { FAULT: name } });
const real = it.skipIf(!ports);
/** What measures nothing need not wait for its turn. */
const beside = real.concurrent;

/** The reason for which a check goes red on what was really seen; `pass` when it does not. */
function reasonOf(check: AnyCheck, facts: Partial<RunFacts>): string {
  const verdict = judgeFacts({ check, params: check.params.parse({}) }, { run: facts });
  return verdict.status === 'fail' ? verdict.findings[0].reason : verdict.status;
}

real('sees all of a service that is well', async () => {
  const asks: readonly Ask[] = [
    { kind: 'http', path: '/' },
    { kind: 'command', argv: ['node', '-e', 'console.log(process.env.SECRET.length)'], timeoutMs: 10_000 },
    { kind: 'reach', url: 'http://host.docker.internal:18080/' },
    { kind: 'reach', url: 'http://nowhere.invalid/' },
  ];
  const upstream = `require('node:http').createServer((q,s)=>s.end('from the host')).listen(+process.env.PORT, process.env.ADDRESS)`;
  const facts = await observe(
    [
      'command',
      'state',
      'starts',
      'health',
      'http',
      'logs',
      'memory',
      'cpu',
      'restarts',
      'process',
      'stop',
      'readOnly',
      'commands',
      'reaches',
      'ports',
    ],
    {
      env: { SECRET: { generate: 'hex32' } },
      host: {
        upstream: {
          port: 18080,
          command: ['node', '-e', upstream],
          env: { PORT: '{port}', ADDRESS: '{address}' },
          cwd: null,
        },
      },
    },
    asks,
  );
  expect(facts.state).toMatchObject({ started: true, running: true, diagnosis: null });
  expect(facts.starts?.samples.length).toBeGreaterThanOrEqual(3);
  expect(facts.starts?.ready?.median).toBeGreaterThan(10);
  expect(facts.starts?.ready?.median).toBeLessThan(10_000);
  expect(facts.starts?.samples.every(({ portOpenMs, firstLogMs }) => portOpenMs !== null && firstLogMs !== null)).toBe(
    true,
  );
  expect(facts.health).toMatchObject({ configured: true, status: 'healthy', diagnosis: null });
  expect(facts.health?.healthyMs).toBeGreaterThan(0);
  expect(facts.http?.[0]?.outcome).toMatchObject({ status: 'answered', code: 200 });
  expect(facts.logs?.lines.map(({ text }) => text)).toEqual(['listening on 8000', 'stopping']);
  expect(facts.memory).toMatchObject({ unit: 'B', limitBytes: 128 * 2 ** 20 });
  expect(facts.memory?.samples).toHaveLength(30);
  expect(facts.memory?.p95).toBeGreaterThan(5e6);
  expect(facts.memory?.p95).toBeLessThan(128e6);
  expect(facts.cpu?.meanMillicores).toBeLessThan(500);
  expect(facts.cpu?.probes).toBeGreaterThan(0);
  expect(facts.restarts?.count).toBe(0);
  expect(facts.process).toMatchObject({ uid: 1000, gid: 1000, user: 'node', argv: ['node', '/app/server.mjs'] });
  expect(facts.stop).toMatchObject({ signal: 'SIGTERM', killed: false, exitCode: 0, openRequestFinished: true });
  expect(facts.readOnly).toMatchObject({ works: true, wrote: [] });
  expect(facts.commands?.[0]).toMatchObject({ exitCode: 0, stdout: '64', timedOut: false });
  expect(facts.reaches?.[0]?.outcome).toMatchObject({ status: 'answered', code: 200, body: 'from the host' });
  expect(facts.reaches?.[1]?.outcome).toMatchObject({ status: 'unreachable', diagnosis: { kind: 'host-unreachable' } });
  expect(facts.ports?.listening).toEqual([{ port: 8000, protocol: 'tcp', address: '0.0.0.0', loopback: false }]);
  expect(facts.command).toContain('SECRET=$(openssl rand -hex 32)');
  for (const check of [starts, healthy, http, logs, openPorts, readOnly, restarts, startup, stop])
    expect(reasonOf(check, facts)).toBe('pass');
});

beside('says why a container that exits at once does so, and gives what there is', async () => {
  const facts = await observe(['state', 'logs', 'health', 'restarts', 'memory', 'ports'], fault('exit'));
  expect(facts.state).toMatchObject({
    started: true,
    running: false,
    exitCode: 3,
    diagnosis: { kind: 'variable-missing' },
  });
  expect(facts.logs?.lines).toMatchObject([{ stream: 'stderr', text: 'SERVICE_TOKEN is required' }]);
  expect(facts.restarts?.count).toBeGreaterThan(0);
  expect(facts.memory).toBe(undefined);
  expect([starts, restarts, healthy].map((check) => reasonOf(check, facts))).toEqual([
    'exited',
    'restarted',
    'never-healthy',
  ]);
});

beside('names a missing module', async () => {
  const facts = await observe(['state'], fault('module'));
  expect(facts.state?.diagnosis).toMatchObject({ kind: 'module-missing', cause: expect.stringContaining('not-there') });
});

beside('sees a crash within the window', async () => {
  const facts = await observe(['state'], { ...fault('crash'), windowMs: 5_000 });
  expect(facts.state).toMatchObject({ running: false, exitCode: 1 });
  expect(reasonOf(starts, facts)).toBe('exited');
});

beside('sees that a service listens on loopback only', async () => {
  const facts = await observe(['state', 'http', 'ports'], { ...fault('loopback'), timeoutMs: 2_000 }, [
    { kind: 'http', path: '/' },
  ]);
  expect(facts.state?.diagnosis?.kind).toBe('loopback-only');
  expect(facts.http?.[0]?.outcome.status).toBe('refused');
  expect(facts.ports?.listening).toMatchObject([{ port: 8000, loopback: true }]);
  expect([http, openPorts].map((check) => reasonOf(check, facts))).toEqual(['refused', 'loopback-only']);
});

beside('hands on a status of 500', async () => {
  const facts = await observe(['http'], { ...fault('500'), timeoutMs: 2_000 }, [{ kind: 'http', path: '/' }]);
  expect(facts.http?.[0]?.outcome).toMatchObject({ status: 'answered', code: 500 });
  expect(reasonOf(http, facts)).toBe('status');
});

beside('reads both streams of the log', async () => {
  const facts = await observe(['logs'], fault('critical'));
  expect(facts.logs?.lines).toContainEqual(
    expect.objectContaining({ stream: 'stderr', text: 'CRITICAL the disk is on fire' }),
  );
  expect(reasonOf(logs, facts)).toBe('log-match');
});

beside('sees that TERM is ignored', async () => {
  const facts = await observe(['stop'], fault('deaf'));
  expect(facts.stop).toMatchObject({ killed: true, exitCode: 137 });
  expect(reasonOf(stop, facts)).toBe('killed');
});

beside('names what a service writes that needs a writable root', async () => {
  const facts = await observe(['readOnly'], { ...fault('write'), timeoutMs: 3_000 });
  expect(facts.readOnly).toMatchObject({
    works: false,
    wrote: expect.arrayContaining(['/app/cache/pid']),
    diagnosis: { kind: 'read-only' },
  });
  expect(reasonOf(readOnly, facts)).toBe('wrote');
});

beside('lets a service write where it is declared to', async () => {
  const facts = await observe(['readOnly'], { ...fault('write'), writable: ['/app'] });
  expect(facts.readOnly).toMatchObject({ works: true, wrote: [] });
});

beside('says so when a host process ends before it listens', async () => {
  const host = { upstream: { port: 22222, command: ['node', '-e', 'process.exit(1)'], env: {}, cwd: null } };
  await expect(observe(['state'], { host })).rejects.toMatchObject({ code: 'tool-missing' });
});

beside('says so when the port of a host process is taken', async () => {
  const taken = createServer().listen(0, '0.0.0.0');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo; // a TCP server's address
  const host = { upstream: { port, command: ['node', '-e', 'process.exit(1)'], env: {}, cwd: null } };
  await expect(observe(['state'], { host })).rejects.toMatchObject({ code: 'port-busy' });
  taken.close();
});

real('leaves nothing behind', async () => {
  const label = `tickproof.run=${ports?.owner.runId}`;
  expect(await ports?.engine.listContainers(label)).toEqual([]);
  expect(await ports?.engine.listNetworks(label)).toEqual([]);
  expect(await ports?.engine.listVolumes(label)).toEqual([]);
});
