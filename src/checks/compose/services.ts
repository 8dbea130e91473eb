import { defineCheck, finding, inapplicable, passUnless, seen, type Sources, z } from '../kit.ts';
import { isVerdict, loaded, serviceExample } from './shared.ts';

export default defineCheck({
  id: 'compose/services',
  version: 1,
  title: 'The services that the deployment consists of are defined',
  why: 'A project loads just as well with a service renamed, removed or behind a profile.',
  remedy: 'Define the service, or name its profile in `stacks.*.profiles`.',
  references: ['https://docs.docker.com/reference/compose-file/services/'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  params: z.strictObject({
    services: z.array(z.string().min(1)).default([]).describe('Names of the services that must be there'),
  }),
  reasons: ['service-missing'],
  example: { ...serviceExample('web', { image: 'web:1.0' }), params: { services: ['web'] } },
  mutants: [],
  mutantsFor: (_facts, { services }) =>
    services.map((wanted) => ({
      level: 'S' as const,
      title: `without ${wanted}`,
      reason: 'service-missing' as const,
      edit: (sources: Sources) =>
        sources.model && {
          ...sources,
          model: { ...sources.model, services: sources.model.services.filter(({ name }) => name !== wanted) },
        },
    })),

  judge: ({ compose }, { services: wanted }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    if (wanted.length === 0) return inapplicable('no service is named that must be there');
    const there = model.services.filter(({ name }) => wanted.includes(name));
    const all = model.services.map(({ name }) => name).join(', ') || 'none';
    return passUnless(
      wanted
        .filter((name) => !there.some((service) => service.name === name))
        .map((name) => finding('service-missing', `there is no service ${name}`, seen.value('services', all))),
      there.map(({ name, at }) => seen.place(`${name}:`, at)),
    );
  },
});
