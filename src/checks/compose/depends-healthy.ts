import { defineCheck, type Finding, finding, passUnless, type Sources, seen } from '../kit.ts';
import {
  type ComposeModel,
  type ComposeService,
  isVerdict,
  lineIn,
  loaded,
  project,
  textsOf,
  withService,
} from './shared.ts';

const WAITS = ['service_healthy', 'service_completed_successfully'];

export default defineCheck({
  id: 'compose/depends-healthy',
  version: 2,
  title: 'Services wait until what they depend on is healthy',
  why: '`service_started` waits for a process, not for a database that accepts connections; the first requests fail.',
  remedy: 'Write `depends_on: { db: { condition: service_healthy } }`, or `service_completed_successfully` for a job.',
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['condition-missing', 'never-met'],
  lint: { severity: 'warning', profile: 'default' },
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
    edgesOf(model).flatMap(({ service, on, condition }) => [
      {
        level: 'S' as const,
        title: `${service.name} does not wait for ${on}`,
        reason: 'condition-missing' as const,
        edit: (sources: Sources) =>
          withService(sources, service.name, (it) => ({
            ...it,
            dependsOn: { ...it.dependsOn, [on]: { condition: 'service_started', required: true } },
          })),
      },
      {
        level: 'S' as const,
        title: `${service.name} waits for what ${on} never becomes`,
        reason: 'never-met' as const,
        edit: (sources: Sources) =>
          withService(sources, on, (it) =>
            condition === 'service_completed_successfully'
              ? { ...it, restart: 'always' }
              : { ...it, healthcheck: { test: [], disable: true } },
          ),
      },
    ]),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const edges = edgesOf(model);
    return passUnless(
      edges.flatMap(({ service, on, other, condition }): Finding<'never-met' | 'condition-missing'>[] => {
        const line = lineIn(model, service, 'depends_on', on, 'condition');
        const never = neverMet(other, condition);
        if (never !== null)
          return [finding('never-met', `${service.name} waits until ${on} ${never}, which never happens`, line)];
        if (WAITS.includes(condition)) return [];
        return [finding('condition-missing', `${service.name} waits for ${on} only until ${condition}`, line)];
      }),
      edges.map(({ service, on, condition }) => seen.value(`${service.name} waits for ${on}`, condition)),
      'no service depends on another',
    );
  },
});

/** Who shares another's namespaces or volumes waits for it because Compose says so, not because it talks to it. */
function isImplied({ raw }: ComposeService, on: string): boolean {
  const shared = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'].some((key) => raw[key] === `service:${on}`);
  return shared || textsOf(raw.volumes_from).some((it) => it === on || it.startsWith(`${on}:`));
}

function neverMet({ healthcheck, restart }: ComposeService, condition: string): string | null {
  const without = healthcheck?.disable === true || healthcheck?.test[0] === 'NONE';
  if (condition === 'service_healthy' && without) return 'is healthy, without a health check';
  const again = restart === 'always' || restart === 'unless-stopped';
  return condition === 'service_completed_successfully' && again ? `has ended, with \`restart: ${restart}\`` : null;
}

/** Edges between services that are there: one of a profile that is off is never waited for. */
function edgesOf(model: ComposeModel | null) {
  const services = new Map(model?.services.map((service) => [service.name, service]));
  return [...services.values()].flatMap((service) =>
    Object.entries(service.dependsOn).flatMap(([on, { condition }]) => {
      const other = services.get(on);
      const implied = condition === 'service_started' && isImplied(service, on);
      return other && !implied ? [{ service, on, other, condition }] : [];
    }),
  );
}
