import { defineCheck, finding, passUnless, seen, type Sources } from '../kit.ts';
import { type ComposeService, isVerdict, loaded, serviceExample, withService } from './shared.ts';

const HOST = 'host.docker.internal';

export default defineCheck({
  id: 'compose/host-gateway',
  version: 1,
  title: '`host.docker.internal` is a name on Linux too',
  why: 'Docker Desktop knows the name by itself; on a Linux engine it does not resolve unless the service maps it.',
  remedy: 'Add `extra_hosts: ["host.docker.internal:host-gateway"]` to the service.',
  references: ['https://docs.docker.com/reference/compose-file/services/#extra_hosts'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['host-name-unresolved'],
  example: serviceExample('web', {
    image: 'web:1.0',
    environment: { OLLAMA_URL: 'http://host.docker.internal:11434' },
    extra_hosts: ['host.docker.internal=host-gateway'],
  }),
  mutants: [],
  mutantsFor: ({ compose: { model } }) =>
    (model?.services ?? [])
      .filter((service) => usesOf(service).length > 0)
      .map(({ name }) => ({
        level: 'S' as const,
        title: `${name} without extra_hosts`,
        reason: 'host-name-unresolved' as const,
        edit: (sources: Sources) => withService(sources, name, (service) => ({ ...service, extraHosts: [] })),
      })),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const users = model.services
      .map((service) => ({ service, uses: usesOf(service) }))
      .filter(({ uses }) => uses.length > 0);
    return passUnless(
      users
        .filter(
          ({ service }) =>
            !service.extraHosts.some((line) => line.startsWith(`${HOST}=`) || line.startsWith(`${HOST}:`)),
        )
        .map(({ service, uses }) =>
          finding(
            'host-name-unresolved',
            `${service.name} uses ${HOST} (${uses.join(', ')}) and does not map it`,
            seen.place(`${service.name}:`, service.at),
          ),
        ),
      users.map(({ service }) => seen.value(`extra_hosts of ${service.name}`, service.extraHosts.join(', '))),
      `no service uses ${HOST}`,
    );
  },
});

/** Where a service names the host. With the host's own network the name is not needed. */
function usesOf({ environment, command, entrypoint, healthcheck, raw }: ComposeService): string[] {
  if (raw.network_mode === 'host') return [];
  const variables = Object.entries(environment)
    .filter(([, value]) => value?.includes(HOST))
    .map(([name]) => name);
  const commands = Object.entries({ command, entrypoint, healthcheck: healthcheck?.test });
  return [
    ...variables,
    ...commands.filter(([, words]) => words?.some((word) => word.includes(HOST))).map(([key]) => key),
  ];
}
