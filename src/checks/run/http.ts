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
import { answerFault, type Ask, headerFault, observed, OWN_PORT, type RunChange, SLEEPER } from './shared.ts';

const params = z.strictObject({
  path: z.string().startsWith('/').default('/').describe('Path that is asked'),
  port: z
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe("Container's port; default: that of `run.ready`, else the first exposed one"),
  method: z.string().optional().describe('Default: GET'),
  send: z.record(z.string(), z.string()).optional().describe('Request headers'),
  ...answerShape,
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Headers that must come back, each with a text that it holds'),
});

function askOf({ path, port, method, send }: z.output<typeof params>) {
  return {
    kind: 'http' as const,
    path,
    ...(port === undefined ? {} : { port }),
    ...(method === undefined ? {} : { method }),
    ...(send === undefined ? {} : { headers: send }),
  } satisfies Ask;
}

const ILL = 500;
const UNAVAILABLE = 503;
const OTHER_BODIES = ['', '{}', 'null', 'the body of a stub'] as const;
/** Headers that a stub's answers may have as well. */
const OF_ANY_ANSWER: ReadonlySet<string> = new Set(['connection', 'content-length', 'content-type', 'date', 'server']);

function stub({ port = OWN_PORT }: z.output<typeof params>, status: number, body: string): RunChange {
  return { act: { do: 'serve', port, status, body } };
}

const example = {
  ask: { kind: 'http', path: '/' },
  outcome: {
    status: 'answered',
    code: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"status":"ok"}',
    elapsedMs: 3,
  },
} as const;

export default defineCheck({
  id: 'run/http',
  version: 1,
  title: 'A request to the running container is answered as it should be',
  why: 'A process that is up may serve nothing, serve it on loopback only, or serve an error.',
  remedy: 'Let the service listen on 0.0.0.0 at the port that is asked, and answer this path.',
  references: ['https://www.rfc-editor.org/rfc/rfc9110#name-status-codes'],
  reads: ['run.http'],
  params,
  reasons: ['refused', 'status', 'headers', 'body'],
  example: { facts: { run: { http: [example] } } },
  mutants: [
    {
      level: 'R',
      title: 'a stub that answers with another status',
      reason: 'status',
      edit: (_, wanted) => stub(wanted, wanted.status === ILL ? UNAVAILABLE : ILL, ''),
    },
    {
      level: 'R',
      title: 'a stub that answers with another body',
      reason: 'body',
      edit: (_, wanted) => {
        const body = OTHER_BODIES.find(
          (it) => answerFault({ code: wanted.status, body: it }, wanted)?.reason === 'body',
        );
        return body === undefined ? null : stub(wanted, wanted.status, body);
      },
    },
    {
      level: 'R',
      title: 'a stub that answers without the headers',
      reason: 'headers',
      edit: (_, wanted) => {
        const body = wanted.json === undefined ? (wanted.contains ?? '') : JSON.stringify(wanted.json);
        const isOwn = Object.keys(wanted.headers ?? {}).every((name) => OF_ANY_ANSWER.has(name.toLowerCase()));
        return isOwn || answerFault({ code: wanted.status, body }, wanted) ? null : stub(wanted, wanted.status, body);
      },
    },
    { level: 'R', title: 'a silent sleeper, so that nothing listens', reason: 'refused', edit: () => SLEEPER },
  ],
  asks: (wanted) => [askOf(wanted)],

  judge: ({ run: { http } }, wanted) => {
    const outcome = observed(http, askOf(wanted))?.outcome;
    const what = `${wanted.method ?? 'GET'} ${wanted.path}`;
    if (!outcome)
      return inconclusive(`${what} was not asked`, 'Run the container again without the cache (`--no-cache`).');
    if (outcome.status === 'answered') {
      const verdict = judgeAnswer(what, outcome, wanted);
      const wrong = verdict.status === 'pass' ? headerFault(outcome.headers, wanted.headers) : null;
      return wrong === null
        ? verdict
        : fail(finding('headers', `${what}: ${wrong}`, seen.value('headers', JSON.stringify(outcome.headers))));
    }
    const { message, diagnosis } = outcome;
    return fail(
      finding(
        'refused',
        `${what} was not answered (${message})${causeOf(diagnosis)}`,
        seen.value('connection', message),
        ...evidenceOf(diagnosis),
      ),
    );
  },
});
