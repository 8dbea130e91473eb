import { nearest } from '../../nearest.ts';
import type { Kinds } from './print-project.ts';
import { has, listIn, numberIn, objectIn, own, type Printed, textIn } from './printed.ts';
import type { Json } from './printing.ts';
import { single } from './printing.ts';
import { Refused, type RefusalKind } from './refused.ts';

export interface Project {
  readonly kinds: Kinds;
  /** Services that the profiles leave out. */
  readonly disabled: ReadonlySet<string>;
  readonly refuse: Refuse;
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

type Check = (name: string, service: Printed, project: Project) => void;

/** Refuses services that contradict themselves or speak of what is not there. */
export function checkConsistency(project: Project): void {
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
    for (const check of all) check(name, objectIn(service), project);
  }
  for (const [name, it] of Object.entries(objectIn(project.kinds.secrets))) {
    if (own(it, 'external') === true || has(it, 'file') || has(it, 'environment')) continue;
    throw project.refuse(
      'consistency',
      ['secrets', name],
      `secret ${JSON.stringify(name)} must declare either \`file\` or \`environment\`: invalid compose project`,
    );
  }
}

const INVALID = ': invalid compose project';

function checkSource(name: string, service: Printed, { kinds, refuse }: Project): void {
  const build = own(service, 'build');
  const fault = (message: string, ...path: string[]) =>
    refuse('consistency', ['services', name, ...path], message + INVALID);
  if (build === undefined && !has(service, 'image') && !has(service, 'provider'))
    throw fault(`service ${JSON.stringify(name)} has neither an image nor a build context specified`);
  if (has(build, 'dockerfile') && has(build, 'dockerfile_inline'))
    throw fault(`service ${JSON.stringify(name)} declares mutualy exclusive dockerfile and dockerfile_inline`, 'build');
  for (const [key, context] of Object.entries(objectIn(own(build, 'additional_contexts')))) {
    const target = /^service:(.*)$/s.exec(textIn(context))?.[1];
    if (target === undefined) continue;
    const other = own(kinds.services, target);
    const what = other === undefined ? 'unknown' : has(other, 'build') ? null : 'non-buildable';
    if (what === null) continue;
    const message = `service ${JSON.stringify(name)} declares ${what} service ${JSON.stringify(target)} as additional contexts ${key}`;
    throw refuse(
      other === undefined ? 'reference' : 'consistency',
      ['services', name, 'build', 'additional_contexts', key],
      message,
      name,
    );
  }
  const platform = textIn(own(service, 'platform'));
  const platforms = listIn(own(build, 'platforms'));
  if (platform !== '' && platforms.length > 0 && !platforms.includes(platform))
    throw fault(`service.build.platforms MUST include service.platform ${JSON.stringify(platform)}`, 'platform');
}

function undefinedIn(
  { kinds, refuse }: Project,
  service: string,
  kind: keyof Kinds,
  names: readonly Json[],
  path: readonly (string | number)[],
  what: string,
): void {
  const missing = names.find((it) => !has(kinds[kind], textIn(it)));
  if (missing === undefined) return;
  const message = `service ${JSON.stringify(service)} refers to undefined ${what} ${textIn(missing)}${INVALID}`;
  throw refuse(
    'reference',
    ['services', service, ...path],
    message,
    service,
    nearest(textIn(missing), Object.keys(objectIn(kinds[kind]))),
  );
}

function checkNetworks(name: string, service: Printed, project: Project): void {
  const networks = Object.keys(objectIn(own(service, 'networks')));
  if (has(service, 'network_mode') && networks.length > 0)
    throw project.refuse(
      'consistency',
      ['services', name, 'network_mode'],
      `service ${name} declares mutually exclusive \`network_mode\` and \`networks\`${INVALID}`,
    );
  undefinedIn(project, name, 'networks', networks, ['networks'], 'network');
}

