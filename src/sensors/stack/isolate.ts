import type { ResolvedModel, ResolvedMount, ResolvedService } from './model.ts';

export interface Isolation {
  readonly project: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Address that `host-gateway` stands for; null = the engine's own. */
  readonly gateway: string | null;
  /** Whether a path of the host exists. */
  readonly exists: (path: string) => boolean;
  /** The image that is already built from this context and Dockerfile, if it is. */
  readonly built: (build: NonNullable<ResolvedService['build']>) => string | null;
  /** The tag of ours that it is built under otherwise; the same for the same. */
  readonly tagOf: (build: NonNullable<ResolvedService['build']>) => string;
}

/** `key` is the name under which the files declare it. */
export interface External {
  readonly kind: 'network' | 'volume' | 'secret' | 'config';
  readonly key: string;
  readonly name: string;
}

export interface Isolated {
  readonly model: ResolvedModel;
  /** Tags of our own that are to be built, by service. */
  readonly builds: Readonly<Record<string, string>>;
  /** What a fresh machine does not have. */
  readonly external: readonly External[];
  /** Host folders that are not there: a volume stands in, so that nothing appears in the user's folder. */
  readonly replaced: readonly string[];
}

/** Volumes of ours begin so; they are no part of the user's project. Those for anonymous volumes do not outlive `down`. */
export const STAND_IN = 'tickproof-standin';
/** Stands in for a folder of the host, which stays. */
export const FOLDER = 'tickproof-folder';

/**
 * The same project where it meets nothing of this machine: names, tags, labels, published ports and missing host folders
 * are ours. What the services are and how they belong together stays as it is.
 */
export function isolate(model: ResolvedModel, isolation: Isolation): Isolated {
  const { project, labels } = isolation;
  const tags = tagsOf(model, isolation);
  const replaced = new Map<string, string>();
  const active = new Set(Object.keys(model.services)); // a service of a profile that is off may be needed without being there
  const services = Object.entries(model.services).map(
    ([name, service]) => [name, isolateService(name, service, isolation, tags, replaced, active)] as const,
  );
  const own = (things: ResolvedModel['networks']) =>
    Object.fromEntries(
      Object.entries(things ?? {}).map(([key, thing]) => [
        key,
        thing?.external ? thing : { ...thing, name: `${project}_${key}`, labels: { ...thing?.labels, ...labels } },
      ]),
    );
  const standIns = Object.fromEntries(
    [...replaced.values()].map((key) => [key, { name: `${project}_${key}`, labels }]),
  );
  return {
    model: {
      ...model,
      name: project,
      services: Object.fromEntries(services),
      networks: own(model.networks),
      volumes: { ...own(model.volumes), ...standIns },
    },
    builds: Object.fromEntries(Object.entries(tags.byService).filter(([name]) => tags.toBuild.has(name))),
    external: externalsOf(model),
    replaced: [...replaced.keys()],
  };
}

function externalsOf({ networks, volumes, secrets, configs }: ResolvedModel): External[] {
  const kinds = { network: networks, volume: volumes, secret: secrets, config: configs } as const;
  return (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) =>
    Object.entries(kinds[kind] ?? {}).flatMap(([key, thing]) =>
      thing?.external ? [{ kind, key, name: thing.name ?? key }] : [],
    ),
  );
}

interface Tags {
  readonly byService: Readonly<Record<string, string>>;
  readonly toBuild: ReadonlySet<string>;
}

/** The user's tags are never built over; a service that only names a tag which another one builds gets that one's. */
function tagsOf({ services }: ResolvedModel, { tagOf, built }: Isolation): Tags {
  const byImage = new Map<string, string>();
  const byService: Record<string, string> = {};
  const toBuild = new Set<string>();
  for (const [name, { build, image }] of Object.entries(services)) {
    if (!build) continue;
    const ready = built(build);
    byService[name] = ready ?? tagOf(build);
    if (ready === null) toBuild.add(name);
    if (image !== undefined && !byImage.has(image)) byImage.set(image, byService[name]);
  }
  for (const [name, { build, image }] of Object.entries(services)) {
    const other = image === undefined || build ? undefined : byImage.get(image);
    if (other !== undefined) byService[name] = other;
  }
  return { byService, toBuild };
}

