import { expect, it } from 'vitest';
import type { Changed, EngineImage, RunChange, RunFacts, RunSettings } from '../../domain/index.ts';
import { needsNetwork, probingIn, settingsIn, untilOf } from './pace.ts';

const questions = (...atoms: readonly (keyof RunFacts)[]) => ({
  has: (atom: keyof RunFacts) => atom === 'state' || atoms.includes(atom),
  http: atoms.includes('http') ? [{}] : [],
  reaches: atoms.includes('reaches') ? [{}] : [],
});
const changed = (run: RunChange): Changed => ({ run, patienceMs: 4_000, windowMs: 1_000 });
const original: Changed = { patienceMs: 4_000, windowMs: 1_000 };
const until = (run: RunChange, ...atoms: readonly (keyof RunFacts)[]) =>
  untilOf(changed(run), questions(...atoms), 8000);

const settings: RunSettings = {
  env: {},
  ready: { http: '/', port: 8000 },
  writable: [],
  host: { api: { port: 1, command: ['api'], env: {}, cwd: null } },
  memory: null,
  timeoutMs: 60_000,
  windowMs: 30_000,
  starts: 5,
};
const config: EngineImage['config'] = {
  user: 'app',
  entrypoint: ['/app'],
  cmd: [],
  env: [],
  exposedPorts: ['8000/tcp'],
  volumes: [],
  workingDir: '',
  stopSignal: null,
  healthcheck: { test: ['CMD', '/check'], intervalMs: 30_000 },
};

it('waits for no more than the outcome needs', () => {
  expect(until({ act: { do: 'exit', code: 1, afterMs: 2_000 } }, 'state')).toEqual({ kind: 'ended', withinMs: 7_000 });
  expect(until({ act: { do: 'print', stream: 'stdout', text: 'x', exit: 3 } }, 'logs').kind).toBe('ended');
  expect(until({ act: { do: 'sleep' } }, 'http').kind).toBe('up');
  expect(until({ act: { do: 'serve', port: 0, status: 500, body: '' } }, 'http')).toEqual({
    kind: 'listening',
    port: 8000,
  });
  expect(until({ act: { do: 'print', stream: 'stdout', text: 'x' } }, 'logs').kind).toBe('said');
  expect(until({ act: { do: 'print', stream: 'stdout', text: 'x' } }, 'logs', 'http').kind).toBe('ready');
  expect(until({ network: 'none' }, 'reaches').kind).toBe('up');
  expect(until({ health: { do: 'exit', code: 1 } }, 'health').kind).toBe('up');
  expect(until({ hosts: { api: '127.0.0.1' } }, 'reaches').kind).toBe('up');
  expect(until({ act: { do: 'spin' } }, 'cpu').kind).toBe('ready');
  expect(untilOf(original, questions('logs'), 80).kind).toBe('ready');
  expect(untilOf(null, questions(), 80).kind).toBe('ready');
});

it('is as patient as it is told, and longer where the change itself waits', () => {
  expect(settingsIn(settings, null)).toBe(settings);
  expect(settingsIn(settings, original)).toMatchObject({ timeoutMs: 4_000, windowMs: 1_000, host: settings.host });
  expect(settingsIn(settings, changed({ act: { do: 'wait', ms: 5_000 } })).timeoutMs).toBe(9_000);
});

it('starts nothing on the host for what stands in the place of the service', () => {
  expect(settingsIn(settings, changed({ act: { do: 'sleep' } })).host).toEqual({});
  expect(settingsIn(settings, changed({ network: 'none' })).host).toEqual({});
  expect(settingsIn(settings, changed({ act: { do: 'spin' } })).host).toEqual(settings.host);
});

