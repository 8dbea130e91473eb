import type {
  ContainerState,
  Diagnosis,
  HttpAsk,
  PersistAsk,
  PersistObservation,
  Ports,
  ReachAsk,
  StackFacts,
  Target,
} from '../../domain/index.ts';
import { composeSourceOf, reachedBy } from '../compose/index.ts';
import { engineOf } from '../run/engine-of.ts';
import { hostSide } from '../run/host-side.ts';
import { readOrNull } from '../run/listeners.ts';
import { phase } from '../run/phase.ts';
import { askHttp, askReaches } from './asks.ts';
import { provideImages } from './images.ts';
import { FOLDER, isolate, type Isolated, STAND_IN } from './isolate.ts';
import type { ResolvedModel } from './model.ts';
import { readAgain, writeAll } from './persist.ts';
import { down, labelOf, type Project, resolveModel } from './project.ts';
import { sameBuild } from './same-build.ts';
import { lookAtServices } from './services.ts';
import { livesOf, notUp, type Risen, rise } from './up.ts';

const WATCH_MS = 10_000; // after all is well: restarts and late errors show

/** What the criteria ask for. */
export interface Wanted {
  readonly has: (atom: keyof StackFacts) => boolean;
  readonly http: readonly HttpAsk[];
  readonly reaches: readonly ReachAsk[];
  readonly persists: readonly PersistAsk[];
}

type Lived = Omit<StackFacts, 'project'>;

const NOTHING: Omit<Lived, 'up'> = {
  services: [],
  http: [],
  reaches: [],
  persists: [],
  down: { elapsedMs: 0, left: [], volumesKept: [] },
};

/** One life of the project, or two where something must outlive the first; nothing of it is left. */
export async function liveOnce(ports: Ports, target: Target, project: Project, wanted: Wanted): Promise<Lived> {
  const resolved = await resolveModel(ports, target, project);
  if ('fault' in resolved) return { ...NOTHING, up: notUp(resolved.fault) };
  const host = target.stack?.host ?? {};
  await using side = await hostSide(ports, host, target.folder);
  const gateway = Object.keys(host).length === 0 ? null : side.gateway; // without processes of ours the engine's own is right
  const isolated = isolate(resolved.model, {
    project: project.name,
    labels: ports.owner.labels,
    gateway,
    exists: (path) => ports.files.stat(path) !== null,
    built: (build) => (sameBuild(ports, target, build) ? target.built : null),
  });
  const missing = externalMissing(ports, target, isolated);
  if (missing) return { ...NOTHING, up: notUp(missing.cause, missing) };
  warnOfStandIns(ports, isolated);
  try {
    return await upAndDown(ports, target, project, isolated, wanted);
  } finally {
    await sweep(ports, project, isolated);
  }
}

/** Found before anything is started, with the lines that say so. */
function externalMissing(ports: Ports, target: Target, { external }: Isolated): Diagnosis | null {
  const [first] = external;
  if (!first) return null;
  const { texts } = reachedBy(composeSourceOf(target, ports), ports);
  const placeOf = (kind: string, key: string): string => {
    const places = texts.map((text) => text.placeOf([kind, key, 'external']) ?? text.placeOf([kind, key]));
    const place = places.findLast((it) => it !== null);
    return place ? `${place.file}:${place.startLine}: ` : '';
  };
  return {
    kind: 'file-missing',
    cause: `The project wants the external ${external.map(({ kind, name }) => `${kind} ${name}`).join(', ')}, which a fresh machine does not have.`,
    evidence: external.map(({ kind, key, name }) => `${placeOf(`${kind}s`, key)}external ${kind} ${name}`),
    remedy: `Let the project make its own: take \`external: true\` from ${first.key}, or document how it is made.`,
  };
}

