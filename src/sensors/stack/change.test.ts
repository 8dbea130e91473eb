import { expect, it } from 'vitest';
import type { EngineImage, StackChange } from '../../domain/index.ts';
import { briefHealth, secondsOf } from './brief-health.ts';
import { changeModel, commandOf } from './change.ts';
import { resolvedModel } from './model.ts';

const model = resolvedModel.parse({
  name: 'tickproof-x',
  services: {
    web: {
      image: 'web:1',
      command: ['serve', 'a$$b'],
      user: '1000',
      ports: [{ target: 8000 }],
      environment: { A: '1', B: '2' },
      volumes: [{ type: 'volume', source: 'state', target: '/state' }],
      networks: { default: null },
      links: ['db'],
      extra_hosts: ['host.docker.internal=172.20.0.1', 'other=10.0.0.1'],
      deploy: { restart_policy: { condition: 'none' }, resources: { limits: { pids: 5 } } },
    },
    db: { image: 'db:1', networks: { default: null }, healthcheck: { test: ['CMD', 'ready'], start_period: '1m30s' } },
    side: { image: 'db:1', network_mode: 'service:web', healthcheck: { disable: true } },
  },
  networks: { default: { name: 'tickproof-x_default' } },
});

const config = {
  entrypoint: ['/entry$point'],
  cmd: ['default'],
  env: ['LANG=C', 'FROM_IMAGE=1'],
  user: 'app',
  healthcheck: { test: ['CMD', 'probe', '$HOME'], intervalMs: 30_000, startPeriodMs: 10_000 },
} as unknown as EngineImage['config']; // what is read of it

const changed = (change: StackChange) =>
  changeModel(model, change, {
    project: 'tickproof-x',
    labels: { 'tickproof.mutant': '1' },
    helper: '/home/$me/helper',
    configOf: (image) => (image === 'web:1' ? config : undefined),
  });
const webOf = (change: StackChange) => changed({ service: 'web', ...change }).services.web;

it('puts the helper before what the service is', () => {
  const web = webOf({ run: { act: { do: 'print', stream: 'stderr', text: 'costs $5' } } });
  expect(web).toMatchObject({
    entrypoint: ['/.tickproof-helper', 'print', 'stderr', 'costs $$5', '--', '/entry$$point', 'serve', 'a$$b'],
    command: [],
    user: '1000',
    volumes: [
      { source: 'state' },
      { type: 'bind', source: '/home/$$me/helper', target: '/.tickproof-helper', read_only: true },
    ],
  });
});

it('knows what the engine makes of entry point and command', () => {
  expect(commandOf({}, config)).toEqual(['/entry$point', 'default']);
  expect(commandOf({ command: ['one'] }, config)).toEqual(['/entry$point', 'one']);
  expect(commandOf({ command: [] }, config)).toEqual(['/entry$point', 'default']);
  expect(commandOf({ entrypoint: ['own'] }, config)).toEqual(['own']);
  expect(commandOf({ entrypoint: [] }, config)).toEqual(['default']);
  expect(commandOf({ entrypoint: [''], command: ['one'] }, config)).toEqual(['one']);
  expect(commandOf({ command: null, entrypoint: null }, undefined)).toEqual([]);
});

it('stands a stub where a question without a port goes', () => {
  const stub = (port: number) => webOf({ run: { act: { do: 'serve', port, status: 500, body: '' } } })?.entrypoint;
  expect(stub(0)?.slice(0, 4)).toEqual(['/.tickproof-helper', 'serve', '8000', '500']);
  expect(stub(9000)?.[2]).toBe('9000');
});

it('gives up what was changed after two probes, and has patience with the rest', () => {
  const { web, db, side } = changed({ service: 'web', run: { act: { do: 'sleep' } } }).services;
  expect(web?.healthcheck).toEqual({
    test: ['CMD', 'probe', '$$HOME'],
    interval: '1s',
    timeout: '5s',
    retries: 2,
    start_period: '1ms',
  });
  expect(db?.healthcheck).toEqual({ test: ['CMD', 'ready'], interval: '500ms', retries: 220, start_period: '1ms' });
  expect(side?.healthcheck).toEqual({ disable: true });
  const goesOn = webOf({ run: { act: { do: 'print', stream: 'stdout', text: 'x' } } });
  expect(goesOn?.healthcheck).toMatchObject({ interval: '500ms', retries: 60 });
});

it('reads durations, and leaves alone where nothing is asked', () => {
  expect([secondsOf('1m30s'), secondsOf('1h0m0.5s'), secondsOf('500ms'), secondsOf('?')]).toEqual([90, 3600.5, 0.5, 0]);
  expect(briefHealth({ test: ['NONE'] }, undefined, true)).toBe(null);
  expect(briefHealth(undefined, undefined, false)).toBe(null);
});

it('takes another health check, user, environment and restart policy', () => {
  const web = webOf({
    run: {
      health: { do: 'exit', code: 1 },
      user: '0',
      env: { A: null, FROM_IMAGE: null, C: '$x' },
      restarts: true,
    },
  });
  expect(web).toMatchObject({
    healthcheck: { test: ['CMD', '/.tickproof-helper', 'exit', '1'], retries: 2 },
    user: '0',
    environment: { B: '2', C: '$$x', FROM_IMAGE: '' },
    restart: 'always',
    deploy: { resources: { limits: { pids: 5 } } },
    command: ['serve', 'a$$b'],
  });
  expect(web?.environment).not.toHaveProperty('A');
  expect(web?.deploy).not.toHaveProperty('restart_policy');
  expect(web?.volumes).toHaveLength(2);
});

it('starts as root what must be, and tells the helper whose the service is', () => {
  const web = webOf({ run: { act: { do: 'write', path: '/x' } } });
  expect(web).toMatchObject({
    user: '0',
    entrypoint: ['/.tickproof-helper', 'write', '/x', '1000', '--', '/entry$$point', 'serve', 'a$$b'],
  });
});

it('sets services apart in networks of their own', () => {
  const { services, networks } = changed({ apart: ['web'] });
  expect(services.web?.networks).toEqual({ 'tickproof-apart-web': null });
  expect(services.web).not.toHaveProperty('links');
  expect(services.db?.networks).toEqual({ default: null });
  expect(networks?.['tickproof-apart-web']).toEqual({
    name: 'tickproof-x_tickproof-apart-web',
    labels: { 'tickproof.mutant': '1' },
  });
});

it('lets names lead elsewhere, for one service or for all', () => {
  const hosts = { 'host.docker.internal': '255.255.255.255' };
  const led = ['other=10.0.0.1', 'host.docker.internal=255.255.255.255'];
  expect(webOf({ hosts })?.extra_hosts).toEqual(led);
  const all = changed({ hosts }).services;
  expect([all.web?.extra_hosts, all.db?.extra_hosts]).toEqual([led, led.slice(1)]);
  expect(all.side).not.toHaveProperty('extra_hosts');
  expect(webOf({})?.extra_hosts?.[0]).toBe('host.docker.internal=172.20.0.1');
});

it('changes nothing else, and no service that is not there', () => {
  expect(changed({ forgets: true }).services.web).toEqual({
    ...model.services.web,
    healthcheck: { test: ['CMD', 'probe', '$$HOME'], interval: '500ms', retries: 60, start_period: '1ms' },
  });
  expect(() => changed({ service: 'cache', run: {} })).toThrow(/no service cache/);
  expect(() => changed({ apart: ['toString'] })).toThrow(/no service toString/);
});
