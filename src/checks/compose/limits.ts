import { defineCheck, finding, passUnless, seen, z } from '../kit.ts';
import {
  at,
  type ComposeService,
  eachServiceMutant,
  isVerdict,
  loaded,
  placeOf,
  scalarText,
  serviceExample,
  withRaw,
} from './shared.ts';

const KINDS = ['memory', 'cpus', 'pids'] as const;
type Limit = (typeof KINDS)[number];
const OWN_KEY = { memory: 'mem_limit', cpus: 'cpus', pids: 'pids_limit' } as const;
const REASON = { memory: 'no-memory-limit', cpus: 'no-cpu-limit', pids: 'no-pids-limit' } as const;

export default defineCheck({
  id: 'compose/limits',
  version: 1,
  title: 'Services have limits on memory, CPU and processes',
  why: 'One service without limits can starve every other on the machine.',
  remedy: 'Add `deploy.resources.limits: { memory: 512M, cpus: "1", pids: 128 }`.',
  references: ['https://docs.docker.com/reference/compose-file/deploy/#resources'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  params: z.strictObject({
    limits: z
      .array(z.enum(KINDS))
      .min(1)
      .default([...KINDS])
      .describe('The limits that every service must have'),
  }),
  reasons: ['no-memory-limit', 'no-cpu-limit', 'no-pids-limit'],
  lint: { severity: 'info', profile: 'strict' },
  example: serviceExample('web', {
    image: 'web:1.0',
    deploy: { resources: { limits: { memory: '536870912', cpus: 1, pids: 128 } } },
  }),
  mutants: [],
  mutantsFor: ({ compose }, { limits }) =>
    limits.flatMap((limit) =>
      eachServiceMutant(compose, REASON[limit], `no limit on ${limit}`, (service) =>
        withRaw(service, { [OWN_KEY[limit]]: null, deploy: null }),
      ),
    ),

  judge: ({ compose }, { limits }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const asked = model.services.flatMap((service) =>
      limits.map((limit) => ({ service, limit, set: limitOf(service, limit) })),
    );
    return passUnless(
      asked
        .filter(({ set }) => set === null)
        .map(({ service, limit }) =>
          finding(REASON[limit], `${service.name} has no limit on ${limit}`, placeOf(service)),
        ),
      asked.map(({ service, limit, set }) => seen.value(`${limit} of ${service.name}`, set ?? '')),
      'there is no service to limit',
    );
  },
});

function limitOf({ raw }: ComposeService, limit: Limit): string | null {
  const set = at(raw, 'deploy', 'resources', 'limits', limit) ?? raw[OWN_KEY[limit]];
  return set === undefined || set === null || Number(set) <= 0 ? null : scalarText(set);
}
