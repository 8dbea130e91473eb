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
  seen,
  z,
} from '../kit.ts';
import { chosen, life, MEND_UP, NOT_UP, services } from './shared.ts';

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
  mutants: [{ level: 'P', title: 'one service ends after three seconds', reason: 'restarted' }],
  mutantsFor: (_, { target }) =>
    boundMutants('stack')('restarted', target, 1, (stack, restarts) => ({
      services: stack.services.map((it) => ({ ...it, restarts })),
    })),

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
          `${it.service} was restarted ${it.restarts} times${causeOf(it.diagnosis)}`,
          measureOf(it),
          ...evidenceOf(it.diagnosis),
        ),
      );
    return passUnless([...missing, ...restarted], lives.map(measureOf));
  },
});
