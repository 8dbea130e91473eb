import {
  boundMutants,
  causeOf,
  count,
  defineCheck,
  evidenceOf,
  finding,
  inconclusive,
  meets,
  passUnless,
  plural,
  seen,
  z,
} from '../kit.ts';
import type { Bound, StackChange } from '../../domain/index.ts';
import { chosen, life, MEND_UP, NOT_UP, services, startedOf } from './shared.ts';

export default defineCheck({
  id: 'stack/restarts',
  version: 1,
  title: 'No service of the stack is restarted',
  why: 'A restart policy makes a race at start-up look like luck.',
  remedy: 'Wait for dependencies with `condition: service_healthy`, and retry connections inside the service.',
  references: ['https://docs.docker.com/reference/compose-file/services/#restart'],
  aliases: ['PROD-001.9'],
  reads: ['stack.services'],
  params: z.strictObject({
    services: services(),
    target: count('0').describe('Restarts that are allowed for each service'),
  }),
  reasons: ['restarted', 'service-missing'],
  example: { facts: { stack: { services: [life()] } } },
  mutants: [
    {
      level: 'P',
      title: 'a service ends again and again, and is started again',
      reason: 'restarted',
      edit: ({ stack }, { services: names, target }) =>
        startedOf(stack?.services, names).map((service) => endsAgain(service, target))[0] ?? null,
    },
  ],
  mutantsFor: ({ stack: { services: lives } }, { services: names, target }) => [
    ...boundMutants('stack')('restarted', target, 1, (stack, restarts) => ({
      services: stack.services.map((it) => ({ ...it, restarts })),
    })),
    ...startedOf(lives, names)
      .slice(1)
      .map((service) => ({
        level: 'P' as const,
        title: `${service} ends again and again, and is started again`,
        reason: 'restarted' as const,
        edit: () => endsAgain(service, target),
      })),
  ],

  judge: ({ stack }, { services: names, target }) => {
    if (stack.services.length === 0) return inconclusive(NOT_UP, MEND_UP);
    const { lives, unknown } = chosen(stack.services, names);
    const all = stack.services.map(({ service }) => service).join(' ');
    const missing = unknown.map((name) =>
      finding('service-missing', `there is no service ${name}`, seen.value('services', all)),
    );
    const measureOf = ({ service, restarts }: (typeof lives)[number]) =>
      seen.measure(`restarts of ${service}`, restarts, 'count', target);
    const restarted = lives
      .filter(({ restarts }) => !meets(target, restarts))
      .map((it) =>
        finding(
          'restarted',
          `${it.service} was restarted ${plural(it.restarts, 'time')}${causeOf(it.diagnosis)}`,
          measureOf(it),
          ...evidenceOf(it.diagnosis),
        ),
      );
    return passUnless([...missing, ...restarted], lives.map(measureOf));
  },
});

const MOST_RESTARTS = 3; // the engine waits longer before each, and nobody looks on for more

/** After a while where one restart is too many, else at once; null where a world does not come to so many. */
function endsAgain(service: string, target: Bound): StackChange | null {
  const tooMany = Array.from({ length: MOST_RESTARTS }, (_, index) => index + 1).find((it) => !meets(target, it));
  if (tooMany === undefined) return null;
  const afterMs = tooMany === 1 ? 1_500 : 100;
  return { service, run: { act: { do: 'exit', code: 1, afterMs }, restarts: true } };
}
