import { relative } from 'node:path/posix';
import type { Place } from '../../../domain/index.ts';
import { checkConsistency, type Refuse } from './consistency.ts';
import { checkCycles } from './cycles.ts';
import { type Asked, discover } from './discover.ts';
import { withEnvFiles, withLabelFiles } from './env-files.ts';
import { loadModel } from './load-model.ts';
import { checkedName, projectName } from './name.ts';
import { normalise } from './normalise.ts';
import { type Gap, LeftOut, othersOf, restOf } from './faults.ts';
import { lineOf, type Origin, placeOf, type Source } from './origin.ts';
import { type Kinds, printProject } from './print-project.ts';
import { mapObjects, objectIn, only, type Printed } from './printed.ts';
import type { Json } from './printing.ts';
import { Refused, type RefusalKind } from './refused.ts';
import { type Environment, lookupIn, type Machine, type ProjectFiles, readSource } from './run.ts';
import { checkContainerNames, disabledBy, selected, usedBy } from './selection.ts';

/** A project as `docker compose` is asked for it, with the machine that it sees. */
export interface ProjectQuery {
  readonly files: ProjectFiles;
  /** Where the command is given, absolute. */
  readonly workingDir: string;
  /** The operator's variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** `-f`; none = the files are looked for. */
  readonly composeFiles?: readonly string[];
  readonly projectDirectory?: string;
  readonly envFiles?: readonly string[];
  /** None = those of `COMPOSE_PROFILES`. */
  readonly profiles?: readonly string[];
  readonly projectName?: string;
  /** Only these and what they need. */
  readonly services?: readonly string[];
}

/** Where a value is written, and by which steps it came into the project. */
export interface ValuePlace {
  readonly at: Place;
  readonly via: readonly { readonly kind: 'extends' | 'include'; readonly at: Place }[];
  /** The line that it begins on. */
  readonly line: string;
  /** Nobody wrote it: the place is of what asked for it. */
  readonly isDefault: boolean;
}

/** Why a project does not load. */
export interface ProjectFault {
  readonly kind: RefusalKind;
  readonly message: string;
  /** The path in the model, as Compose names it. */
  readonly where: string | null;
  readonly at: Place | null;
  /** A known name that may be meant instead of the one that is not. */
  readonly nearest: string | null;
  /** The key that is too much, by the keys on its way. */
  readonly key: readonly string[] | null;
  /** What to do, where the kind alone does not say it: a clause in lower case. */
  readonly advice: string | null;
  /** The steps that brought it into the project, the latest first. */
  readonly via: readonly Place[];
}

interface Loaded {
  readonly status: 'loaded';
  /** As `docker compose config --format json` prints it. */
  readonly model: Readonly<Record<string, Json>>;
  readonly warnings: readonly string[];
  /** The place of a value of the model, by the keys on its way. */
  readonly placeOf: (path: readonly (string | number)[]) => ValuePlace | null;
  /** The files that were laid over each other. */
  readonly composeFiles: readonly string[];
}

export type LoadedProject =
  | Loaded
  | {
      readonly status: 'refused';
      readonly warnings: readonly string[];
      readonly error: ProjectFault;
      /** What else keeps it from loading, by place, as far as it does not follow from the first fault. */
      readonly others: readonly ProjectFault[];
      /** What there is without what is at fault, though it may contradict itself; null where nothing is. */
      readonly rest: () => (Pick<Loaded, 'model' | 'placeOf'> & { readonly gaps: readonly Gap[] }) | null;
    };

/** Loads a project as Compose 2.40 does. Pure over the files that it is given; never throws. */
export function loadProject(query: ProjectQuery): LoadedProject {
  const warnings = new Set<string>();
  const sources = new Map<string, Source>();
  try {
    return loaded(query, machineFor(query, warnings, sources, null), warnings);
  } catch (error) {
    const first = refusedBy(error);
    const texts = [...sources.values()].map(({ text }) => text);
    const leftOut = new LeftOut();
    const again = (): Loaded | Refused | null => {
      leftOut.gaps.length = 0;
      try {
        return loaded(query, machineFor(query, new Set(), sources, leftOut), warnings);
      } catch (fault) {
        return fault instanceof Refused ? fault : null;
      }
    };
    const others = othersOf(first, texts, leftOut, again);
    const rest = () => {
      const left = restOf(first, texts, leftOut, again);
      return left && { model: left.model, placeOf: left.placeOf, gaps: leftOut.gaps };
    };
    return { status: 'refused', warnings: [...warnings], error: faultOf(first), others: others.map(faultOf), rest };
  }
}

const refusedBy = (error: unknown): Refused => (error instanceof Refused ? error : new Refused('value', String(error)));

function faultOf({ kind, message, where, at, nearest, key, advice }: Refused): ProjectFault {
  const via = at?.steps.map((step) => placeOf(step.at)) ?? [];
  return { kind, message, where, at: at && placeOf(at), nearest, key, advice, via };
}

