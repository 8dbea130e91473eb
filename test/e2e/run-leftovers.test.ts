import { afterAll, expect, it } from 'vitest';
import type { Engine, Target } from '../../src/domain/index.ts';
import { makePorts } from '../../src/engines/index.ts';
import { reach } from '../../src/sensors/run/reach.ts';
import { runSensor } from '../../src/sensors/run/index.ts';
import { enginePorts } from './engine-ports.ts';

const ports = await enginePorts();
afterAll(() => ports?.[Symbol.asyncDispose]());
const real = it.skipIf(!ports);

real('leaves nothing when it is interrupted in the middle', async () => {
  const cancel = new AbortController();
  const own = await makePorts({ engine: 'auto', signal: cancel.signal, onEvent: () => undefined, env: process.env });
  const host = {
    sleeper: {
      port: 18090,
      command: ['node', '-e', "require('node:net').createServer().listen(18090, process.env.ADDRESS)"],
      env: { ADDRESS: '{address}' },
      cwd: null,
    },
  };
  const run = {
    // The image's own process has nothing to do and would end at once: this keeps it up to be interrupted.
    env: { NODE_OPTIONS: '--import=data:text/javascript,setInterval(Date,1000)' },
    ready: { log: 'never' },
    writable: ['/data'],
    host,
    memory: null,
    timeoutMs: 30_000,
    windowMs: 30_000,
    starts: 3,
  };
  const target = {
    subject: { kind: 'engine-image', reference: 'node:20-slim' },
    folder: null,
    run,
    stacks: {},
    stack: null,
    built: null,
    builtId: null,
  } as unknown as Target; // what the sensor reads
  const label = `tickproof.run=${own.owner.runId}`;
  const gathered = runSensor.gather(target, ['run.starts', 'run.state'], [], own);
  const interrupted = expect(gathered).rejects.toMatchObject({ code: 'interrupted' });
  await expect.poll(async () => ports?.engine.listContainers(label), { timeout: 20_000 }).not.toEqual([]);
  cancel.abort();
  await interrupted;
  await own[Symbol.asyncDispose]();
  expect(await ports?.engine.listContainers(label)).toEqual([]);
  expect(await ports?.engine.listNetworks(label)).toEqual([]);
  expect(await ports?.engine.listVolumes(label)).toEqual([]);
});

real('asks from inside an image that has no program for it', async () => {
  if (!ports) return;
  const { engine, owner } = ports;
  const { gateway } = await engine.createNetwork(owner.name('reach'), owner.labels);
  const common = { labels: owner.labels, network: owner.name('reach') };
  const serve = "require('node:http').createServer((q,s)=>s.writeHead(203).end('seen')).listen(7000)";
  const server = await engine.createContainer({
    ...common,
    name: owner.name('server'),
    image: 'node:20-slim',
    entrypoint: ['node', '-e', serve],
  });
  const client = await engine.createContainer({
    ...common,
    name: owner.name('client'),
    image: 'debian:bookworm-slim',
    entrypoint: ['sleep', '60'],
    extraHosts: [`there:${gateway}`],
  });
  await engine.startContainer(server);
  await engine.startContainer(client);
  const ask = { kind: 'reach', url: `http://${owner.name('server')}:7000/` } as const;
  const byOthers = await reach(ports, engine, client, ask);
  expect(byOthers).toMatchObject({
    how: expect.stringMatching('sidecar'),
    outcome: { status: 'answered', code: 203, body: 'seen' },
  });

  const alone: Engine = { ...engine, inspectImage: async () => null };
  expect(await reach(ports, alone, client, ask)).toMatchObject({
    how: expect.stringMatching('namespace'),
    outcome: { status: 'answered', code: 203, body: 'seen' },
  });
  const nobody = await reach(ports, alone, client, { kind: 'reach', url: 'http://there:7999/' });
  expect(nobody?.outcome).toMatchObject({
    status: 'unreachable',
    message: expect.stringMatching('ECONNREFUSED'),
    diagnosis: { kind: 'host-unreachable' },
  });
  await engine.removeContainer(client);
  await engine.removeContainer(server);
  await engine.removeNetwork(owner.name('reach'));
});
