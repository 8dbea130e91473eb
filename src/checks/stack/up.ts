import {
  causeOf,
  defineCheck,
  duration,
  evidenceOf,
  fail,
  finding,
  humanize,
  inconclusive,
  judgeMeasure,
  passUnless,
  seen,
  shownLines,
  z,
} from '../kit.ts';
import { boundMutants, life } from './shared.ts';

const LAST_LINES = 3;

export default defineCheck({
  id: 'stack/up',
  version: 1,
  title: 'The stack comes up on a machine that has nothing, and every service is well in time',
  why: 'Files that load may still name what only the author has: a network, a folder, a tag, a variable.',
  remedy: 'Mend the service named below; its cause and last log lines stand beside it.',
  references: [
    'https://docs.docker.com/reference/cli/docker/compose/up/',
    'https://docs.docker.com/compose/how-tos/startup-order/',
  ],
  aliases: ['PROD-001.6'],
  reads: ['stack.up', 'stack.services'],
  params: z.strictObject({
    target: duration('<120s').describe(
      'Time from `up` until the last service is well; building and pulling are not counted',
    ),
  }),
  reasons: ['not-up', 'service-unhealthy', 'service-exited', 'slow-up'],
  example: {
    facts: {
      stack: { up: { succeeded: true, elapsedMs: 2400, message: null, log: [], diagnosis: null }, services: [life()] },
    },
  },
  mutants: [{ level: 'P', title: 'the entry point of one service is `false`', reason: 'service-exited' }],
  mutantsFor: (_, { target }) =>
    boundMutants('slow-up', target, 1, ({ up }, elapsedMs) => ({ up: { ...up, elapsedMs } })),

  judge: ({ stack: { up, services } }, { target }) => {
    const times = services.map(({ service, health, healthyMs, status }) =>
      seen.value(
        service,
        `${status === 'running' && health !== 'none' ? health : status}${healthyMs === null ? '' : ` after ${humanize(Math.round(healthyMs), 'ms')}`}`,
      ),
    );
    if (up.succeeded && services.length === 0)
      return inconclusive('the project has no service', 'Name the profiles under `stacks` in tickproof.yaml.');
    if (up.succeeded)
      return judgeMeasure('slow-up', '`up` until every service is well', Math.round(up.elapsedMs), target, {
        more: times,
      });
    const ill = services.filter(
      ({ status, health, diagnosis }) => diagnosis !== null || status === 'exited' || health === 'unhealthy',
    );
    const findings = ill.map(({ service, status, exitCode, health, restarts, logs, diagnosis }) => {
      const shown = [...evidenceOf(diagnosis), ...shownLines(logs.slice(-LAST_LINES))];
      const ended = status === 'exited' || restarts > 0;
      const what = ended
        ? `${service} ended${exitCode === null ? '' : ` with exit code ${exitCode}`}`
        : `${service} is ${health === 'none' ? 'not well' : health}`;
      return finding(
        ended ? 'service-exited' : 'service-unhealthy',
        `${what}${causeOf(diagnosis)}`,
        seen.value('service', service),
        ...shown,
      );
    });
    if (findings.length > 0) return passUnless(findings, []);
    const log = up.log.slice(-LAST_LINES).map((line) => seen.log('engine', line));
    return fail(
      finding(
        'not-up',
        `the stack did not come up (${up.message ?? 'no message'})${causeOf(up.diagnosis)}`,
        seen.value('compose', up.message ?? 'no message'),
        ...evidenceOf(up.diagnosis),
        ...log,
      ),
    );
  },
});
