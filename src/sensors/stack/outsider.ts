import { type Ports, TickproofError } from '../../domain/index.ts';
import { argvOf, bindOf } from '../run/acts.ts';
import { engineOf } from '../run/engine-of.ts';
import { unique } from '../run/settings.ts';
import type { ResolvedModel } from './model.ts';

/** A container of ours that is no part of the project and stands on its network until it is disposed of. */
export async function outsiderOn(
  ports: Ports,
  { services, networks }: ResolvedModel,
  helper: string,
  labels: Readonly<Record<string, string>>,
): Promise<AsyncDisposable> {
  const engine = engineOf(ports);
  const joined = new Set(Object.values(services).flatMap((it) => Object.keys(it.networks ?? {})));
  const network = Object.entries(networks ?? {}).find(([key, it]) => joined.has(key) && !it?.external)?.[1]?.name;
  const image = Object.values(services).find((it) => it.image !== undefined)?.image;
  if (network === undefined || image === undefined)
    throw new TickproofError('target-not-found', 'The project has no network of its own to stand on', {
      remedy: 'Give its services a network under `networks`.',
    });
  const id = await engine.createContainer({
    name: ports.owner.name(`mutant-outsider-${unique()}`),
    image,
    entrypoint: argvOf({ do: 'sleep' }, []),
    labels,
    network,
    binds: [bindOf(helper)],
    healthcheck: { test: ['NONE'] },
  });
  const remove = () => engine.removeContainer(id).catch(() => undefined); // labelled: the ports' disposal, the reaper and `gc` get it
  try {
    await engine.startContainer(id);
  } catch (error) {
    await remove();
    throw error;
  }
  return { [Symbol.asyncDispose]: remove };
}
