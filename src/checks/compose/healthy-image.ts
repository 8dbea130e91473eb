import type { DockerfileFacts } from '../../domain/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { instructionsOf, servicesOf, stagesOf } from './built.ts';
import {
  type ComposeModel,
  type ComposeService,
  isVerdict,
  lineIn,
  loaded,
  parseReference,
  project,
} from './shared.ts';
import { appendToStages } from '../../formats/index.ts';

/** Official images, none of which brings a health check along. */
const WITHOUT = new Set(
  (
    'almalinux alpine amazonlinux archlinux buildpack-deps busybox caddy debian eclipse-temurin fedora golang httpd mariadb ' +
    'memcached mongo mysql nginx node openjdk oraclelinux php postgres python rabbitmq redis rockylinux ruby rust ubuntu'
  ).split(' '),
);

type Dockerfile = Pick<DockerfileFacts, 'file' | 'source'>;

/** Whether what a service is built from is known to have no health check. */
function isWithout(service: ComposeService, dockerfile: Dockerfile): boolean {
  const [root] = stagesOf(service, dockerfile);
  if (!root || !isKnownWithout(root.base.kind === 'image' ? root.base.reference : 'scratch')) return false;
  const last = instructionsOf(service, dockerfile).findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  return last === undefined || last.args[0]?.toUpperCase() === 'NONE';
}

function isKnownWithout(reference: string): boolean {
  if (reference === 'scratch') return true;
  const image = parseReference(reference);
  const [library, name = ''] = image?.repository.split('/') ?? [];
  return image?.registry === 'docker.io' && library === 'library' && WITHOUT.has(name);
}

/** Services of this Dockerfile that another one waits for until they are healthy, unless they say themselves how that is seen. */
function waited(model: ComposeModel, dockerfile: Dockerfile) {
  const built = servicesOf(model, dockerfile);
  return model.services.flatMap((service) =>
    Object.entries(service.dependsOn).flatMap(([name, { condition }]) => {
      const on = built.find((it) => it.name === name);
      return on && condition === 'service_healthy' && !on.healthcheck ? [{ service, on }] : [];
    }),
  );
}

export default defineCheck({
  id: 'compose/healthy-image',
  version: 1,
  title: 'A service that others wait for until it is healthy has a health check, here or in its Dockerfile',
  why: 'Without one it is never healthy, and whoever waits for it is never started: “container has no healthcheck configured”.',
  remedy: 'Add HEALTHCHECK to the Dockerfile, or `healthcheck:` to the service.',
  references: ['https://docs.docker.com/reference/compose-file/services/#depends_on'],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'dockerfile.file', 'dockerfile.source'],
  reasons: ['never-healthy'],
  lint: { severity: 'error', profile: 'default' },
  example: {
    ...project(
      'services:\n  api:\n    build: .\n  web:\n    image: web:1\n    depends_on: { api: { condition: service_healthy } }\n',
      {
        name: 'example',
        services: {
          api: { build: { context: '.' } },
          web: { image: 'web:1', depends_on: { api: { condition: 'service_healthy', required: true } } },
        },
      },
    ),
    dockerfile: 'FROM node:22\nHEALTHCHECK CMD ["node", "health.js"]\nCMD ["node", "server.js"]\n',
  },
  mutants: [
    {
      level: 'S',
      title: 'a last stage without a health check',
      reason: 'never-healthy',
      edit: (sources) => {
        const dockerfile = sources.dockerfile && appendToStages(sources.dockerfile, 'FROM scratch\nHEALTHCHECK NONE');
        return dockerfile ? { ...sources, dockerfile } : null;
      },
    },
  ],

  judge: ({ compose, dockerfile }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const edges = dockerfile.file.present ? waited(model, dockerfile) : [];
    return passUnless(
      edges
        .filter(({ on }) => isWithout(on, dockerfile))
        .map(({ service, on }) => {
          const line = lineIn(model, service, 'depends_on', on.name, 'condition');
          const message = `${service.name} waits until ${on.name} is healthy, whose Dockerfile has no HEALTHCHECK`;
          return finding('never-healthy', message, line);
        }),
      edges.map(({ service, on }) => seen.value(`${service.name} waits for`, on.name)),
      'nothing waits until a service of this Dockerfile is healthy',
    );
  },
});
