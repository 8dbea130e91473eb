import { nearest } from '../../nearest.ts';
import type { Kinds } from './print-project.ts';
import { has, listIn, numberIn, objectIn, own, type Printed, textIn } from './printed.ts';
import type { Json } from './printing.ts';
import { single } from './printing.ts';
import { refuseAll, type Refused, type RefusalKind } from './refused.ts';

export interface Project {
  readonly kinds: Kinds;
  /** Services that the profiles leave out. */
  readonly disabled: ReadonlySet<string>;
  readonly refuse: Refuse;
}

/** A project that is looked at as a whole: what is wrong is told, and the looking goes on. */
interface Looked extends Omit<Project, 'refuse'> {
  readonly tell: (...fault: Parameters<Refuse>) => void;
}

/** A refusal at the place of what a pointer leads to. */
export type Refuse = (
  kind: RefusalKind,
  pointer: readonly (string | number)[],
  message: string,
  where?: string,
  /** A known name that may be meant. */
  nearest?: string | null,
) => Refused;

type Check = (name: string, service: Printed, project: Looked) => void;

/** Refuses services that contradict themselves or speak of what is not there. */
export function checkConsistency(project: Project): void {
  const faults: Refused[] = [];
  const looked: Looked = { ...project, tell: (...fault) => faults.push(project.refuse(...fault)) };
  const all: readonly Check[] = [
    checkSource,
    checkNetworks,
    checkHealth,
    checkDependencies,
    checkResources,
    checkLimits,
    checkMounts,
    checkWatch,
  ];
  for (const [name, service] of Object.entries(objectIn(project.kinds.services))) {
    if (project.disabled.has(name)) continue;
    for (const check of all) check(name, objectIn(service), looked);
  }
  for (const [name, it] of Object.entries(objectIn(project.kinds.secrets))) {
    if (own(it, 'external') === true || has(it, 'file') || has(it, 'environment')) continue;
    looked.tell(
      'consistency',
      ['secrets', name],
      `secret ${JSON.stringify(name)} must declare either \`file\` or \`environment\`: invalid compose project`,
    );
  }
  refuseAll(faults);
}

const INVALID = ': invalid compose project';

function checkSource(name: string, service: Printed, { kinds, tell }: Looked): void {
  const build = own(service, 'build');
  const fault = (message: string, ...path: string[]) =>
    tell('consistency', ['services', name, ...path], message + INVALID);
  if (build === undefined && !has(service, 'image') && !has(service, 'provider'))
    fault(`service ${JSON.stringify(name)} has neither an image nor a build context specified`);
  if (has(build, 'dockerfile') && has(build, 'dockerfile_inline'))
    fault(`service ${JSON.stringify(name)} declares mutualy exclusive dockerfile and dockerfile_inline`, 'build');
  for (const [key, context] of Object.entries(objectIn(own(build, 'additional_contexts')))) {
    const target = /^service:(.*)$/s.exec(textIn(context))?.[1];
    if (target === undefined) continue;
    const other = own(kinds.services, target);
    const what = other === undefined ? 'unknown' : has(other, 'build') ? null : 'non-buildable';
    if (what === null) continue;
    const message = `service ${JSON.stringify(name)} declares ${what} service ${JSON.stringify(target)} as additional contexts ${key}`;
    tell(
      other === undefined ? 'reference' : 'consistency',
      ['services', name, 'build', 'additional_contexts', key],
      message,
      name,
    );
  }
  const platform = textIn(own(service, 'platform'));
  const platforms = listIn(own(build, 'platforms'));
  if (platform !== '' && platforms.length > 0 && !platforms.includes(platform))
    fault(`service.build.platforms MUST include service.platform ${JSON.stringify(platform)}`, 'platform');
}

/** What a service names, with where it does. */
type Names = readonly (readonly [name: string, ...path: (string | number)[]])[];

function undefinedIn({ kinds, tell }: Looked, service: string, kind: keyof Kinds, names: Names, what: string): void {
  for (const [name, ...path] of names) {
    if (has(kinds[kind], name)) continue;
    const message = `service ${JSON.stringify(service)} refers to undefined ${what} ${name}${INVALID}`;
    const near = nearest(name, Object.keys(objectIn(kinds[kind])));
    tell('reference', ['services', service, ...path], message, service, near);
  }
}

function checkNetworks(name: string, service: Printed, project: Looked): void {
  const networks = Object.keys(objectIn(own(service, 'networks')));
  if (has(service, 'network_mode') && networks.length > 0)
    project.tell(
      'consistency',
      ['services', name, 'network_mode'],
      `service ${name} declares mutually exclusive \`network_mode\` and \`networks\`${INVALID}`,
    );
  undefinedIn(
    project,
    name,
    'networks',
    networks.map((it) => [it, 'networks', it]),
    'network',
  );
}

function checkHealth(name: string, service: Printed, { tell }: Looked): void {
  const [first] = listIn(own(own(service, 'healthcheck'), 'test'));
  if (first === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(textIn(first))) return;
  tell(
    'consistency',
    ['services', name, 'healthcheck', 'test'],
    'healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"',
  );
}

