import {
  type Ask,
  type Atom,
  type Diagnosis,
  digest,
  type HttpAsk,
  type Ports,
  type ReachAsk,
  type Sensor,
  type StackFacts,
  type Target,
  TickproofError,
} from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { composeSensor } from '../compose/index.ts';
import { engineClass, engineOf } from '../run/engine-of.ts';
import { hostSide } from '../run/host-side.ts';
import { phase } from '../run/phase.ts';
import { unique } from '../run/settings.ts';
import { askHttp, askReaches } from './asks.ts';
import { provideImages } from './images.ts';
import { isolate, type Isolated, STAND_IN } from './isolate.ts';
import { sameBuild } from './same-build.ts';
import { down, labelOf, type Project, projectOf, resolveModel } from './project.ts';
import { lookAtServices } from './services.ts';
import { livesOf, notUp, rise } from './up.ts';

const WATCH_MS = 10_000; // after all is well: restarts and late errors show

/** Brings a compose project up under a name of our own, asks it, takes it down and looks at what is left. */
export const stackSensor: Sensor<'stack'> = {
  kind: 'stack',

  async inputs(target, atoms, asks, ports) {
    const compose = await composeSensor.inputs(target, atoms, asks, ports);
    if (!compose) return null;
    const { engine } = ports;
    const stack = target.stack && { host: target.stack.host, profiles: target.stack.profiles, name: target.stack.name };
    return {
      ...compose,
      'stack.settings': digestOf({ stack, asks }),
      ...(target.builtId ? { 'image.id': digest(target.builtId) } : {}),
      ...(engine ? { 'engine.class': engineClass(engine.info) } : {}),
    };
  },

  async gather(target, atoms, asks, ports) {
    engineOf(ports);
    if (target.folder === null)
      throw new TickproofError('target-not-found', 'A stack needs the folder of its compose files', {
        remedy: 'Point `tickproof verify` at that folder.',
      });
    await using room = ports.files.temporary('stack');
    const project = projectOf(ports, target, ports.owner.name(`${target.stack?.name ?? 'stack'}-${unique()}`), room);
    const facts = await liveOnce(ports, target, project, wantedOf(atoms, asks));
    return Object.fromEntries(
      Object.entries({ ...facts, project: project.name }).filter(([atom]) =>
        atoms.some((it) => it === `stack.${atom}`),
      ),
    );
  },
};

interface Wanted {
  readonly has: (atom: keyof StackFacts) => boolean;
  readonly http: readonly HttpAsk[];
  readonly reaches: readonly ReachAsk[];
}

function wantedOf(atoms: readonly Atom[], asks: readonly Ask[]): Wanted {
  return {
    has: (atom) => atoms.some((it) => it === `stack.${atom}`),
    http: asks.filter((it): it is HttpAsk => it.kind === 'http'),
    reaches: asks.filter((it): it is ReachAsk => it.kind === 'reach'),
  };
}

const NOTHING: Pick<StackFacts, 'services' | 'http' | 'reaches' | 'down'> = {
  services: [],
  http: [],
  reaches: [],
  down: { elapsedMs: 0, left: [], volumesKept: [] },
};

async function liveOnce(
  ports: Ports,
  target: Target,
  project: Project,
  wanted: Wanted,
): Promise<Omit<StackFacts, 'project'>> {
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
  const missing = externalMissing(isolated);
  if (missing) return { ...NOTHING, up: notUp(missing.cause, missing) };
  warnOfStandIns(ports, isolated);
  try {
    return await upAndDown(ports, target, project, isolated, wanted);
  } finally {
    await sweep(ports, project, isolated);
  }
}

function externalMissing({ external }: Isolated): Diagnosis | null {
  const [first] = external;
  if (!first) return null;
  const named = external.map(({ kind, name }) => `${kind} ${name}`);
  return {
    kind: 'file-missing',
    cause: `The project wants the external ${named.join(', ')}, which a fresh machine does not have.`,
    evidence: named.map((it) => `external: ${it}`),
    remedy: `Let the project make its own: take \`external: true\` from ${first.name}, or document how it is made.`,
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
): Promise<Omit<StackFacts, 'project'>> {
  const provided = await provideImages(ports, project, isolated);
  if ('fault' in provided) return { ...NOTHING, up: notUp(provided.fault) };
  const { model } = provided;
  const timeoutMs = target.stack?.timeoutMs ?? 120_000;
  const risen = await phase(ports, 'stack:up', 'bringing the stack up', () =>
    rise(ports, project, model, { timeoutMs }),
  );
  const http = await askHttp(ports, model, risen.seen, wanted.http);
  const reaches = await askReaches(ports, model, risen.seen, wanted.reaches);
  if (risen.up.succeeded && wanted.has('services'))
    await ports.clock.sleep(Math.min(WATCH_MS, target.run.windowMs), ports.signal);
  const seen = await lookAtServices(ports, project, model);
  const { services, diagnosis } = await livesOf(ports, { ...risen, seen });
  const left = wanted.has('down')
    ? await phase(ports, 'stack:down', 'taking the stack down', () => goDown(ports, project))
    : NOTHING.down;
  return { up: { ...risen.up, diagnosis }, services, http, reaches, down: left };
}

/** `down` as a person does it, and what is left of the project; volumes are meant to stay. */
async function goDown(ports: Ports, project: Project): Promise<StackFacts['down']> {
  const engine = engineOf(ports);
  const { elapsedMs } = await down(ports, project, false);
  const containers = await engine.listContainers(labelOf(project));
  const networks = await engine.listNetworks(labelOf(project));
  const volumes = await engine.listVolumes(labelOf(project));
  return {
    elapsedMs,
    left: [
      ...containers.map(({ name }) => ({ kind: 'container' as const, name })),
      ...networks.map(({ name }) => ({ kind: 'network' as const, name })),
    ],
    volumesKept: volumes.map(({ name }) => name).filter((name) => !name.includes(STAND_IN)),
  };
}

/** Whatever happened: containers, networks, volumes and the images that were built for it go. */
async function sweep(ports: Ports, project: Project, { builds }: Isolated): Promise<void> {
  const engine = engineOf(ports);
  const late = () => undefined; // everything is labelled: the ports' disposal, the reaper and `gc` get what resists
  await down(ports, project, true).catch(late);
  for (const { name } of await engine.listVolumes(labelOf(project)).catch(() => []))
    await engine.removeVolume(name).catch(late);
  for (const tag of Object.values(builds)) await engine.removeImage(tag).catch(late);
}
