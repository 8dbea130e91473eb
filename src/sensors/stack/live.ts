import {
  type Diagnosis,
  type HttpAsk,
  type PersistAsk,
  type PersistObservation,
  type Ports,
  type ReachAsk,
  type StackFacts,
  type Target,
  TickproofError,
} from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { composeSourceOf, reachedBy } from '../compose/index.ts';
import { engineOf } from '../run/engine-of.ts';
import { hostSide } from '../run/host-side.ts';
import { phase } from '../run/phase.ts';
import { sharedHostSide } from '../run/shared-host-side.ts';
import { askHttp, askReaches, serviceFor } from './asks.ts';
import { changeModel } from './change.ts';
import { goDown, removeVolumes, sweep, wipe } from './going-down.ts';
import { provideImages } from './images.ts';
import { isolate, type Isolated, STAND_IN } from './isolate.ts';
import type { ResolvedModel } from './model.ts';
import { outsiderOn } from './outsider.ts';
import { type Pace, paceOf } from './pace.ts';
import { readAgain, writeAll } from './persist.ts';
import { type Project, resolveModel } from './project.ts';
import { sameBuild } from './same-build.ts';
import { lookAtServices } from './services.ts';
import { livesOf, notUp, type Risen, rise } from './up.ts';

const STOP_SECONDS = 10; // Compose's own default
const HURRY_SECONDS = 1; // what is left is looked at, not how it ended

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
  const sideOf = target.changed?.stack ? sharedHostSide : hostSide;
  await using side = Object.keys(host).length === 0 ? null : await sideOf(ports, host, target.folder);
  const gateway = side?.gateway ?? null; // without processes of ours the engine's own is right
  const labels = labelsOf(ports, target);
  const isolated = isolate(resolved.model, {
    project: project.name,
    labels,
    gateway,
    exists: (path) => ports.files.stat(path) !== null,
    built: (build) => (sameBuild(ports, target, build) ? target.built : null),
    tagOf: (build) => ports.owner.name(`build-${digestOf(build).slice(-12)}`),
  });
  const missing = externalMissing(ports, target, isolated);
  if (missing) return { ...NOTHING, up: notUp(missing.cause, missing) };
  if (!target.changed) warnOfStandIns(ports, isolated);
  try {
    return await upAndDown(ports, target, project, isolated, wanted);
  } finally {
    await (target.changed ? wipe : sweep)(ports, project);
  }
}

const labelsOf = ({ owner }: Ports, { changed }: Target) =>
  changed ? { ...owner.labels, 'tickproof.mutant': '1' } : owner.labels;

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
  const labels = labelsOf(ports, target);
  const provided = await provideImages(ports, project, isolated, labels);
  if ('fault' in provided) return { ...NOTHING, up: notUp(provided.fault) };
  const helper = helperFor(ports, target);
  const changing = { project: project.name, labels, helper, configOf: provided.configOf };
  const model = target.changed ? changeModel(provided.model, target.changed.stack ?? {}, changing) : provided.model;
  const asked = [...wanted.http, ...wanted.reaches].map(({ service }) => serviceFor(model, service));
  const pace = paceOf(target, { asked, whole: wanted.persists.length > 0 || wanted.has('up') || wanted.has('down') });
  const first = await oneRise(ports, project, model, pace);
  const http = await askHttp(ports, model, first.seen, wanted.http, pace.answerMs);
  const reaches = await askReaches(ports, model, first.seen, wanted.reaches);
  const written = first.up.succeeded ? await writeAll(ports, model, first.seen, wanted.persists) : [];
  if (first.up.succeeded && wanted.has('services')) await ports.clock.sleep(pace.windowMs, ports.signal); // restarts and late errors show
  const seen = await lookAtServices(ports, project, model);
  const { services, diagnosis } = await livesOf(ports, { ...first, seen });
  const goesDown = wanted.has('down') || written.length > 0;
  const left = goesDown
    ? await phase(ports, 'stack:down', 'taking the stack down', () => takeDown(ports, target, project, model, helper))
    : NOTHING.down;
  const second = written.length > 0 ? await secondLife(ports, target, project, model, pace, written) : null;
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

/** The helper program, where the change needs it. */
function helperFor(ports: Ports, { changed }: Target): string | null {
  const { run, outsider } = changed?.stack ?? {};
  if (!run?.act && !run?.health && !outsider) return null;
  const { architecture } = engineOf(ports).info;
  const helper = ports.helper(architecture);
  if (helper !== null) return helper;
  throw new TickproofError('tool-missing', `There is no helper program for ${architecture}`, {
    remedy: 'Verify on an engine of amd64 or arm64.',
  });
}

function oneRise(ports: Ports, project: Project, model: ResolvedModel, pace: Pace): Promise<Risen> {
  return phase(ports, 'stack:up', 'bringing the stack up', () => rise(ports, project, model, pace));
}

/** As a person does it; what a change forgets goes with it, and its outsider stays until it is looked at. */
async function takeDown(
  ports: Ports,
  target: Target,
  project: Project,
  model: ResolvedModel,
  helper: string | null,
): Promise<StackFacts['down']> {
  const { changed } = target;
  const change = changed?.stack;
  const graceSeconds = change ? HURRY_SECONDS : STOP_SECONDS;
  if (change?.forgets) {
    await wipe(ports, project);
    return NOTHING.down;
  }
  if (!change?.outsider || helper === null) return goDown(ports, project, graceSeconds);
  await using _outsider = await outsiderOn(ports, model, helper, labelsOf(ports, target));
  return await goDown(ports, project, graceSeconds);
}

/** Up again over what the first life kept: volumes without a name of the project's are not found again. */
async function secondLife(
  ports: Ports,
  { changed }: Target,
  project: Project,
  model: ResolvedModel,
  pace: Pace,
  written: readonly PersistObservation[],
): Promise<{ readonly up: Risen['up']; readonly persists: readonly PersistObservation[] }> {
  const forgets = changed?.stack?.forgets === true;
  await removeVolumes(ports, project, (name) => forgets || name.includes(STAND_IN));
  const { up, seen } = await oneRise(ports, project, model, pace);
  const persists = up.succeeded
    ? await readAgain(ports, seen, written)
    : written.map((it) => ({ ...it, notUp: up.message ?? 'it did not come up again' }));
  return { up, persists };
}
