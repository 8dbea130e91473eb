import {
  boundMutants,
  defineCheck,
  duration,
  finding,
  inconclusive,
  judgeMeasure,
  passUnless,
  seen,
  z,
} from '../kit.ts';
import { life, MEND_UP, NOT_UP, startedOf } from './shared.ts';

export default defineCheck({
  id: 'stack/down',
  version: 1,
  title: '`down` leaves no container and no network; volumes stay',
  why: 'What is left holds names, ports and memory, and the next `up` meets it.',
  remedy:
    'Keep everything in the project: no container started beside it, no network shared with others; let services end on SIGTERM.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/down/'],
  reads: ['stack.down', 'stack.services'],
  params: z.strictObject({ target: duration('<60s').describe('How long `down` may take') }),
  reasons: ['left-behind', 'slow-down'],
  example: { facts: { stack: { down: { elapsedMs: 700, left: [], volumesKept: ['web_data'] }, services: [life()] } } },
  mutants: [
    {
      level: 'P',
      title: "a container outside the project, on the project's network",
      reason: 'left-behind',
      edit: ({ stack }) => (startedOf(stack?.services).length === 0 ? null : { outsider: true }),
    },
    {
      level: 'J',
      title: 'a container is left',
      reason: 'left-behind',
      edit: ({ stack }) => ({
        stack: { ...stack, down: { ...stack.down, left: [{ kind: 'container', name: 'tickproof-left' }] } },
      }),
    },
  ],
  mutantsFor: (_, { target }) =>
    boundMutants('stack')('slow-down', target, 1, ({ down }, elapsedMs) => ({
      down: { ...down, elapsedMs, left: [] },
    })),

  judge: ({ stack: { down, services } }, { target }) => {
    if (services.length === 0) return inconclusive(NOT_UP, MEND_UP);
    const findings = down.left.map(({ kind, name }) =>
      finding('left-behind', `${kind} ${name} is still there after \`down\``, seen.value(kind, name)),
    );
    if (findings.length > 0) return passUnless(findings, []);
    const kept = seen.value('volumes kept', down.volumesKept.join(' ') || 'none');
    return judgeMeasure('slow-down', 'time of `down`', Math.round(down.elapsedMs), target, { more: [kept] });
  },
});
