import type { DockerfileFacts } from '../../domain/index.ts';
import { defineCheck, finding, passUnless, seen, z } from '../kit.ts';
import {
  type ComposeService,
  directLine,
  eachServiceMutant,
  isOneShot,
  isVerdict,
  lineIn,
  loaded,
  outcomeOf,
  readShellLine,
  serviceExample,
} from './shared.ts';

export default defineCheck({
  id: 'compose/healthchecks',
  version: 1,
  title: 'Every service has a health check that can fail, here or in its image',
  why: 'Without one, nothing can wait for the service and nothing notices that it hangs.',
  remedy: 'Add `healthcheck:` to the service, or HEALTHCHECK to the Dockerfile that it is built from.',
  references: ['https://docs.docker.com/reference/compose-file/services/#healthcheck'],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'dockerfile.final'],
  params: z.strictObject({
    except: z.array(z.string()).default([]).describe('Services that need none'),
  }),
  reasons: ['no-healthcheck'],
  example: {
    ...serviceExample('web', { image: 'web:1.0', healthcheck: { test: ['CMD', '/app/healthy'] } }),
    dockerfile: 'FROM scratch\n',
  },
  mutants: [],
  mutantsFor: ({ compose }, { except }) =>
    [
      { title: 'its health check is disabled', healthcheck: { test: [], disable: true } },
      { title: 'its health check is `true`', healthcheck: { test: ['CMD', 'true'], disable: false } },
    ].flatMap(({ title, healthcheck }) =>
      eachServiceMutant(
        compose,
        'no-healthcheck',
        title,
        (service) => ({ ...service, healthcheck }),
        (service, model) => !except.includes(service.name) && !isOneShot(service, model),
      ),
    ),

  judge: ({ compose, dockerfile }, { except }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const asked = model.services.filter((it) => !except.includes(it.name) && !isOneShot(it, model));
    const judged = asked.map((service) => ({ service, ...healthOf(service, dockerfile) }));
    return passUnless(
      judged.flatMap(({ service, fault, key = 'test' }) =>
        fault === undefined
          ? []
          : [finding('no-healthcheck', `${service.name} ${fault}`, lineIn(model, service, 'healthcheck', key))],
      ),
      judged.map(({ service, how }) => seen.value(`health check of ${service.name}`, how ?? '')),
      'there is no service that has to be healthy',
    );
  },
});

/** The check itself and where it comes from, or why it is none. */
function healthOf(
  { healthcheck, build }: ComposeService,
  { final }: Pick<DockerfileFacts, 'final'>,
): { readonly how?: string; readonly fault?: string; readonly key?: 'disable' } {
  if (healthcheck?.disable) return { fault: 'has its health check disabled', key: 'disable' };
  const own = healthcheck?.test ?? [];
  const isOwn = own.length > 0;
  const [kind, ...words] = isOwn ? own : build ? (final.healthcheck?.value.test ?? []) : [];
  if (kind === undefined) return { fault: 'has no health check that is known' };
  if (kind === 'NONE') return { fault: 'has its health check disabled' };
  const line = kind === 'CMD-SHELL' ? readShellLine(words.join(' ')) : directLine(words);
  // which shell a service's image has is not known here, so none is taken to heed every part of a pipe
  return outcomeOf(line, () => true).mayFail
    ? { how: `${isOwn ? '' : 'of its image: '}${words.join(' ')}` }
    : { fault: `has a health check that cannot fail${isOwn ? '' : ', from its image'}: \`${words.join(' ')}\`` };
}
