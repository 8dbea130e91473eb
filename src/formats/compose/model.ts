import type { ComposeModel, ComposeMount, ComposePort, ComposeService, Place } from '../../domain/index.ts';

type Raw = Readonly<Record<string, unknown>>;

export interface ModelTexts {
  readonly placeOf: (service: string) => Place;
  readonly writtenOf: (service: string) => Readonly<Record<string, string | null>>;
}

/** The model in the domain's words, from what `docker compose config --format json` prints. `$$` there is `$`. */
export function modelOf(printed: unknown, texts: ModelTexts): ComposeModel {
  const raw = objectOf(unescaped(printed));
  return {
    name: textOf(raw.name) ?? '',
    services: Object.entries(objectOf(raw.services)).map(([name, service]) =>
      serviceOf(name, objectOf(service), texts),
    ),
    networks: resourcesOf(raw.networks),
    volumes: resourcesOf(raw.volumes),
    raw,
  };
}

function serviceOf(name: string, raw: Raw, texts: ModelTexts): ComposeService {
  const build = raw.build === undefined || raw.build === null ? null : objectOf(raw.build);
  return {
    name,
    ...optional('image', textOf(raw.image)),
    ...(build && {
      build: { context: textOf(build.context) ?? '.', ...optional('dockerfile', textOf(build.dockerfile)) },
    }),
    ...optional('containerName', textOf(raw.container_name)),
    command: wordsOf(raw.command),
    entrypoint: wordsOf(raw.entrypoint),
    environment: environmentOf(raw.environment),
    written: texts.writtenOf(name),
    extraHosts: extraHostsOf(raw.extra_hosts),
    ports: listOf(raw.ports).map(portOf),
    volumes: listOf(raw.volumes).map(mountOf),
    networks: Array.isArray(raw.networks) ? raw.networks.map(String) : Object.keys(objectOf(raw.networks)),
    dependsOn: dependenciesOf(raw.depends_on),
    ...(raw.healthcheck ? { healthcheck: healthcheckOf(objectOf(raw.healthcheck)) } : {}),
    profiles: listOf(raw.profiles).map(String),
    ...optional('restart', textOf(raw.restart)),
    ...optional('user', textOf(raw.user)),
    raw,
    at: texts.placeOf(name),
  };
}

function healthcheckOf(raw: Raw): NonNullable<ComposeService['healthcheck']> {
  return { test: wordsOf(raw.test) ?? [], disable: raw.disable === true };
}

function dependenciesOf(value: unknown): ComposeService['dependsOn'] {
  return Object.fromEntries(
    Object.entries(objectOf(value)).map(([name, it]) => {
      const { condition, required } = objectOf(it);
      return [name, { condition: textOf(condition) ?? 'service_started', required: required !== false }];
    }),
  );
}

function portOf(value: unknown): ComposePort {
  const { target, published, host_ip: hostIp, protocol } = objectOf(value);
  return {
    target: Number(target),
    ...optional('published', textOf(published)),
    ...optional('hostIp', textOf(hostIp)),
    protocol: textOf(protocol) ?? 'tcp',
  };
}

function mountOf(value: unknown): ComposeMount {
  const { type, source, target, read_only: readOnly } = objectOf(value);
  return {
    type: textOf(type) ?? 'volume',
    ...optional('source', textOf(source)),
    target: textOf(target) ?? '',
    ...(readOnly === true ? { readOnly } : {}),
  };
}

/** `name=address`, whichever way the release prints them. */
function extraHostsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((line) => String(line).replace(/^([^:=]+)[:=]/, '$1='));
  return Object.entries(objectOf(value)).flatMap(([host, to]) =>
    (Array.isArray(to) ? to : [to]).map((address) => `${host}=${String(address)}`),
  );
}

function environmentOf(value: unknown): Record<string, string | null> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, it]) => [name, textOf(it) ?? null]));
}

function resourcesOf(value: unknown): ComposeModel['networks'] {
  return Object.fromEntries(
    Object.entries(objectOf(value)).map(([key, it]) => {
      const { external, name } = objectOf(it);
      return [key, { external: external === true, ...optional('name', textOf(name)) }];
    }),
  );
}

function unescaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$$', '$');
  if (Array.isArray(value)) return value.map(unescaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, unescaped(it)]));
}

function objectOf(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {}; // narrowed just here
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function wordsOf(value: unknown): readonly string[] | null {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : null;
}

/** A scalar as compose prints it; what is none, which a schema would have refused, as JSON. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : scalarText(value);
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V }); // a computed key loses its name
}
