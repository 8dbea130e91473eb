import { defineCheck, finding, passUnless, type Sources, seen } from '../kit.ts';
import { type ComposeModel, isVerdict, loaded, placeOf, project, withService } from './shared.ts';

const WAITS = ['service_healthy', 'service_completed_successfully'];

export default defineCheck({
  id: 'compose/depends-healthy',
  version: 1,
  title: 'Services wait until what they depend on is healthy',
  why: '`service_started` waits for a process, not for a database that accepts connections; the first requests fail.',
  remedy: 'Write `depends_on: { db: { condition: service_healthy } }`, or `service_completed_successfully` for a job.',
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['condition-missing'],
  example: project(
    'services:\n  db:\n    image: db:1\n  web:\n    image: web:1\n    depends_on: { db: { condition: service_healthy } }\n',
    {
      name: 'example',
      services: {
        db: { image: 'db:1' },
        web: { image: 'web:1', depends_on: { db: { condition: 'service_healthy', required: true } } },
      },
    },
  ),
  mutants: [],
  mutantsFor: ({ compose: { model } }) =>
    edgesOf(model).map(({ service, on }) => ({
      level: 'S' as const,
      title: `${service.name} does not wait for ${on}`,
      reason: 'condition-missing' as const,
      edit: (sources: Sources) =>
        withService(sources, service.name, (it) => ({
          ...it,
          dependsOn: { ...it.dependsOn, [on]: { condition: 'service_started', required: true } },
        })),
    })),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const edges = edgesOf(model);
    return passUnless(
      edges
        .filter(({ condition }) => !WAITS.includes(condition))
        .map(({ service, on, condition }) =>
          finding('condition-missing', `${service.name} waits for ${on} only until ${condition}`, placeOf(service)),
        ),
      edges.map(({ service, on, condition }) => seen.value(`${service.name} waits for ${on}`, condition)),
      'no service depends on another',
    );
  },
});

function edgesOf(model: ComposeModel | null) {
  return (model?.services ?? []).flatMap((service) =>
    Object.entries(service.dependsOn).map(([on, { condition }]) => ({ service, on, condition })),
  );
}
