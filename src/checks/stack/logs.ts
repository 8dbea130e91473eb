import { defineCheck, finding, inconclusive, passUnless, pattern, seen, shownLines, z } from '../kit.ts';
import type { ServiceLife, StackChange } from '../../domain/index.ts';
import {
  chosen,
  DEFAULT_LOG_PATTERN,
  life,
  matchingLine,
  matchingLines,
  MEND_UP,
  NOT_UP,
  services,
  sleeperIn,
  startedOf,
} from './shared.ts';

export default defineCheck({
  id: 'stack/logs',
  version: 1,
  title: "No service's log holds an error, and none is empty",
  why: 'Services that find each other late, or not at all, say so in their logs while all is green.',
  remedy: 'Mend what the lines say; wait for dependencies with `condition: service_healthy`.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/logs/'],
  reads: ['stack.services'],
  params: z.strictObject({
    services: services(),
    pattern: pattern().default(DEFAULT_LOG_PATTERN).describe('Regular expression of lines that must not be there'),
    except: z.array(pattern()).default([]).describe('Regular expressions of lines that may be there all the same'),
    silent: z.array(z.string()).default([]).describe('Services that may log nothing'),
  }),
  reasons: ['log-match', 'no-logs', 'service-missing'],
  example: { facts: { stack: { services: [life()] } } },
  mutants: [
    {
      level: 'P',
      title: 'a wrapper around a service that prints a line which must not be there',
      reason: 'log-match',
      edit: ({ stack }, { services: names, pattern: wanted, except }) =>
        startedOf(stack?.services, names).map((service) => printsIn(service, wanted, except))[0] ?? null,
    },
    {
      level: 'P',
      title: 'a silent sleeper in place of a service',
      reason: 'no-logs',
      edit: ({ stack }, { services: names, silent }) =>
        speaking(stack?.services, names, silent).map(sleeperIn)[0] ?? null,
    },
  ],
  mutantsFor: ({ stack: { services: lives } }, { services: names, pattern: wanted, except, silent }) => [
    ...startedOf(lives, names)
      .slice(1)
      .map((service) => ({
        level: 'P' as const,
        title: `a wrapper around ${service} that prints a line which must not be there`,
        reason: 'log-match' as const,
        edit: () => printsIn(service, wanted, except),
      })),
    ...speaking(lives, names, silent)
      .slice(1)
      .map((service) => ({
        level: 'P' as const,
        title: `a silent sleeper in place of ${service}`,
        reason: 'no-logs' as const,
        edit: () => sleeperIn(service),
      })),
  ],

  judge: ({ stack }, { services: names, pattern: wanted, except, silent }) => {
    if (stack.services.length === 0) return inconclusive(NOT_UP, MEND_UP);
    const { lives, unknown } = chosen(stack.services, names);
    const all = stack.services.map(({ service }) => service).join(' ');
    const missing = unknown.map((name) =>
      finding('service-missing', `there is no service ${name}`, seen.value('services', all)),
    );
    const idle = lives.filter((it) => it.startedMs === null && it.logs.length === 0).map(({ service }) => service);
    const faults = lives.flatMap(({ service, logs }) => {
      const bad = matchingLines(logs, wanted, except);
      const [first] = bad;
      const matches = first
        ? [
            finding(
              'log-match',
              `${service}: ${bad.length} of ${logs.length} log lines match: ${first.text.slice(0, 200)}`,
              seen.value('service', service),
              ...shownLines(bad),
            ),
          ]
        : [];
      const nothing =
        logs.length === 0 && !silent.includes(service) && !idle.includes(service)
          ? [finding('no-logs', `${service} logged nothing`, seen.value('service', service))]
          : [];
      return [...matches, ...nothing];
    });
    if (missing.length + faults.length === 0 && idle.length > 0)
      return inconclusive(`${idle.join(', ')} never started, see stack/up`, MEND_UP);
    return passUnless(
      [...missing, ...faults],
      lives.map(({ service, logs }) => seen.measure(`log lines of ${service}`, logs.length, 'count')),
    );
  },
});

/** The services that must log something. */
function speaking(lives: readonly ServiceLife[] | undefined, names: readonly string[], silent: readonly string[]) {
  return startedOf(lives, names).filter((service) => !silent.includes(service));
}

function printsIn(service: string, pattern: string, except: readonly string[]): StackChange | null {
  const text = matchingLine(pattern, except);
  return text === null ? null : { service, run: { act: { do: 'print', stream: 'stderr', text } } };
}
