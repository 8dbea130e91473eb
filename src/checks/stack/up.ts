import type { Facts, ServiceLife, StackChange } from '../../domain/index.ts';
import {
  boundMutants,
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
import { life, startedOf } from './shared.ts';

const LAST_LINES = 3;
const MOST_MOMENTS = 12;

export default defineCheck({
  id: 'stack/up',
  version: 4,
  title: 'The stack comes up on a machine that has nothing, and every service is well in time',
  why: 'Files that load may still name what only the author has: a network, a folder, a tag, a variable.',
  remedy:
    'Mend what the finding names, a service or what keeps the stack from starting; the cause and the last lines of the log stand with it.',
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
    order: z
      .boolean()
      .default(true)
      .describe('Whether a service may only start when those that it depends on are healthy'),
  }),
  reasons: ['not-up', 'service-unhealthy', 'slow-up', 'order'],
  example: {
    facts: {
      stack: { up: { succeeded: true, elapsedMs: 2400, message: null, log: [], diagnosis: null }, services: [life()] },
    },
  },
  mutants: [
    {
      level: 'P',
      title: 'a service ends with 1 as soon as it starts',
      reason: 'service-unhealthy',
      edit: ({ stack }) => startedOf(stack?.services).map(endsAtOnce)[0] ?? null,
    },
  ],
  mutantsFor: ({ stack: { services } }, { target, order }) => [
    ...startedOf(services)
      .slice(1)
      .map((service) => ({
        level: 'P' as const,
        title: `${service} ends with 1 as soon as it starts`,
        reason: 'service-unhealthy' as const,
        edit: () => endsAtOnce(service),
      })),
    ...boundMutants('stack')('slow-up', target, 1, ({ up }, elapsedMs) => ({ up: { ...up, elapsedMs } })),
    ...(order ? edgesOf(services) : []).map(({ service, on }) => ({
      level: 'J' as const,
      title: `${service.service} starts before ${on.service} is healthy`,
      reason: 'order' as const,
      edit: ({ stack }: Facts) => ({
        stack: {
          ...stack,
          services: stack.services.map((it) =>
            it.service === on.service ? { ...it, timeline: [], healthyMs: (service.startedMs ?? 0) + 1 } : it,
          ),
        },
      }),
    })),
  ],

  judge: ({ stack: { up, services } }, { target, order }) => {
    if (up.succeeded && services.length === 0)
      return inconclusive('the project has no service', 'Name the profiles under `stacks` in tickproof.yaml.');
    const times = services.map((it) => seen.value(it.service, lifeText(it)));
    const early = order ? edgesOf(services).flatMap(earlyFinding) : [];
    if (up.succeeded && early.length > 0) return passUnless(early, []);
    const { samples } = up;
    if (up.succeeded)
      return judgeMeasure('slow-up', '`up` until every service is well', Math.round(up.elapsedMs), target, {
        more: times,
        ...(samples && samples.length > 1 ? { samples: samples.map(Math.round) } : {}),
      });
    const findings = services.filter(isIll).map(illFinding);
    if (findings.length > 0) return passUnless([...findings, ...early], []);
    return fail(notUpFinding(up, services));
  },
});

const endsAtOnce = (service: string): StackChange => ({ service, run: { act: { do: 'exit', code: 1 } } });

/** Compose, its log and the diagnosis often say one and the same: it stands here once. */
function notUpFinding({ message, log, diagnosis }: Facts['stack']['up'], services: readonly ServiceLife[]) {
  const started = services.filter(({ startedMs }) => startedMs !== null).map(({ service }) => service);
  const said = diagnosis?.cause ?? message ?? 'compose gave no message';
  const told = [said];
  const isNew = (text: string): boolean => {
    const isOld = told.some((other) => sameWords(other).includes(sameWords(text)));
    if (!isOld) told.push(text);
    return !isOld;
  };
  const compose = message !== null && isNew(message) ? [seen.value('compose', message)] : [];
  const shown = (diagnosis?.evidence ?? []).filter(isNew);
  const lines = log.slice(-LAST_LINES).filter(isNew);
  return finding(
    'not-up',
    `the stack did not come up: ${said}`,
    seen.value('services started', started.join(', ') || 'none'),
    ...compose,
    ...evidenceOf(diagnosis && { ...diagnosis, evidence: shown }),
    ...lines.map((line) => seen.log('engine', line)),
  );
}

/** Without the case, quotation marks and full stops in which repetitions differ. */
const sameWords = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/["'`.\\\s]+/g, ' ')
    .trim();

/** One that was started again is ill too, as long as nothing says that it is well now. */
const isIll = ({ status, health, restarts, diagnosis }: ServiceLife): boolean =>
  diagnosis !== null || status === 'exited' || health === 'unhealthy' || (restarts > 0 && health !== 'healthy');

function illFinding({ service, status, exitCode, health, restarts, logs, diagnosis }: ServiceLife) {
  const shown = [...evidenceOf(diagnosis), ...shownLines(logs.slice(-LAST_LINES))];
  const ended = status === 'exited' || restarts > 0;
  const what = ended
    ? `${service} ended${exitCode === null ? '' : ` with exit code ${exitCode}`}`
    : `${service} is ${health === 'none' ? 'not well' : health}`;
  return finding('service-unhealthy', `${what}${causeOf(diagnosis)}`, seen.value('service', service), ...shown);
}

const after = (ms: number): string => humanize(Math.round(ms), 'ms');

/** Two moments, so exactly that they differ. */
function apart(one: number, other: number): readonly [string, string] {
  if (after(one) !== after(other)) return [after(one), after(other)];
  const places = Math.round(one) === Math.round(other) ? 3 : 0;
  return [`${one.toFixed(places)} ms`, `${other.toFixed(places)} ms`];
}

/** `healthy after 1.2 s (created 0.1 s, started 0.3 s, healthy 1.2 s)` */
function lifeText({ health, healthyMs, status, timeline = [] }: ServiceLife): string {
  const word = status === 'running' && health !== 'none' ? health : status;
  const moments = timeline
    .slice(0, MOST_MOMENTS)
    .map(({ what, atMs, exitCode }) => `${what} ${after(atMs)}${exitCode === undefined ? '' : ` with ${exitCode}`}`);
  const told = moments.length === 0 ? '' : ` (${moments.join(', ')})`;
  return `${word}${healthyMs === null ? '' : ` after ${after(healthyMs)}`}${told}`;
}

/** Services that were started, with each service that they depend on and that says when it is ready. */
function edgesOf(services: readonly ServiceLife[]) {
  return services.flatMap((service) =>
    Object.keys(service.dependsOn ?? {}).flatMap((name) => {
      const on = services.find((it) => it.service === name);
      return on && on.health !== 'none' && service.startedMs !== null ? [{ service, on }] : [];
    }),
  );
}

function earlyFinding({ service, on }: ReturnType<typeof edgesOf>[number]) {
  const healthyMs = on.timeline?.find(({ what }) => what === 'healthy')?.atMs ?? on.healthyMs;
  const startedMs = service.startedMs ?? 0;
  if (healthyMs !== null && healthyMs <= startedMs) return [];
  const [started, healthy] = apart(startedMs, healthyMs ?? 0);
  const when = healthyMs === null ? 'never was' : `was after ${healthy}`;
  const message = `${service.service} started after ${started}, before ${on.service}, on which it depends, was healthy (it ${when})`;
  return [
    finding('order', message, seen.value(service.service, lifeText(service)), seen.value(on.service, lifeText(on))),
  ];
}