it('makes a network only where something is asked over it', () => {
  const sleeper = changed({ act: { do: 'sleep' } });
  expect(needsNetwork(sleeper, questions('logs', 'process', 'health'))).toBe(false);
  expect(needsNetwork(sleeper, questions('http'))).toBe(true);
  expect(needsNetwork(changed({ act: { do: 'spin' } }), questions('cpu'))).toBe(true);
  expect(needsNetwork(changed({ network: 'none' }), questions('reaches'))).toBe(false);
  expect(needsNetwork(changed({ act: { do: 'print', stream: 'stdout', text: 'x' } }), questions('logs'))).toBe(false);
  expect(needsNetwork(original, questions('logs'))).toBe(true);
  expect(needsNetwork(null, questions('logs'))).toBe(true);
});

it('lets the engine probe often where health is asked, and not at all where it is not', () => {
  const often = { intervalMs: 1_000, timeoutMs: 5_000, startPeriodMs: 1 };
  const probed = (run: RunChange | undefined, ...atoms: readonly (keyof RunFacts)[]) =>
    probingIn(run ? changed(run) : original, settings, config, questions(...atoms)).probed;
  expect(probed({ act: { do: 'sleep' } }, 'health')).toEqual({ test: ['CMD', '/check'], ...often, retries: 2 });
  expect(probed({ act: { do: 'spin' } }, 'health')).toMatchObject({ retries: 100 });
  expect(probed({ act: { do: 'spin' } }, 'cpu')).toEqual({ test: ['NONE'] });
  expect(probed({ act: { do: 'wait', ms: 1 } }, 'starts')).toEqual({ test: ['NONE'] });
  expect(probed(undefined, 'health')).toEqual({ test: ['CMD', '/check'], ...often, retries: 100 });
  expect(probingIn(null, settings, config, questions('health')).probed).toBe(undefined);
  expect(probingIn(original, settings, { ...config, healthcheck: null }, questions('health')).probed).toBe(undefined);
});

it('does not measure its own frequent probes as work of the unchanged service', () => {
  const own = (healthcheck: EngineImage['config']['healthcheck']) =>
    probingIn(original, settings, { ...config, healthcheck }, questions('health', 'cpu')).probed;
  expect(own({ test: ['CMD', '/check'], intervalMs: 30_000 })).toEqual({ test: ['CMD', '/check'], intervalMs: 8_000 });
  expect(own({ test: ['CMD', '/check'], intervalMs: 30_000, startIntervalMs: 500 })).toBe(undefined);
  expect(own({ test: ['CMD', '/check'], intervalMs: 2_000 })).toBe(undefined);
});

it('leaves the frequent probes of a start out where nobody waits for health, which may never come', () => {
  const own = (healthcheck: EngineImage['config']['healthcheck'], ready: RunSettings['ready']) =>
    probingIn(original, { ready }, { ...config, healthcheck }, questions('cpu')).probed;
  const often = { test: ['CMD', '/check'], intervalMs: 30_000, startIntervalMs: 500 };
  const calm = { test: ['CMD', '/check'], intervalMs: 8_000, startPeriodMs: 1 };
  expect(own(often, settings.ready)).toEqual(calm);
  expect(own({ ...often, intervalMs: 2_000 }, settings.ready)).toEqual({ ...calm, intervalMs: 2_000 });
  expect(own(often, null)).toBe(undefined);
});

it('counts the start by health only where the start is asked', () => {
  const probe = (...atoms: readonly (keyof RunFacts)[]) =>
    probingIn(changed({ act: { do: 'wait', ms: 1 } }), { ready: null }, config, questions(...atoms));
  expect(probe('starts')).toMatchObject({ probe: { kind: 'health' }, probed: { intervalMs: 1_000 } });
  expect(probe('cpu')).toMatchObject({ probe: { kind: 'tcp', port: 8000 }, probed: { test: ['NONE'] } });
});

it('shows the health check that is probed, not the one of the image', () => {
  const seen = probingIn(changed({ health: { do: 'exit', code: 1 } }), settings, config, questions('health'));
  expect(seen.config.healthcheck?.test).toEqual(['CMD', '/.tickproof-helper', 'exit', '1']);
  expect(seen.probed).toMatchObject({ test: seen.config.healthcheck?.test, retries: 2 });
});