function warnOfStandIns(ports: Ports, { replaced }: Isolated): void {
  const folders = replaced.filter((it) => !it.startsWith('anonymous '));
  if (folders.length === 0) return;
  ports.onEvent({
    kind: 'warning',
    message: `${folders.join(', ')} is not there: a volume stands in for it, so that the engine makes nothing in your folder`,
    remedy: 'Make the folder beforehand, owned by the user of the image: on Linux the engine makes it as root.',
  });
}

async function upAndDown(
  ports: Ports,
  target: Target,
  project: Project,
  isolated: Isolated,
  wanted: Wanted,
): Promise<Lived> {
  const provided = await provideImages(ports, project, isolated);
  if ('fault' in provided) return { ...NOTHING, up: notUp(provided.fault) };
  const { model } = provided;
  const first = await oneRise(ports, target, project, model);
  const http = await askHttp(ports, model, first.seen, wanted.http);
  const reaches = await askReaches(ports, model, first.seen, wanted.reaches);
  const written = first.up.succeeded ? await writeAll(ports, model, first.seen, wanted.persists) : [];
  if (first.up.succeeded && wanted.has('services'))
    await ports.clock.sleep(Math.min(WATCH_MS, target.run.windowMs), ports.signal);
  const seen = await lookAtServices(ports, project, model);
  const { services, diagnosis } = await livesOf(ports, { ...first, seen });
  const goesDown = wanted.has('down') || written.length > 0;
  const left = goesDown
    ? await phase(ports, 'stack:down', 'taking the stack down', () => goDown(ports, project))
    : NOTHING.down;
  const second = written.length > 0 ? await secondLife(ports, target, project, model, written) : null;
  const samples = [first.up.elapsedMs, ...(second?.up.succeeded ? [second.up.elapsedMs] : [])];
  return {
    up: { ...first.up, diagnosis, ...(first.up.succeeded ? { samples } : {}) },
    services,
    http,
    reaches,
    persists: second?.persists ?? [],
    down: left,
  };
}

function oneRise(ports: Ports, target: Target, project: Project, model: ResolvedModel): Promise<Risen> {
  const timeoutMs = target.stack?.timeoutMs ?? 120_000;
  return phase(ports, 'stack:up', 'bringing the stack up', () => rise(ports, project, model, { timeoutMs }));
}

/** Up again over what the first life kept: volumes without a name of the project's are not found again. */
async function secondLife(
  ports: Ports,
  target: Target,
  project: Project,
  model: ResolvedModel,
  written: readonly PersistObservation[],
): Promise<{ readonly up: Risen['up']; readonly persists: readonly PersistObservation[] }> {
  const engine = engineOf(ports);
  for (const { name } of await engine.listVolumes(labelOf(project)))
    if (name.includes(STAND_IN)) await engine.removeVolume(name);
  const { up, seen } = await oneRise(ports, target, project, model);
  const persists = up.succeeded
    ? await readAgain(ports, seen, written)
    : written.map((it) => ({ ...it, notUp: up.message ?? 'it did not come up again' }));
  return { up, persists };
}

/** `down` as a person does it, and what is left of the project; volumes are meant to stay. */
async function goDown(ports: Ports, project: Project): Promise<StackFacts['down']> {
  const engine = engineOf(ports);
  const processes = (await engine.listContainers(labelOf(project))).map((it) => mainProcess(ports, it));
  const { elapsedMs } = await down(ports, project, false);
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

/** Whatever happened: containers, networks, volumes and the images that were built for it go. */
async function sweep(ports: Ports, project: Project, { builds }: Isolated): Promise<void> {
  const engine = engineOf(ports);
  const late = () => undefined; // everything is labelled: the ports' disposal, the reaper and `gc` get what resists
  await down(ports, project, true).catch(late);
  for (const { name } of await engine.listVolumes(labelOf(project)).catch(() => []))
    await engine.removeVolume(name).catch(late);
  for (const tag of Object.values(builds)) await engine.removeImage(tag).catch(late);
}
