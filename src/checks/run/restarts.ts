import { boundMutants, count, defineCheck, judgeMeasure, seen, z } from '../kit.ts';

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
    { level: 'R', title: 'a wrapper that ends after three seconds, under a restart policy', reason: 'restarted' },
  ],
  mutantsFor: (_, { target }) =>
    boundMutants('run')('restarted', target, 1, ({ restarts }, number) => ({
      restarts: { ...restarts, count: number },
    })),

  judge: ({ run: { restarts } }, { target }) =>
    judgeMeasure('restarted', 'restarts', restarts.count, target, {
      more: [seen.measure('observed for', Math.round(restarts.windowMs), 'ms')],
    }),
});