function checkHealth(name: string, service: Printed, { refuse }: Project): void {
  const [first] = listIn(own(own(service, 'healthcheck'), 'test'));
  if (first === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(textIn(first))) return;
  throw refuse(
    'consistency',
    ['services', name, 'healthcheck', 'test'],
    'healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"',
  );
}

function checkDependencies(name: string, service: Printed, { kinds, disabled, refuse }: Project): void {
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
    throw refuse('reference', ['services', name, 'depends_on', other], message, name, near);
  }
}

function checkResources(name: string, service: Printed, project: Project): void {
  const sourcesIn = (value: Json | undefined) => listIn(value).map((it) => own(it, 'source') ?? '');
  const volumes = listIn(own(service, 'volumes')).filter((it) => own(it, 'type') === 'volume' && has(it, 'source'));
  undefinedIn(
    project,
    name,
    'volumes',
    volumes.map((it) => own(it, 'source') ?? ''),
    ['volumes'],
    'volume',
  );
  undefinedIn(
    project,
    name,
    'secrets',
    sourcesIn(own(own(service, 'build'), 'secrets')),
    ['build', 'secrets'],
    'build secret',
  );
  undefinedIn(project, name, 'configs', sourcesIn(own(service, 'configs')), ['configs'], 'config');
  undefinedIn(project, name, 'models', Object.keys(objectIn(own(service, 'models'))), ['models'], 'model');
  undefinedIn(project, name, 'secrets', sourcesIn(own(service, 'secrets')), ['secrets'], 'secret');
}

function checkLimits(name: string, service: Printed, { refuse }: Project): void {
  const deploy = own(service, 'deploy');
  const scale = own(service, 'scale');
  const replicas = own(deploy, 'replicas');
  const distinct = (one: string, other: string) =>
    refuse(
      'consistency',
      ['services', name, one],
      `services.${name}: can't set distinct values on '${one}' and '${other}'${INVALID}`,
    );
  if (scale !== undefined && replicas !== undefined && scale !== replicas) throw distinct('scale', 'deploy.replicas');
  if (numberIn(scale) < 0)
    throw refuse(
      'consistency',
      ['services', name, 'scale'],
      `services.${name}.scale: must be greater than or equal to 0${INVALID}`,
    );
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
      throw distinct(key, `deploy.resources.${path}`);
  const count = scale === undefined ? (replicas ?? 1) : scale;
  if (numberIn(count) > 1 && has(service, 'container_name'))
    throw refuse(
      'consistency',
      ['services', name, 'container_name'],
      `services.${name}: can't set container_name and ${scale === undefined ? 'deploy.replicas' : 'scale'} as container name must be unique${INVALID}`,
    );
}

function checkMounts(name: string, service: Printed, { refuse }: Project): void {
  const seen = new Map<string, string>();
  const note = (target: string, key: string, i: number) => {
    const here = `services.${name}.${key}[${i}]`;
    const before = seen.get(target);
    if (before !== undefined)
      throw refuse('consistency', ['services', name, key, i], `${here}: target ${target} already mounted as ${before}`);
    seen.set(target, here);
  };
  for (const [i, it] of listIn(own(service, 'tmpfs')).entries()) note(textIn(it).split(':', 1)[0] ?? '', 'tmpfs', i);
  for (const [i, it] of listIn(own(service, 'volumes')).entries()) note(textIn(own(it, 'target')), 'volumes', i);
}

function checkWatch(name: string, service: Printed, { refuse }: Project): void {
  for (const [i, it] of listIn(own(own(service, 'develop'), 'watch')).entries()) {
    const action = textIn(own(it, 'action'));
    if (action === 'rebuild' || action === 'restart' || has(it, 'target')) continue;
    throw refuse(
      'consistency',
      ['services', name, 'develop', 'watch', i],
      `services.${name}.develop.watch: target is required for non-rebuild actions${INVALID}`,
    );
  }
}
