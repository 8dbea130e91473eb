import { expect, it } from 'vitest';
import type { ContainerState } from '../../domain/index.ts';
import { isolate, type Isolation, withImageVolumes } from './isolate.ts';
import { resolvedModel } from './model.ts';
import { standingOf } from './services.ts';

const model = resolvedModel.parse({
  name: 'everyday',
  services: {
    web: {
      image: 'everyday:1',
      build: { context: '/src', dockerfile: 'Dockerfile', tags: ['everyday:latest'] },
      container_name: 'everyday-web',
      profiles: ['all'],
      labels: { theirs: '1' },
      ports: [{ mode: 'ingress', target: 8000, published: '8000', protocol: 'tcp' }],
      extra_hosts: ['host.docker.internal=host-gateway', 'db=10.0.0.1'],
      volumes: [
        { type: 'bind', source: '/src/data', target: '/app/data', bind: { create_host_path: true } },
        { type: 'bind', source: '/src/config', target: '/app/config', bind: { create_host_path: true } },
        { type: 'volume', source: 'state', target: '/app/state' },
        { type: 'volume', target: '/app/scratch' },
      ],
      restart: 'unless-stopped',
      depends_on: {
        cache: { condition: 'service_started', required: true },
        off: { condition: 'service_healthy', required: false },
      },
    },
    worker: { image: 'everyday:1', volumes: [{ type: 'bind', source: '/src/data', target: '/data', read_only: true }] },
    cache: { image: 'redis:7' },
  },
  networks: { default: { name: 'everyday-net' }, proxy: { name: 'shared-proxy', external: true } },
  volumes: { state: { name: 'everyday-state' }, old: { external: true } },
});

const isolation: Isolation = {
  project: 'tickproof-x',
  labels: { 'tickproof.run': 'x' },
  gateway: '172.20.0.1',
  exists: (path) => path === '/src/config',
  built: () => null,
  tagOf: ({ context }) => `tickproof-x-build${context.replaceAll('/', '-')}`,
};

const { model: own, builds, external, replaced } = isolate(model, isolation);
const web = own.services.web;

it('takes away what two runs would clash over', () => {
  expect(web).not.toHaveProperty('container_name');
  expect(web).not.toHaveProperty('profiles');
  expect(web?.ports).toEqual([{ mode: 'ingress', target: 8000, protocol: 'tcp', host_ip: '127.0.0.1' }]);
  expect(own.networks?.default).toMatchObject({ name: 'tickproof-x_default', labels: { 'tickproof.run': 'x' } });
  expect(own.volumes?.state).toMatchObject({ name: 'tickproof-x_state' });
});

it('needs no service of a profile that is off', () => {
  expect(Object.keys(web?.depends_on ?? {})).toEqual(['cache']);
});

it('keeps what the services are', () => {
  expect(web).toMatchObject({ restart: 'unless-stopped', labels: { theirs: '1', 'tickproof.run': 'x' } });
});

it("builds under a tag of its own, also for a service that only names the user's", () => {
  expect(builds).toEqual({ web: 'tickproof-x-build-src' });
  expect([web?.image, own.services.worker?.image, own.services.cache?.image]).toEqual([
    'tickproof-x-build-src',
    'tickproof-x-build-src',
    'redis:7',
  ]);
  expect(web?.build).toEqual({ context: '/src', dockerfile: 'Dockerfile', labels: { 'tickproof.run': 'x' } });
});

it('uses what is built already', () => {
  const again = isolate(model, { ...isolation, built: () => 'tickproof-built' });
  expect(again.builds).toEqual({});
  expect(again.model.services.web).not.toHaveProperty('build');
  expect([again.model.services.web?.image, again.model.services.worker?.image]).toEqual([
    'tickproof-built',
    'tickproof-built',
  ]);
});

it('leads the name of the host to the run and leaves other names alone', () => {
  expect(web?.extra_hosts).toEqual(['host.docker.internal=172.20.0.1', 'db=10.0.0.1']);
  expect(isolate(model, { ...isolation, gateway: null }).model.services.web?.extra_hosts?.[0]).toBe(
    'host.docker.internal=host-gateway',
  );
});

it('puts a volume where a folder is missing, one for all who share it, and keeps folders that are there', () => {
  expect(replaced).toEqual(['/src/data', 'anonymous 1']);
  expect(web?.volumes?.map(({ type, source }) => `${type} ${source}`)).toEqual([
    'volume tickproof-folder-0',
    'bind /src/config',
    'volume state',
    'volume tickproof-standin-1',
  ]);
  expect(own.services.worker?.volumes).toEqual([
    { type: 'volume', source: 'tickproof-folder-0', target: '/data', read_only: true },
  ]);
  expect(own.volumes?.['tickproof-folder-0']).toMatchObject({ labels: { 'tickproof.run': 'x' } });
});

it('names what a fresh machine does not have', () => {
  expect(external).toEqual([
    { kind: 'network', key: 'proxy', name: 'shared-proxy' },
    { kind: 'volume', key: 'old', name: 'old' },
  ]);
});

it('labels the volumes that an image declares, where the project mounts nothing', () => {
  const { services, volumes } = withImageVolumes(
    own,
    (image) => (image === 'redis:7' ? ['/data'] : ['/app/state']),
    isolation,
  );
  expect(services.cache?.volumes).toMatchObject([{ type: 'volume', target: '/data' }]);
  expect(services.web?.volumes).toHaveLength(4);
  expect(Object.keys(volumes ?? {}).length).toBeGreaterThan(Object.keys(own.volumes ?? {}).length);
});

const state = (over: object): ContainerState =>
  ({
    status: 'running',
    restartCount: 0,
    exitCode: null,
    startedAt: '2026-01-01T00:00:00Z',
    health: null,
    ...over,
  }) as ContainerState; // what is looked at
const healthy = (status: string) => ({ health: { status, log: [] } });
const NOW = Date.parse('2026-01-01T00:01:00Z');

it.each([
  ['well', state(healthy('healthy')), {}],
  ['waits', state(healthy('starting')), {}],
  ['failed', state(healthy('unhealthy')), {}],
  ['well', state({}), {}],
  ['waits', state({ startedAt: '2026-01-01T00:00:59Z' }), {}],
  ['well', state({ status: 'exited', exitCode: 0 }), {}],
  ['failed', state({ status: 'exited', exitCode: 0 }), { restart: 'always' }],
  ['failed', state({ status: 'exited', exitCode: 1 }), {}],
  ['waits', state({ status: 'restarting', restartCount: 1 }), { restart: 'always' }],
  ['failed', state({ status: 'restarting', restartCount: 3 }), { restart: 'always' }],
  ['waits', state({ status: 'created' }), {}],
])('a service stands as %s', (standing, seen, declared) => {
  expect(standingOf(seen, declared, NOW)).toBe(standing);
});
