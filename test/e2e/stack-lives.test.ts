import { existsSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { Ask, StackFacts, StackSettings, Target, VerifyEvent } from '../../src/domain/index.ts';
import { stackSensor } from '../../src/sensors/stack/index.ts';
import { enginePorts } from './engine-ports.ts';

const events: VerifyEvent[] = [];
const ports = await enginePorts(events);
const folder = new URL('./notes-service', import.meta.url).pathname;
afterAll(() => ports?.[Symbol.asyncDispose]());

async function observe(over: Partial<StackSettings> = {}, asks: readonly Ask[] = []): Promise<Partial<StackFacts>> {
  if (!ports) throw new Error('skipped');
  const stack = { files: ['compose.yml'], env: {}, profiles: [], host: {}, timeoutMs: 60_000, ...over, name: 'notes' };
  const build = { context: '.', dockerfile: 'Dockerfile', args: {}, target: null, secrets: [] };
  const target = {
    subject: { kind: 'folder', path: folder },
    folder,
    build,
    run: { windowMs: 0 },
    stacks: {},
    stack,
    built: null,
    builtId: null,
  } as unknown as Target; // of the run settings only the window is read
  const atoms = ['stack.project', 'stack.up', 'stack.services', 'stack.persists', 'stack.down'] as const;
  return stackSensor.gather(target, atoms, asks, ports);
}

const real = it.skipIf(!ports);

const noteIn = (place: string): Ask => ({
  kind: 'persist',
  service: 'notes',
  write: { kind: 'http', method: 'PUT', path: `/${place}`, body: `kept in ${place}` },
  read: { kind: 'http', method: 'GET', path: `/${place}` },
});
const byCommand: Ask = {
  kind: 'persist',
  service: 'notes',
  write: { kind: 'command', argv: ['node', '-e', "require('node:fs').writeFileSync('/own', 'kept')"] },
  read: { kind: 'command', argv: ['cat', '/own'] },
};

real('lives twice, and finds again what lies in volumes with a name; two of the same do not meet', async () => {
  const asks = [...['named', 'anonymous', 'folder'].map(noteIn), byCommand];
  const [facts, other] = await Promise.all([observe({}, asks), observe()]);
  expect([facts.up?.message, other.up?.message]).toEqual([null, null]);
  expect(facts.up?.samples).toHaveLength(2);
  expect(facts.persists?.map(({ wrote, read }) => [wrote, read])).toMatchObject([
    [{ code: 201 }, { output: 'kept in named' }],
    [{ code: 201 }, { output: 'kept in anonymous' }],
    [{ code: 201 }, { output: 'kept in folder' }],
    [{ code: 0 }, { output: 'kept' }],
  ]);
  expect(facts.persists?.map(({ again }) => again)).toMatchObject([
    { code: 200, output: 'kept in named' },
    { code: 404 },
    { code: 200, output: 'kept in folder' },
    { code: 1 },
  ]);
  for (const it of [facts, other]) {
    expect(it.down).toMatchObject({ left: [], volumesKept: [`${it.project}_notes`] });
    expect(it.services?.[0]?.timeline?.map(({ what }) => what)).toEqual(['created', 'started', 'ended']);
  }
  expect(existsSync(`${folder}/missing`)).toBe(false);
});

real('tells when each service was created, started, well and ended', async () => {
  const { up, services } = await observe({ files: ['early.yml'] });
  expect(up).toMatchObject({ succeeded: true });
  const [app, db] = services ?? [];
  expect(db?.timeline?.map(({ what }) => what)).toEqual(['created', 'started', 'healthy']);
  expect(app?.dependsOn).toEqual({ db: 'service_started' });
  expect(app?.startedMs).toBeLessThan(db?.healthyMs ?? 0);
});

real('does not wait out the time when a service has ended for good', async () => {
  const { up, services } = await observe({
    files: ['early.yml'],
    env: { APP: 'process.exit(3)' },
    profiles: ['slow'],
    timeoutMs: 120_000,
  });
  expect(up).toMatchObject({
    succeeded: false,
    message: expect.stringMatching(/app ended with exit code 3.*not waited for/),
  });
  expect(up?.elapsedMs).toBeLessThan(30_000);
  expect(services?.find(({ service }) => service === 'app')?.timeline?.at(-1)).toMatchObject({
    what: 'ended',
    exitCode: 3,
  });
});

real('leaves nothing behind', async () => {
  const label = `tickproof.run=${ports?.owner.runId}`;
  expect(await ports?.engine.listContainers(label)).toEqual([]);
  expect(await ports?.engine.listNetworks(label)).toEqual([]);
  expect(await ports?.engine.listVolumes(label)).toEqual([]);
});
