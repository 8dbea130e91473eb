import { existsSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { Ask, Atom, StackFacts, StackSettings, Target, VerifyEvent } from '../../src/domain/index.ts';
import { stackSensor } from '../../src/sensors/stack/index.ts';
import { enginePorts } from './engine-ports.ts';

const events: VerifyEvent[] = [];
const ports = await enginePorts(events);
const folder = new URL('./stack-service', import.meta.url).pathname;
afterAll(() => ports?.[Symbol.asyncDispose]());

const settings: StackSettings = {
  files: ['compose.yml'],
  env: { TOKEN: { generate: 'hex32' } },
  profiles: [],
  host: {},
  timeoutMs: 60_000,
};

async function observe(over: Partial<StackSettings> = {}, asks: readonly Ask[] = []): Promise<Partial<StackFacts>> {
  if (!ports) throw new Error('skipped');
  const stack = { ...settings, ...over, name: 'everyday' };
  const build = { context: '.', dockerfile: 'Dockerfile', args: {}, target: null, secrets: [] };
  const target = {
    subject: { kind: 'folder', path: folder },
    folder,
    build,
    run: { windowMs: 1_000 },
    stacks: {},
    stack,
    built: null,
    builtId: null,
  } as unknown as Target; // of the run settings only the window is read
  const atoms: readonly Atom[] = [
    'stack.project',
    'stack.up',
    'stack.services',
    'stack.http',
    'stack.reaches',
    'stack.down',
  ];
  return stackSensor.gather(target, atoms, asks, ports);
}

const real = it.skipIf(!ports);

real('brings a project up beside everything else, asks it and takes it down', async () => {
  const upstream = `require('node:http').createServer((q,s)=>s.end('from the host')).listen(+process.env.PORT, process.env.ADDRESS)`;
  const facts = await observe(
    {
      host: {
        upstream: {
          port: 18081,
          command: ['node', '-e', upstream],
          env: { PORT: '{port}', ADDRESS: '{address}' },
          cwd: null,
        },
      },
    },
    [
      { kind: 'http', path: '/', service: 'web' },
      { kind: 'reach', url: 'http://store:7000/', service: 'web' },
      { kind: 'reach', url: 'http://host.docker.internal:18081/', service: 'web' },
      { kind: 'reach', url: 'http://host.docker.internal:18081/', service: 'store' },
    ],
  );
  expect(facts.up).toMatchObject({ succeeded: true, message: null, diagnosis: null });
  expect(facts.up?.elapsedMs).toBeGreaterThan(100);
  expect(facts.services).toMatchObject([
    { service: 'store', status: 'running', health: 'healthy', restarts: 0, diagnosis: null },
    { service: 'web', status: 'running', health: 'healthy', restarts: 0, diagnosis: null },
  ]);
  expect(facts.services?.[1]?.logs.map(({ text }) => text)).toContain('listening on 8000');
  expect(facts.http?.[0]?.outcome).toMatchObject({ status: 'answered', code: 200 });
  expect(
    facts.reaches?.map(({ outcome }) => (outcome.status === 'answered' ? outcome.body : outcome.diagnosis?.kind)),
  ).toEqual(['stored', 'from the host', 'host-unreachable']);
  expect(facts.down?.left).toEqual([]);
  expect(facts.down?.volumesKept).toEqual([`${facts.project}_state`]);
  expect(existsSync(`${folder}/data`)).toBe(false);
});

real('names the service that does not get healthy', async () => {
  const facts = await observe({ env: { ...settings.env, STORE_PORT: '7001' }, timeoutMs: 30_000 });
  expect(facts.up).toMatchObject({ succeeded: false, message: expect.stringMatching(/store is unhealthy/) });
  expect(facts.services?.find(({ service }) => service === 'store')).toMatchObject({ health: 'unhealthy' });
});

real('names a service that is healthy and still cannot be reached', async () => {
  const facts = await observe({ env: { ...settings.env, FAULT: 'loopback' } }, [
    { kind: 'http', path: '/', service: 'web' },
  ]);
  expect(facts.up?.succeeded).toBe(true);
  expect(facts.http?.[0]?.outcome).toMatchObject({ status: 'refused', diagnosis: { kind: 'loopback-only' } });
});

real('names the variable that is missing', async () => {
  const facts = await observe({ env: {} });
  expect(facts.up).toMatchObject({
    succeeded: false,
    diagnosis: { kind: 'variable-missing', cause: expect.stringMatching('TOKEN') },
  });
});

real('names the external network that a fresh machine does not have, before anything is started', async () => {
  const facts = await observe({ files: ['external.yml'] });
  expect(facts.up).toMatchObject({ succeeded: false, diagnosis: { cause: expect.stringMatching('network proxy') } });
  expect(facts.services).toEqual([]);
});

real('says so when a service exits at once', async () => {
  const facts = await observe({ env: { ...settings.env, FAULT: 'exit' } });
  expect(facts.up).toMatchObject({ succeeded: false, diagnosis: { kind: 'variable-missing' } });
});

real('leaves nothing behind but what it has built, which goes with the run', async () => {
  const label = `tickproof.run=${ports?.owner.runId}`;
  expect(await ports?.engine.listContainers(label)).toEqual([]);
  expect(await ports?.engine.listNetworks(label)).toEqual([]);
  expect(await ports?.engine.listVolumes(label)).toEqual([]);
  expect(
    (await ports?.engine.listImages())
      ?.flatMap(({ tags }) => tags)
      .filter((tag) => tag.includes(ports?.owner.runId ?? '')),
  ).toEqual([expect.stringMatching(/-build-/)]);
});
