import {
  answerShape,
  causeOf,
  defineCheck,
  evidenceOf,
  fail,
  finding,
  inconclusive,
  judgeAnswer,
  seen,
  z,
} from '../kit.ts';
import type { SeenFacts, StackChange } from '../../domain/index.ts';
import { answerFault, type Ask, headerFault, observed, sleeperIn } from './shared.ts';

const params = z.strictObject({
  service: z.string().optional().describe('Service that is asked; default: the first that publishes a port'),
  path: z.string().startsWith('/').default('/').describe('Path that is asked'),
  port: z.int().min(1).max(65535).optional().describe("Container's port; default: the first that it publishes"),
  send: z.record(z.string(), z.string()).optional().describe('Request headers'),
  ...answerShape,
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Headers that must come back, each with a text that it holds'),
});

function askOf({ service, path, port, send }: z.output<typeof params>) {
  return {
    kind: 'http' as const,
    path,
    ...(service === undefined ? {} : { service }),
    ...(port === undefined ? {} : { port }),
    ...(send === undefined ? {} : { headers: send }),
  } satisfies Ask;
}

export default defineCheck({
  id: 'stack/http',
  version: 1,
  title: 'A service of the stack answers from outside as it should',
  why: 'Healthy means that a probe inside succeeds; users come from outside.',
  remedy: 'Publish the port, let the service listen on 0.0.0.0, and answer this path.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  reads: ['stack.http'],
  params,
  reasons: ['refused', 'status', 'headers', 'body'],
  example: {
    facts: {
      stack: {
        http: [
          {
            ask: { kind: 'http', path: '/' },
            outcome: { status: 'answered', code: 200, headers: {}, body: '{"status":"ok"}', elapsedMs: 4 },
            service: 'web',
          },
        ],
      },
    },
  },
  mutants: [
    {
      level: 'P',
      title: 'a stub that answers with another status',
      reason: 'status',
      edit: ({ stack }, wanted) => stubIn(stack, wanted, { status: wanted.status === 500 ? 503 : 500, body: '' }),
    },
    {
      level: 'P',
      title: 'a stub that answers with another body',
      reason: 'body',
      edit: ({ stack }, wanted) => {
        const body = OTHER_BODIES.find(
          (it) => answerFault({ code: wanted.status, body: it }, wanted)?.reason === 'body',
        );
        return body === undefined ? null : stubIn(stack, wanted, { status: wanted.status, body });
      },
    },
    {
      level: 'P',
      title: 'a silent sleeper in place of the service',
      reason: 'refused',
      edit: ({ stack }, wanted) => {
        const service = serviceOf(stack, wanted);
        return service === undefined ? null : sleeperIn(service);
      },
    },
    {
      level: 'P',
      title: 'a stub without the headers',
      reason: 'headers',
      edit: ({ stack }, wanted) => {
        const body = bodyFor(wanted);
        const isAsked = Object.keys(wanted.headers ?? {}).some((name) => !OF_EVERY_ANSWER.has(name.toLowerCase()));
        return isAsked && body !== null ? stubIn(stack, wanted, { status: wanted.status, body }) : null;
      },
    },
  ],
  asks: (wanted) => [askOf(wanted)],

  judge: ({ stack: { http } }, wanted) => {
    const seenThere = observed(http, askOf(wanted));
    const what = `${wanted.service ?? seenThere?.service ?? 'the stack'} GET ${wanted.path}`;
    if (!seenThere) return inconclusive(`${what} was not asked`, 'See stack/up: the stack may not have come up.');
    const { outcome } = seenThere;
    if (outcome.status === 'answered') {
      const verdict = judgeAnswer(what, outcome, wanted);
      const wrong = verdict.status === 'pass' ? headerFault(outcome.headers, wanted.headers) : null;
      return wrong === null
        ? verdict
        : fail(finding('headers', `${what}: ${wrong}`, seen.value('headers', JSON.stringify(outcome.headers))));
    }
    return fail(
      finding(
        'refused',
        `${what} was not answered (${outcome.message})${causeOf(outcome.diagnosis)}`,
        seen.value('connection', outcome.message),
        ...evidenceOf(outcome.diagnosis),
      ),
    );
  },
});

const OTHER_BODIES = ['made to fail', '{}', 'null', ''];
const OF_EVERY_ANSWER = new Set(['connection', 'content-length', 'content-type', 'date']);

type Wanted = z.output<typeof params>;

/** The service that was asked. */
const serviceOf = (stack: SeenFacts['stack'], wanted: Wanted): string | undefined =>
  observed(stack?.http ?? [], askOf(wanted))?.service;

function stubIn(
  stack: SeenFacts['stack'],
  wanted: Wanted,
  answer: { readonly status: number; readonly body: string },
): StackChange | null {
  const service = serviceOf(stack, wanted);
  if (service === undefined) return null;
  return { service, run: { act: { do: 'serve', port: wanted.port ?? OWN_PORT, ...answer } } };
}

const OWN_PORT = 0; // where a question without a port goes

/** A body that is as it should be; null where none is found. */
function bodyFor(wanted: Wanted): string | null {
  const bodies = [wanted.json === undefined ? '' : JSON.stringify(wanted.json), wanted.contains ?? ''];
  return bodies.find((body) => answerFault({ code: wanted.status, body }, wanted) === null) ?? null;
}
