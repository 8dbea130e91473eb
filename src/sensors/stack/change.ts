import { type Act, type EngineImage, type StackChange, TickproofError } from '../../domain/index.ts';
import { argvOf, healthOf, HELPER_PATH, needsRoot } from '../run/acts.ts';
import { briefHealth } from './brief-health.ts';
import { firstPort, type ResolvedModel, type ResolvedService } from './model.ts';

export interface Changing {
  readonly project: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Path of the helper program on this machine; null where the change needs none. */
  readonly helper: string | null;
  readonly configOf: (image: string) => EngineImage['config'] | undefined;
}

/** The isolated model as the change has it; without one, the same services with health checks that tell sooner. */
export function changeModel(model: ResolvedModel, change: StackChange, changing: Changing): ResolvedModel {
  const { service: name, run, apart = [], hosts } = change;
  for (const it of [...(name === undefined ? [] : [name]), ...apart]) named(model, it);
  const services = Object.entries(model.services).map(([key, service]) => {
    const config = service.image === undefined ? undefined : changing.configOf(service.image);
    const isNamed = key === name;
    const own = isNamed && run ? changeService(service, run, changing.helper, config) : service;
    const brief = briefHealth(own.healthcheck, config?.healthcheck, isNamed && failsFast(run));
    const led = hosts && (isNamed || name === undefined) ? withHosts(own, hosts) : own;
    const set = apart.includes(key) ? setApart(led, networkOf(key)) : led;
    return [key, brief ? { ...set, healthcheck: brief } : set] as const;
  });
  const networks = Object.fromEntries(
    apart.map((key) => [
      networkOf(key),
      { name: `${changing.project}_${networkOf(key)}`, labels: { ...changing.labels } },
    ]),
  );
  return { ...model, services: Object.fromEntries(services), networks: { ...model.networks, ...networks } };
}

/** The helper takes the service's place, so that nothing more can come of it. */
export function isReplaced(act: Act | undefined): boolean {
  switch (act?.do) {
    case 'exit':
    case 'sleep':
    case 'serve':
      return true;
    case 'print':
      return act.exit !== undefined;
    default:
      return false;
  }
}

const failsFast = (run: StackChange['run']): boolean => isReplaced(run?.act) || run?.health !== undefined;
const networkOf = (service: string): string => `tickproof-apart-${service}`;

function named({ services }: ResolvedModel, name: string): ResolvedService {
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if (service) return service;
  throw new TickproofError('target-not-found', `There is no service ${name} to change`, {
    remedy: 'Name a service of the project, or the profile that it belongs to under `stacks`.',
  });
}

/** What Compose reads again replaces `$`. */
const written = (text: string): string => text.replaceAll('$', '$$$$');
const meant = (text: string): string => text.replaceAll('$$', '$');

function changeService(
  service: ResolvedService,
  { act, user, env, health, restarts }: NonNullable<StackChange['run']>,
  helper: string | null,
  config: EngineImage['config'] | undefined,
): ResolvedService {
  const runsAs = user ?? (service.user === undefined ? undefined : meant(service.user));
  const asked = act && needsRoot(act) ? '0' : runsAs;
  const argv = act && argvOf(ported(act, service), commandOf(service, config), runsAs ?? config?.user);
  const bind = { type: 'bind', source: written(helper ?? ''), target: HELPER_PATH, read_only: true };
  return {
    ...(restarts ? withoutPolicy(service) : service),
    ...(argv ? { entrypoint: argv.map(written), command: [] } : {}),
    ...(act || health ? { volumes: [...(service.volumes ?? []), bind] } : {}),
    ...(asked === undefined ? {} : { user: written(asked) }),
    ...(env ? { environment: overlaid(service.environment ?? {}, env, config?.env ?? []) } : {}),
    ...(health ? { healthcheck: { test: healthOf(health).map(written) } } : {}),
    ...(restarts ? { restart: 'always' } : {}),
  };
}

/** A stub at port 0 stands where a question without a port goes. */
function ported(act: Act, service: ResolvedService): Act {
  return act.do === 'serve' && act.port === 0 ? { ...act, port: firstPort(service) } : act;
}

/** What the engine makes of both: an entry point of the service's own takes the image's command away. */
export function commandOf(
  { entrypoint, command }: Pick<ResolvedService, 'entrypoint' | 'command'>,
  config: Pick<EngineImage['config'], 'entrypoint' | 'cmd'> | undefined,
): readonly string[] {
  const own = entrypoint?.length === 1 && entrypoint[0] === '' ? [] : entrypoint?.map(meant);
  const imagesCommand = own?.length ? [] : (config?.cmd ?? []);
  return [...(own ?? config?.entrypoint ?? []), ...(command?.length ? command.map(meant) : imagesCommand)];
}

function overlaid(
  own: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | null>>,
  ofImage: readonly string[],
): Record<string, unknown> {
  const kept = Object.entries(own).filter(([name]) => env[name] !== null || !Object.hasOwn(env, name));
  const laid = Object.entries(env).flatMap(([name, value]) => {
    if (value !== null) return [[name, written(value)] as const];
    return ofImage.some((it) => it.startsWith(`${name}=`)) ? [[name, ''] as const] : []; // an image's variable can only be emptied
  });
  return Object.fromEntries([...kept, ...laid]);
}

/** A policy under `deploy` would win. */
function withoutPolicy({ deploy, ...service }: ResolvedService): ResolvedService {
  const { restart_policy: _, ...rest } = deploy ?? {};
  return deploy ? { ...service, deploy: rest } : service;
}

/** A service in another's network has no names of its own. */
function withHosts(service: ResolvedService, hosts: Readonly<Record<string, string>>): ResolvedService {
  if (/^(?:service|container):/.test(service.network_mode ?? '')) return service;
  const kept = (service.extra_hosts ?? []).filter((it) => !Object.hasOwn(hosts, it.replace(/[=:].*$/s, '')));
  return {
    ...service,
    extra_hosts: [...kept, ...Object.entries(hosts).map(([name, address]) => written(`${name}=${address}`))],
  };
}

function setApart(service: ResolvedService, network: string): ResolvedService {
  const { network_mode: _mode, links: _links, external_links: _external, ...rest } = service;
  return { ...rest, networks: { [network]: null } };
}