function isolateService(
  name: string,
  service: ResolvedService,
  isolation: Isolation,
  { byService, toBuild }: Tags,
  replaced: Map<string, string>,
  active: ReadonlySet<string>,
): ResolvedService {
  const { container_name: _name, profiles: _profiles, build, pull_policy: _pull, ...rest } = service;
  const { ports, extra_hosts: hosts, volumes, depends_on: needs } = service;
  const tag = byService[name];
  const { gateway, labels } = isolation;
  return {
    ...rest,
    labels: { ...service.labels, ...labels },
    ...(tag === undefined ? {} : { image: tag }),
    ...(build && toBuild.has(name) ? { build: ownBuild(build, labels) } : {}),
    ...(ports ? { ports: ports.map(onLoopback) } : {}),
    ...(hosts && gateway !== null
      ? { extra_hosts: hosts.map((it) => it.replace(/([=:])host-gateway$/, `$1${gateway}`)) }
      : {}),
    ...(volumes ? { volumes: volumes.map((it) => isolateMount(it, isolation, replaced)) } : {}),
    ...(needs ? { depends_on: Object.fromEntries(Object.entries(needs).filter(([other]) => active.has(other))) } : {}),
  };
}

/** A port of the engine's choice: two runs and the user's own stack never clash. */
function onLoopback({ published: _published, host_ip: _ip, ...it }: NonNullable<ResolvedService['ports']>[number]) {
  return { ...it, host_ip: '127.0.0.1', mode: 'ingress' };
}

function ownBuild(build: NonNullable<ResolvedService['build']>, labels: Isolation['labels']) {
  const { tags: _, ...rest } = build;
  return { ...rest, labels: { ...build.labels, ...labels } };
}

/** The engine would make a missing folder as root in the user's tree; a volume takes owner and content from the image. */
function isolateMount(mount: ResolvedMount, { exists }: Isolation, replaced: Map<string, string>): ResolvedMount {
  const anonymous = mount.type === 'volume' && mount.source === undefined;
  const missing =
    mount.type === 'bind' &&
    mount.bind?.create_host_path !== false &&
    mount.source !== undefined &&
    !exists(mount.source);
  if (!anonymous && !missing) return mount;
  const place = mount.source ?? `anonymous ${replaced.size}`;
  const key = replaced.get(place) ?? `${anonymous ? STAND_IN : FOLDER}-${replaced.size}`;
  replaced.set(place, key);
  return { type: 'volume', source: key, target: mount.target, ...(mount.read_only ? { read_only: true } : {}) };
}

/** Mounts a labelled volume wherever an image declares one of its own: what is anonymous would outlive `down`. */
export function withImageVolumes(
  model: ResolvedModel,
  volumesOf: (image: string) => readonly string[],
  { project, labels }: Pick<Isolation, 'project' | 'labels'>,
): ResolvedModel {
  const added: Record<string, { readonly name: string; readonly labels: Record<string, string> }> = {};
  const services = Object.entries(model.services).map(([name, service]) => {
    const mounted = new Set((service.volumes ?? []).map(({ target }) => target));
    const extra = (service.image === undefined ? [] : volumesOf(service.image)).filter((path) => !mounted.has(path));
    const mounts = extra.map((target) => {
      const key = `${STAND_IN}-${name}-${Object.keys(added).length}`;
      added[key] = { name: `${project}_${key}`, labels: { ...labels } };
      return { type: 'volume', source: key, target };
    });
    return [
      name,
      mounts.length === 0 ? service : { ...service, volumes: [...(service.volumes ?? []), ...mounts] },
    ] as const;
  });
  return { ...model, services: Object.fromEntries(services), volumes: { ...model.volumes, ...added } };
}
