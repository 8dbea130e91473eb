import { defineCheck, type Evidence, finding, passUnless, seen, type Sources } from '../kit.ts';
import {
  at,
  type ComposeModel,
  type ComposeService,
  isVerdict,
  lineIn,
  loaded,
  serviceExample,
  textsOf,
  withService,
} from './shared.ts';

const HOST = 'host.docker.internal';

export default defineCheck({
  id: 'compose/host-gateway',
  version: 2,
  title: '`host.docker.internal` is a name on Linux too',
  why: 'Docker Desktop knows the name by itself; on a Linux engine it does not resolve unless the service maps it.',
  remedy: 'Add `extra_hosts: ["host.docker.internal:host-gateway"]` to the service.',
  references: ['https://docs.docker.com/reference/compose-file/services/#extra_hosts'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['host-name-unresolved'],
  lint: { severity: 'warning', profile: 'default' },
  example: serviceExample('web', {
    image: 'web:1.0',
    environment: { OLLAMA_URL: 'http://host.docker.internal:11434' },
    extra_hosts: ['host.docker.internal=host-gateway'],
  }),
  mutants: [],
  mutantsFor: ({ compose: { model } }) =>
    (model ? usersOf(model) : []).map(({ service }) => ({
      level: 'S' as const,
      title: `${service.name} without extra_hosts`,
      reason: 'host-name-unresolved' as const,
      edit: (sources: Sources) => withService(sources, ownerOf(service), (it) => ({ ...it, extraHosts: [] })),
    })),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const users = usersOf(model);
    return passUnless(
      users
        .filter(({ service }) => !isMapped(model, service))
        .map(({ service, uses }) =>
          finding(
            'host-name-unresolved',
            `${service.name} uses ${HOST} (${uses.join(', ')}) and does not map it`,
            lineOfUse(model, service, uses[0] ?? ''),
          ),
        ),
      users.map(({ service }) => seen.value(`extra_hosts of ${service.name}`, service.extraHosts.join(', '))),
      `no service uses ${HOST}`,
    );
  },
});

const USE = /(?<![\w.-])host\.docker\.internal(?![\w-]|\.\w)/;

function usersOf(model: ComposeModel) {
  return model.services
    .map((service) => ({ service, uses: usesOf(service, model) }))
    .filter(({ uses }) => uses.length > 0);
}

/** Where a service names the host. A list of what needs no proxy asks nobody. */
function usesOf({ environment, command, entrypoint, healthcheck, raw }: ComposeService, model: ComposeModel): string[] {
  const isUse = (text: unknown) => USE.test(String(text));
  const variables = Object.entries(environment)
    .filter(([name, value]) => isUse(value) && !/^no_proxy$/i.test(name))
    .map(([name]) => name);
  const commands = Object.entries({ command, entrypoint, healthcheck: healthcheck?.test })
    .filter(([, words]) => words?.some(isUse))
    .map(([key]) => key);
  const configs = (Array.isArray(raw.configs) ? raw.configs : [])
    .map((it) => String(at(it, 'source') ?? it))
    .filter((name) => isUse(at(model.raw.configs, name, 'content')))
    .map((name) => `config ${name}`);
  return [...variables, ...commands, ...configs];
}

function lineOfUse(model: ComposeModel, service: ComposeService, use: string): Evidence {
  const at = service.writtenAt?.[use];
  return at ? seen.place(`${use}: ${service.environment[use] ?? ''}`, at) : lineIn(model, service, use);
}

/** By itself, by the service whose network it shares, or as a name that some service goes by. */
function isMapped({ services }: ComposeModel, service: ComposeService): boolean {
  const its = new Set([service.name, ownerOf(service)]);
  const mapped = services.filter(({ name }) => its.has(name)).flatMap(({ extraHosts }) => extraHosts);
  const names = services.flatMap(({ name, containerName, raw: other }) => [
    name,
    containerName,
    ...Object.values(Object(other.networks) as object).flatMap((it) => textsOf(at(it, 'aliases'))),
  ]);
  const hosts = mapped.map((line) => line.replace(/[=:].*$/s, ''));
  return hosts.includes(HOST) || names.includes(HOST);
}

/** The service whose network it is on, if not its own. */
function ownerOf({ name, raw }: ComposeService): string {
  return /^service:(.+)$/.exec(String(raw.network_mode))?.[1] ?? name;
}
