import { expect, it } from 'vitest';
import type { ContainerSpec, RunChange } from '../../domain/index.ts';
import { changedSpec, environmentIn } from './changed-spec.ts';

const spec: ContainerSpec = {
  name: 'tickproof-a-service-1',
  image: 'it',
  labels: { 'tickproof.run': 'a' },
  network: 'net',
  extraHosts: ['host.docker.internal:172.17.0.1'],
  memoryBytes: 1_000,
};
const around = {
  purpose: 'service',
  name: 'tickproof-a-mutant-service-1',
  config: { entrypoint: ['/init'], cmd: ['serve', '-v'], user: 'app' },
  ownPort: 8000,
  helper: (): string | null => '/cache/helper',
};
const made = (run: RunChange, over: Partial<typeof around> = {}, from = spec) =>
  changedSpec(from, { run, patienceMs: 1, windowMs: 1 }, { ...around, ...over });
const HELPER = '/.tickproof-helper';

it('starts the helper with the original behind it, bound read-only', () => {
  expect(made({ act: { do: 'wait', ms: 5 } })).toMatchObject({
    entrypoint: [HELPER],
    cmd: ['wait', '5', '--', '/init', 'serve', '-v'],
    binds: [`/cache/helper:${HELPER}:ro`],
    name: 'tickproof-a-mutant-service-1',
    labels: { 'tickproof.run': 'a', 'tickproof.mutant': '1' },
  });
});

it('writes as root and hands the service its own user', () => {
  const it = made({ act: { do: 'write', path: '/x' } });
  expect(it).toMatchObject({ user: '0', cmd: ['write', '/x', 'app', '--', '/init', 'serve', '-v'] });
  expect(made({ act: { do: 'write', path: '/x' }, user: '7:7' }).cmd?.[2]).toBe('7:7');
});

it('lets a stub without a port listen where the service is asked', () => {
  expect(made({ act: { do: 'serve', port: 0, status: 500, body: '' } }).cmd?.slice(0, 2)).toEqual(['serve', '8000']);
  expect(made({ act: { do: 'serve', port: 9, status: 500, body: '' } }).cmd?.slice(0, 2)).toEqual(['serve', '9']);
});

it('raises the memory limit by what is held on top', () => {
  expect(made({ act: { do: 'allocate', bytes: 500 } }).memoryBytes).toBe(1_500);
});

it('puts the command’s act in place of the command only', () => {
  const change: RunChange = { act: { do: 'sleep' }, command: { do: 'exit', code: 3 } };
  const command = { ...spec, entrypoint: ['/bin/true'], cmd: [] };
  expect(made(change, { purpose: 'command' }, command)).toMatchObject({ entrypoint: [HELPER], cmd: ['exit', '3'] });
  expect(made({ act: { do: 'sleep' } }, { purpose: 'command' }, command)).toMatchObject({ entrypoint: ['/bin/true'] });
});

it('lets names lead elsewhere, or nowhere without a network', () => {
  expect(made({ hosts: { 'host.docker.internal': '10.0.0.1', api: '10.0.0.2' } }).extraHosts).toEqual([
    'host.docker.internal:10.0.0.1',
    'api:10.0.0.2',
  ]);
  expect(made({ network: 'none' })).toMatchObject({ network: 'none', extraHosts: [] });
});

it('brings the service back under a policy, and nothing else', () => {
  expect(made({ restarts: true }).restart).toEqual({ name: 'always' });
  expect(made({ restarts: true }, { purpose: 'start' }).restart).toBe(undefined);
});

it('needs the helper for a health check as well, and says so where there is none', () => {
  expect(made({ health: { do: 'exit', code: 1 } })).toMatchObject({ binds: [`/cache/helper:${HELPER}:ro`] });
  expect(made({ health: { do: 'exit', code: 1 } }).entrypoint).toBe(undefined);
  expect(() => made({ act: { do: 'sleep' } }, { helper: () => null })).toThrow(/helper program/);
  expect(made({ user: '0' }, { helper: () => null }).binds).toBe(undefined);
});

it('changes nothing of the original that is looked at again, but how often its health is probed', () => {
  const probed = { test: ['CMD', 'x'], intervalMs: 1_000 };
  expect(changedSpec(spec, { patienceMs: 1, windowMs: 1 }, { ...around, probed })).toEqual({
    ...spec,
    healthcheck: probed,
  });
});

it('lays variables over the environment, and takes some away', () => {
  expect(environmentIn(['A=1', 'B=2'], { B: '3', C: null, A: null })).toEqual(['B=3', 'C', 'A']);
  expect(environmentIn(['A=1'])).toEqual(['A=1']);
  expect(environmentIn(['__proto__=1'], { constructor: 'x' })).toEqual(['__proto__=1', 'constructor=x']);
});
