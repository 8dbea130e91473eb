import { type Bound, boundMutants, count, defineCheck, judgeMeasure, meets, seen, z } from '../kit.ts';
import { below, isUpper, type RunChange } from './shared.ts';

const ENDS: RunChange = { act: { do: 'exit', code: 1, afterMs: 1_500 }, restarts: true };

/** Where restarts are allowed: the engine puts off each one longer than the last, so that none is allowed here. */
function endsOnce(target: Bound) {
  if (!isUpper(target) || !meets(target, 1)) return [];
  return [
    {
      level: 'R' as const,
      title: 'a program that ends, under a restart policy, judged by no restart at all',
      reason: 'restarted' as const,
      params: { target: below(target, 1) },
      edit: () => ENDS,
    },
  ];
}

export default defineCheck({
  id: 'run/restarts',
  version: 1,
  title: 'The container is not restarted while it is observed',
  why: 'A restart policy hides a crash: the service looks up at every single glance.',
  remedy: 'Find in the log why the process ends; a policy is a net, not a remedy.',
  references: ['https://docs.docker.com/engine/containers/start-containers-automatically/'],
  aliases: ['PROD-001.9'],
  reads: ['run.restarts'],
  params: z.strictObject({ target: count('0').describe('Restarts that are allowed') }),
  reasons: ['restarted'],
  example: { facts: { run: { restarts: { count: 0, windowMs: 30_000 } } } },
  mutants: [
    {
      level: 'R',
      title: 'a program that ends again and again, under a restart policy',
      reason: 'restarted',
      edit: (_, { target }) => (isUpper(target) && !meets(target, 1) ? ENDS : null),
    },
  ],
  mutantsFor: (_, { target }) => [
    ...boundMutants('run')('restarted', target, 1, ({ restarts }, number) => ({
      restarts: { ...restarts, count: number },
    })),
    ...endsOnce(target),
  ],

  judge: ({ run: { restarts } }, { target }) =>
    judgeMeasure('restarted', 'restarts', restarts.count, target, {
      more: [seen.measure('observed for', Math.round(restarts.windowMs), 'ms')],
    }),
});
