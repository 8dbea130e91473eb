import type { ContainerState, Ports, StackFacts } from '../../domain/index.ts';
import { engineOf } from '../run/engine-of.ts';
import { readOrNull } from '../run/listeners.ts';
import { FOLDER, STAND_IN } from './isolate.ts';
import { down, labelOf, type Project } from './project.ts';

/** `down` as a person does it, and what is left of the project; volumes are meant to stay. */
export async function goDown(
  ports: Ports,
  project: Pick<Project, 'name'>,
  graceSeconds: number,
): Promise<StackFacts['down']> {
  const engine = engineOf(ports);
  const processes = (await engine.listContainers(labelOf(project))).map((it) => mainProcess(ports, it));
  const { elapsedMs } = await down(ports, project, { volumes: false, graceSeconds });
  const containers = await engine.listContainers(labelOf(project));
  const networks = await engine.listNetworks(labelOf(project));
  const volumes = await engine.listVolumes(labelOf(project));
  return {
    elapsedMs,
    left: [
      ...containers.map(({ name }) => ({ kind: 'container' as const, name })),
      ...networks.map(({ name }) => ({ kind: 'network' as const, name })),
      ...processes.flatMap((it) => (it?.isThere() ? [{ kind: 'process' as const, name: it.name }] : [])),
    ],
    volumesKept: volumes.map(({ name }) => name).filter((name) => !name.includes(STAND_IN) && !name.includes(FOLDER)),
  };
}

/** The first process of a container, as this machine sees it; null where it does not. */
function mainProcess({ engine, files }: Ports, { pid, name }: ContainerState) {
  const stat = `/proc/${pid}/stat`;
  const startOf = () => readOrNull(files, stat)?.split(') ').at(-1)?.split(' ')[START_TIME]; // pids are used again
  const started = engine?.info.local && pid > 0 ? startOf() : undefined;
  if (started === undefined) return null;
  return { name: `${pid} of ${name}`, isThere: () => startOf() === started };
}

const START_TIME = 19; // of the fields behind the name (proc(5))

/** Volumes of the project; `which` says by name. */
export async function removeVolumes(
  ports: Ports,
  project: Pick<Project, 'name'>,
  which: (name: string) => boolean = () => true,
): Promise<void> {
  const engine = engineOf(ports);
  for (const { name } of await engine.listVolumes(labelOf(project))) if (which(name)) await engine.removeVolume(name);
}

const GRACE_SECONDS = 1; // nothing is measured any more
const late = () => undefined; // everything is labelled: the ports' disposal, the reaper and `gc` get what resists

/** Whatever happened: containers, networks and volumes of the project go. What was built for it stays with the run. */
export async function sweep(ports: Ports, project: Pick<Project, 'name'>): Promise<void> {
  await down(ports, project, { volumes: true, graceSeconds: GRACE_SECONDS }).catch(late);
  await removeVolumes(ports, project).catch(late);
}

const ROUNDS = 4; // a client that was stopped may just have asked for one thing more

/** The same at once, without a client and without a stop: for what nobody looks at any more. */
export async function wipe(ports: Ports, project: Pick<Project, 'name'>): Promise<void> {
  const engine = engineOf(ports);
  const label = labelOf(project);
  for (let round = 0; round < ROUNDS; round++) {
    const containers = await engine.listContainers(label).catch(() => []);
    const networks = await engine.listNetworks(label).catch(() => []);
    if (containers.length + networks.length === 0) break;
    await Promise.all(containers.map(({ id }) => engine.removeContainer(id).catch(late)));
    await Promise.all(networks.map(({ name }) => engine.removeNetwork(name).catch(late)));
  }
  const volumes = await engine.listVolumes(label).catch(() => []);
  await Promise.all(volumes.map(({ name }) => engine.removeVolume(name).catch(late)));
}
