import type { DockerfileFacts } from '../../domain/index.ts';
import { defineCheck, finding, passUnless, seen, z } from '../kit.ts';
import {
  type ComposeService,
  eachServiceMutant,
  isOneShot,
  isVerdict,
  loaded,
  placeOf,
  serviceExample,
} from './shared.ts';

const EXAMPLE = serviceExample('web', { image: 'web:1.0', healthcheck: { test: ['CMD', '/app/healthy'] } });

export default defineCheck({
  id: 'compose/healthchecks',
  version: 1,
  title: 'Every service has a health check, here or in its image',
  why: 'Without one, nothing can wait for the service and nothing notices that it hangs.',
  remedy: 'Add `healthcheck:` to the service, or HEALTHCHECK to the Dockerfile that it is built from.',
  references: ['https://docs.docker.com/reference/compose-file/services/#healthcheck'],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'dockerfile.final'],
  params: z.strictObject({
    except: z.array(z.string()).default([]).describe('Services that need none'),
  }),
  reasons: ['no-healthcheck'],
  example: { ...EXAMPLE, dockerfile: 'FROM scratch\n' },
  mutants: [],
  mutantsFor: ({ compose }, { except }) =>
    eachServiceMutant(
      compose,
      'no-healthcheck',
      'its health check is disabled',
      (service) => ({ ...service, healthcheck: { test: ['NONE'], disable: true } }),
      (service, model) => !except.includes(service.name) && !isOneShot(service, model),
    ),

  judge: ({ compose, dockerfile }, { except }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const asked = model.services.filter((it) => !except.includes(it.name) && !isOneShot(it, model));
    const judged = asked.map((service) => ({ service, how: healthOf(service, dockerfile) }));
    return passUnless(
      judged
        .filter(({ how }) => how === null)
        .map(({ service }) =>
          finding('no-healthcheck', `${service.name} has no health check that is known`, placeOf(service)),
        ),
      judged.map(({ service, how }) => seen.value(`health check of ${service.name}`, how ?? '')),
      'there is no service that has to be healthy',
    );
  },
});

/** The check itself, or where it comes from; null where there is none to be seen. */
function healthOf({ healthcheck, build }: ComposeService, { final }: Pick<DockerfileFacts, 'final'>): string | null {
  const [kind, ...words] = healthcheck?.test ?? [];
  if (healthcheck?.disable || kind === 'NONE') return null;
  if (kind !== undefined && !isTrivial(words)) return words.join(' ');
  if (kind !== undefined || !build) return null;
  const built = final.healthcheck?.value.test ?? [];
  return built.length === 0 || built[0] === 'NONE' ? null : `of its image: ${built.slice(1).join(' ')}`;
}

/** It says healthy whatever happens. */
function isTrivial(words: readonly string[]): boolean {
  return /^(?:(?:\/usr)?\/bin\/)?true$|^exit 0$|^:$|^$/.test(words.join(' ').trim());
}
