import { type Engine, TickproofError } from '../../domain/index.ts';
import { connectionFault } from './api.ts';
import { jsonLines } from './demux.ts';
import { ask, type DockerHost, part, removeAt } from './host.ts';
import { createdShape, eventShape, networkShape, networksShape, shaped, volumesShape } from './shapes.ts';

type Surroundings = Pick<
  Engine,
  'events' | 'createNetwork' | 'removeNetwork' | 'listNetworks' | 'listVolumes' | 'removeVolume'
>;

/** Networks, volumes and events by the Engine API. */
export function surroundingsOf(host: DockerHost): Surroundings {
  return {
    events: (label, sinceMs) => events(host, label, sinceMs),
    createNetwork: (name, labels) => createNetwork(host, name, labels),
    removeNetwork: (name) => removeAt(host, `/networks/${part(name)}`),
    async listNetworks(label) {
      const { body } = await ask(host, 'to list networks', ['GET', '/networks'], {
        query: { filters: { label: [label] } },
      });
      return (shaped(networksShape, body) ?? []).map(({ Id, Name, Labels }) => ({
        id: Id,
        name: Name,
        labels: Labels ?? {},
      }));
    },
    async listVolumes(label) {
      const { body } = await ask(host, 'to list volumes', ['GET', '/volumes'], {
        query: { filters: { label: [label] } },
      });
      return (shaped(volumesShape, body)?.Volumes ?? []).map(({ Name, Labels }) => ({
        name: Name,
        labels: Labels ?? {},
      }));
    },
    removeVolume: (name) => removeAt(host, `/volumes/${part(name)}`),
  };
}

async function createNetwork(
  host: DockerHost,
  name: string,
  labels: Readonly<Record<string, string>>,
): ReturnType<Engine['createNetwork']> {
  host.begin();
  const body = { Name: name, Driver: 'bridge', Labels: { ...labels, ...host.owner.labels }, CheckDuplicate: true };
  const made = await ask(host, `to make the network ${name}`, ['POST', '/networks/create'], { body });
  const id = shaped(createdShape, made.body)?.Id;
  if (id === undefined) {
    const remedy = 'Run `tickproof doctor` to see whether the engine is well.';
    throw new TickproofError('engine-failed', `${host.api.name} made ${name} without an id`, {
      remedy,
      cause: made.body,
    });
  }
  const seen = await ask(host, `to inspect the network ${name}`, ['GET', `/networks/${part(id)}`]);
  const gateway = shaped(networkShape, seen.body)
    ?.IPAM?.Config?.map(({ Gateway }) => Gateway)
    .find((it) => it);
  return { id, gateway: gateway?.replace(/\/\d+$/, '') ?? null }; // some engines give the prefix length too
}

async function* events(host: DockerHost, label: string, sinceMs: number): ReturnType<Engine['events']> {
  const query = { since: (sinceMs / 1000).toFixed(6), filters: { label: [label] } };
  const response = await host.api.open('GET', '/events', { query, signal: host.signal });
  try {
    for await (const value of jsonLines(response)) {
      const seen = shaped(eventShape, value);
      if (!seen) continue;
      const attributes = seen.Actor?.Attributes ?? {};
      const { Type, Action, timeNano } = seen;
      const id = seen.Actor?.ID ?? '';
      yield {
        type: Type ?? '',
        action: Action ?? '',
        id,
        name: attributes.name ?? '',
        atMs: (timeNano ?? 0) / 1e6,
        attributes,
      };
    }
  } catch (cause) {
    throw connectionFault(host.api.name, cause, host.signal);
  } finally {
    response.destroy();
  }
}
