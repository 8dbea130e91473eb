import type { Facts, PersistObservation, Step, StepOutcome } from '../../domain/index.ts';
import { type Evidence, defineCheck, fail, finding, inconclusive, pass, seen, z } from '../kit.ts';
import { type Ask, MEND_UP, NOT_UP, observed } from './shared.ts';

const step = (method: string) =>
  z.union([
    z.strictObject({
      path: z.string().startsWith('/').describe('Path that is asked'),
      method: z
        .string()
        .regex(/^[A-Z]+$/)
        .default(method)
        .describe('Method of the request'),
      port: z.int().min(1).max(65535).optional().describe("Container's port; default: the first that it publishes"),
      headers: z.record(z.string(), z.string()).optional().describe('Request headers'),
      body: z.string().optional().describe('Body of the request'),
      service: z.string().optional().describe('Service, where it is another'),
    }),
    z.strictObject({
      command: z
        .array(z.string())
        .min(1)
        .describe("Program and arguments, run in the service's container without a shell"),
      service: z.string().optional().describe('Service, where it is another'),
    }),
  ]);

const params = z.strictObject({
  service: z.string().optional().describe('Service that is asked; default: the first that publishes a port'),
  write: step('POST').describe('What writes: a request (2xx or 3xx is good) or a command (0 is good)'),
  read: step('GET').describe('What reads it back: its answer must be the same before and after'),
  contains: z.string().optional().describe('Text that the answer must hold; without it the whole answer is compared'),
});

type StepParams = z.output<typeof params>['read'];

function stepOf(it: StepParams) {
  const named = it.service === undefined ? {} : { service: it.service };
  if ('command' in it) return { kind: 'command' as const, argv: it.command, ...named };
  const { path, method, port, headers, body } = it;
  return {
    kind: 'http' as const,
    method,
    path,
    ...(port === undefined ? {} : { port }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    ...named,
  };
}

function askOf({ service, write, read }: z.output<typeof params>) {
  const named = service === undefined ? {} : { service };
  return { kind: 'persist' as const, ...named, write: stepOf(write), read: stepOf(read) } satisfies Ask;
}

const done = (code: number, output: string) => ({ status: 'done' as const, code, output });

export default defineCheck({
  id: 'stack/persists',
  version: 1,
  title: 'What was written survives `down` and `up`',
  why: 'Data in a container or an anonymous volume is there until the first upgrade, and every check before that is green.',
  remedy: 'Give the path that the data lives in a named volume, and let the service write there and nowhere else.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/'],
  reads: ['stack.persists'],
  params,
  reasons: ['lost', 'not-written', 'not-read', 'not-up-again'],
  example: {
    params: { write: { path: '/notes', body: 'kept' }, read: { path: '/notes' } },
    facts: {
      stack: {
        persists: [
          {
            ask: {
              kind: 'persist',
              write: { kind: 'http', method: 'POST', path: '/notes', body: 'kept' },
              read: { kind: 'http', method: 'GET', path: '/notes' },
            },
            service: 'web',
            before: done(200, '[]'),
            wrote: done(201, ''),
            read: done(200, '["kept"]'),
            again: done(200, '["kept"]'),
            notUp: null,
          },
        ],
      },
    },
  },
  mutants: [
    {
      level: 'P',
      title: 'the volumes are dropped between `down` and `up`',
      reason: 'lost',
      edit: () => ({ forgets: true }),
    },
    {
      level: 'J',
      title: 'the second life answers as before the write',
      reason: 'lost',
      edit: (facts) => withEach(facts, (it) => ({ ...it, again: it.before })),
    },
  ],
  asks: (wanted) => [askOf(wanted)],

  judge: ({ stack: { persists = [] } }, wanted) => {
    const it = observed(persists, askOf(wanted));
    if (!it) return inconclusive(NOT_UP, MEND_UP);
    const { ask, before, wrote, read, again, notUp } = it;
    const shown = shownOf(it);
    const faulty = <R extends string>(reason: R, what: string) =>
      fail(finding(reason, `${it.service}: ${what}`, ...shown));
    const isKept = (outcome: StepOutcome | null) =>
      isGood(outcome, ask.read) &&
      (wanted.contains === undefined
        ? outputOf(outcome) === outputOf(read)
        : outputOf(outcome).includes(wanted.contains));
    if (!isGood(wrote, ask.write)) return faulty('not-written', `the write failed (${textOf(wrote)})`);
    if (!isKept(read)) return faulty('not-read', `what was written could not be read at once (${textOf(read)})`);
    if (isKept(before)) return faulty('not-read', 'the answer is the same without the write: it shows nothing');
    if (notUp !== null) return faulty('not-up-again', `the stack did not come up a second time (${notUp})`);
    return isKept(again) ? pass(...shown) : faulty('lost', `gone after \`down\` and \`up\` (${textOf(again)})`);
  },
});

function withEach({ stack }: Facts, edit: (it: PersistObservation) => PersistObservation): Partial<Facts> {
  return { stack: { ...stack, persists: (stack.persists ?? []).map(edit) } };
}

/** A request is good with 2xx or 3xx, a command with 0. */
function isGood(outcome: StepOutcome | null, { kind }: Step): boolean {
  if (outcome?.status !== 'done') return false;
  return kind === 'command' ? outcome.code === 0 : outcome.code >= 200 && outcome.code < 400;
}

const outputOf = (outcome: StepOutcome | null): string => (outcome?.status === 'done' ? outcome.output : '');

function textOf(outcome: StepOutcome | null): string {
  if (!outcome) return 'not asked';
  return outcome.status === 'failed' ? outcome.message : `${outcome.code}: ${outcome.output.trim().slice(0, 100)}`;
}

function shownOf({ service, before, wrote, read, again }: PersistObservation): [Evidence, ...Evidence[]] {
  return [
    seen.value(`${service}: read before the write`, textOf(before)),
    seen.value('written', textOf(wrote)),
    seen.value('read at once', textOf(read)),
    seen.value('read after `down` and `up`', textOf(again)),
  ];
}
