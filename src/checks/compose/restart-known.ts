import type { Finding } from '../../domain/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import {
  at,
  type ComposeService,
  eachServiceMutant,
  isVerdict,
  lineIn,
  loaded,
  nearest,
  serviceExample,
} from './shared.ts';

/** What the engine knows. */
const POLICIES = ['no', 'always', 'on-failure', 'unless-stopped'];
/** What Compose takes for one of them, in either place. */
const ALSO = ['any', 'none'];

export default defineCheck({
  id: 'compose/restart-known',
  version: 1,
  title: 'A restart policy is one that the engine knows',
  why: 'Compose loads any word; the engine refuses to make the container on the day it is needed.',
  remedy: 'Write `no`, `always`, `unless-stopped` or `on-failure`; only the last takes a count: `on-failure:3`.',
  references: ['https://docs.docker.com/reference/compose-file/services/#restart'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['unknown-policy', 'count-refused'],
  lint: { severity: 'error', profile: 'default' },
  example: serviceExample('web', { image: 'web:1.0', restart: 'unless-stopped' }),
  mutants: [],
  mutantsFor: ({ compose }) => [
    ...eachServiceMutant(compose, 'unknown-policy', 'a word that no engine knows', (service) => ({
      ...service,
      restart: 'tickproof',
    })),
    ...eachServiceMutant(compose, 'count-refused', 'a count of `always`', (service) => ({
      ...service,
      restart: 'always:3',
    })),
  ],

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const written = model.services.flatMap((service) => policiesOf(service).map((it) => ({ service, ...it })));
    return passUnless(
      written.flatMap(({ service, policy, path }): Finding<'unknown-policy' | 'count-refused'>[] => {
        const [word = '', count] = policy.split(':');
        const line = lineIn(model, service, ...path);
        if (!POLICIES.includes(word) && !ALSO.includes(word)) {
          const near = nearest(word, POLICIES);
          const meant = near === null ? '' : `: did you mean \`${near}\`?`;
          return [finding('unknown-policy', `${service.name}: no engine knows the policy \`${word}\`${meant}`, line)];
        }
        if (count === undefined || word === 'on-failure') return [];
        return [
          finding('count-refused', `${service.name}: \`${word}\` takes no count, only \`on-failure\` does`, line),
        ];
      }),
      written.map(({ service, policy }) => seen.value(`restart of ${service.name}`, policy)),
      'no service has a restart policy',
    );
  },
});

/** What a service writes of it; nothing written is no policy. */
function policiesOf({ restart, raw }: ComposeService) {
  const condition = at(raw, 'deploy', 'restart_policy', 'condition');
  return [
    ...(restart === undefined || restart === '' ? [] : [{ policy: restart, path: ['restart'] }]),
    ...(typeof condition === 'string' && condition !== ''
      ? [{ policy: condition, path: ['deploy', 'restart_policy', 'condition'] }]
      : []),
  ];
}
