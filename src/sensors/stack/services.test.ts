import { expect, it } from 'vitest';
import type { ContainerState, Ports } from '../../domain/index.ts';
import { lifeOf, type Seen } from './services.ts';

const portsOf = (kind: string) =>
  ({ engine: { info: { kind, local: false }, logs: async () => [] } }) as unknown as Ports; // all that a life asks for

const seen = (health: ContainerState['health']): Seen => {
  const state = { id: 'c', status: 'running', health, restartCount: 0, exitCode: null, error: '' };
  return {
    service: 'db',
    declared: { depends_on: { job: {} } },
    state: state as unknown as ContainerState, // the rest is not read
    states: [],
    standing: 'waits',
  };
};

it('says what Podman without systemd cannot do', async () => {
  const never = seen({ status: 'starting', log: [] });
  const life = await lifeOf(portsOf('podman'), never, [], null);
  expect(life.diagnosis?.cause).toMatch(/Podman has run no health check/);
  const onDocker = await lifeOf(portsOf('docker'), never, [], null);
  expect(onDocker.diagnosis?.cause ?? '').not.toMatch(/Podman/);
});

it('takes the first start for the start, and a dependency without a condition for one that must be started', async () => {
  const timeline = [
    { what: 'started' as const, atMs: 100 },
    { what: 'ended' as const, atMs: 200 },
    { what: 'started' as const, atMs: 300 },
  ];
  expect(await lifeOf(portsOf('docker'), seen(null), timeline, null)).toMatchObject({
    startedMs: 100,
    dependsOn: { job: 'service_started' },
    timeline,
  });
});