function machineFor(
  { files, workingDir, environment }: ProjectQuery,
  warnings: Set<string>,
  sources: Machine['sources'],
  leftOut: LeftOut | null,
): Machine {
  return {
    files,
    folder: workingDir,
    home: environment.HOME ?? '',
    warn: (warning) => warnings.add(warning),
    shown: (path) => shownPath(workingDir, path),
    versioned: new Set(),
    sources,
    leftOut,
  };
}

function loaded(query: ProjectQuery, machine: Machine, warnings: ReadonlySet<string>): Loaded {
  const { services: names = [] } = query;
  const given = new Map(Object.entries(query.environment));
  const asked = query.projectName ? checkedName(query.projectName) : null;
  const found = discover(machine, askedFor(query, given));
  const sources = found.files.map((path) => ({ path, source: readSource(machine, path) }));
  const name = projectName(machine, { ...found, asked, sources: sources.map(({ source }) => source) });
  const environment: Environment = new Map([...found.environment, ['COMPOSE_PROJECT_NAME', name]]);
  const { folder } = found;
  const raw = loadModel(machine, { files: sources, environment, folder, base: folder, chain: [] });
  if (raw.entries.size === 0) throw new Refused('empty', 'empty compose file', { at: raw.at });
  if (name === '') throw new Refused('name', 'project name must not be empty', { at: raw.at });
  const places = new Places();
  const model = normalise(raw, name, lookupIn(environment));
  const { kinds, extensions } = printProject(model, { pointer: '', keep: places.keep, warn: machine.warn });
  const profiles = query.profiles?.length
    ? query.profiles
    : (environment.get('COMPOSE_PROFILES') ?? '').split(',').map((it) => it.trim());
  const chosen = choose(kinds, profiles, names, machine, environment, places);
  return {
    status: 'loaded',
    model: objectIn(escaped({ name, ...extensions, ...chosen })),
    warnings: [...warnings],
    placeOf: places.placeOf,
    composeFiles: found.files,
  };
}

function askedFor(query: ProjectQuery, environment: Environment): Asked {
  const { composeFiles: files = [], projectDirectory = null, envFiles = [] } = query;
  return { files, projectDirectory, envFiles, environment };
}

/** What is left of the model by its profiles and the services asked for, once it is consistent. */
function choose(
  kinds: Kinds,
  profiles: readonly string[],
  names: readonly string[],
  machine: Machine,
  environment: Environment,
  places: Places,
): Printed {
  const all = objectIn(kinds.services);
  const disabled = disabledBy(all, profiles);
  const project = { kinds, disabled, refuse: places.refuse };
  const isLenient = machine.leftOut?.isLenient === true;
  if (!isLenient) checkConsistency(project);
  checkCycles(project);
  const keepIn = (service: string) => (key: string, variable: string, at: Origin) =>
    places.keep(pointerOf(['services', service, key, variable]), at);
  const withVariables = (service: Printed, name: string) => withEnvFiles(service, machine, environment, keepIn(name));
  // the files of all that the profiles enable are read; of what is asked for beyond them, the label files are not
  const enabled = mapObjects(
    only(all, (name) => !disabled.has(name)),
    (service, name) => withVariables(withLabelFiles(service, machine, environment, keepIn(name)), name),
  );
  const asked = selected({ ...all, ...enabled }, profiles, names);
  const services = mapObjects(asked, (service, name) =>
    withReplicas(disabled.has(name) ? withVariables(service, name) : service),
  );
  if (!isLenient) checkContainerNames(services, places.refuse);
  return { services, ...usedBy(services, kinds) };
}

/** `scale` counts for `deploy` too. */
function withReplicas(service: Printed): Printed {
  const { deploy, scale } = service;
  return deploy === undefined || scale === undefined
    ? service
    : { ...service, deploy: { ...objectIn(deploy), replicas: scale } };
}

class Places {
  readonly #origins = new Map<string, Origin>();

  readonly keep = (pointer: string, at: Origin): void => {
    this.#origins.set(pointer, at);
  };

  readonly placeOf = (path: readonly (string | number)[]): ValuePlace | null => {
    const origin = this.#origins.get(pointerOf(path));
    if (!origin) return null;
    const via = origin.steps.map(({ kind, at }) => ({ kind, at: placeOf(at) }));
    return { at: placeOf(origin), via, line: lineOf(origin), isDefault: origin.isDefault === true };
  };

  readonly refuse: Refuse = (kind, path, message, where, nearest = null) => {
    const known = path.map((_, i) => path.slice(0, path.length - i)).find((it) => this.#origins.has(pointerOf(it)));
    const at = this.#origins.get(pointerOf(known ?? [])) ?? null;
    const service = path[0] === 'services' ? String(path[1]) : null;
    return new Refused(kind, message, { at, nearest, service, ...(where === undefined ? {} : { where }) });
  };
}

function pointerOf(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A dollar is printed twice, so that what is printed loads as the same again. */
function escaped(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return (value as readonly Json[]).map(escaped); // narrowed just here
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key.replaceAll('$', '$$$$'), escaped(it)]));
}

function shownPath(folder: string, path: string): string {
  const inner = relative(folder, path);
  return inner === '' || inner.startsWith('..') ? path : inner;
}