function checkDependencies(name: string, service: Printed, { kinds, disabled, tell }: Looked): void {
  for (const [other, how] of Object.entries(objectIn(own(service, 'depends_on')))) {
    const isThere = has(kinds.services, other);
    if (isThere && (!disabled.has(other) || own(how, 'required') !== true)) continue;
    const message = `service ${JSON.stringify(name)} depends on undefined service ${JSON.stringify(other)}${INVALID}`;
    const near = isThere
      ? null
      : nearest(
          other,
          Object.keys(objectIn(kinds.services)).filter((it) => it !== name),
        );
    tell('reference', ['services', name, 'depends_on', other], message, name, near);
  }
}

function checkResources(name: string, service: Printed, project: Looked): void {
  const sourcesIn = (value: Json | undefined, ...path: string[]): Names =>
    listIn(value).map((it, i) => [textIn(own(it, 'source')), ...path, i, 'source']);
  const build = own(service, 'build');
  const mounts = listIn(own(service, 'volumes'));
  const volumes = sourcesIn(mounts, 'volumes').filter(
    (_, i) => own(mounts[i], 'type') === 'volume' && has(mounts[i], 'source'),
  );
  const models = Object.keys(objectIn(own(service, 'models')));
  undefinedIn(project, name, 'volumes', volumes, 'volume');
  undefinedIn(project, name, 'secrets', sourcesIn(own(build, 'secrets'), 'build', 'secrets'), 'build secret');
  undefinedIn(project, name, 'configs', sourcesIn(own(service, 'configs'), 'configs'), 'config');
  undefinedIn(
    project,
    name,
    'models',
    models.map((it) => [it, 'models', it]),
    'model',
  );
  undefinedIn(project, name, 'secrets', sourcesIn(own(service, 'secrets'), 'secrets'), 'secret');
}

function checkLimits(name: string, service: Printed, { tell }: Looked): void {
  const deploy = own(service, 'deploy');
  const scale = own(service, 'scale');
  const replicas = own(deploy, 'replicas');
  const distinct = (one: string, other: string) =>
    tell(
      'consistency',
      ['services', name, one],
      `services.${name}: can't set distinct values on '${one}' and '${other}'${INVALID}`,
    );
  if (scale !== undefined && replicas !== undefined && scale !== replicas) distinct('scale', 'deploy.replicas');
  const negative = (...path: string[]) => {
    const where = ['services', name, ...path];
    tell('consistency', where, `${where.join('.')}: must be greater than or equal to 0${INVALID}`);
  };
  if (numberIn(scale) < 0) negative('scale');
  if (numberIn(replicas) < 0) negative('deploy', 'replicas');
  const resources = own(deploy, 'resources');
  const limits = own(resources, 'limits');
  const reservations = own(resources, 'reservations');
  const same = (one: Json | undefined, other: Json | undefined) =>
    typeof one === 'number' ? single(one) === single(numberIn(other)) : one === (other ?? '0');
  const pairs = [
    ['cpus', limits, 'cpus', 'limits.cpus'],
    ['mem_limit', limits, 'memory', 'limits.memory'],
    ['mem_reservation', reservations, 'memory', 'reservations.memory'],
    ['pids_limit', limits, 'pids', 'limits.pids'],
  ] as const;
  for (const [key, holder, inner, path] of pairs)
    if (has(service, key) && holder !== undefined && !same(own(service, key), own(holder, inner)))
      distinct(key, `deploy.resources.${path}`);
  const count = scale === undefined ? (replicas ?? 1) : scale;
  if (numberIn(count) > 1 && has(service, 'container_name'))
    tell(
      'consistency',
      ['services', name, 'container_name'],
      `services.${name}: can't set container_name and ${scale === undefined ? 'deploy.replicas' : 'scale'} as container name must be unique${INVALID}`,
    );
}

function checkMounts(name: string, service: Printed, { tell }: Looked): void {
  const seen = new Map<string, string>();
  const note = (target: string, key: string, i: number) => {
    const here = `services.${name}.${key}[${i}]`;
    const before = seen.get(target);
    if (before !== undefined)
      tell('consistency', ['services', name, key, i], `${here}: target ${target} already mounted as ${before}`);
    seen.set(target, here);
  };
  for (const [i, it] of listIn(own(service, 'tmpfs')).entries()) note(textIn(it).split(':', 1)[0] ?? '', 'tmpfs', i);
  for (const [i, it] of listIn(own(service, 'volumes')).entries()) note(textIn(own(it, 'target')), 'volumes', i);
}

function checkWatch(name: string, service: Printed, { tell }: Looked): void {
  for (const [i, it] of listIn(own(own(service, 'develop'), 'watch')).entries()) {
    const action = textIn(own(it, 'action'));
    if (action === 'rebuild' || action === 'restart' || has(it, 'target')) continue;
    tell(
      'consistency',
      ['services', name, 'develop', 'watch', i],
      `services.${name}.develop.watch: target is required for non-rebuild actions${INVALID}`,
    );
  }
}
