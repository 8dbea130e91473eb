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
import { type Ask, observed } from './shared.ts';

const params = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\//, { error: 'must begin with http:// or https://' })
    .describe('Address that is asked from inside the container'),
  ...answerShape,
});

const askOf = ({ url }: z.output<typeof params>) => ({ kind: 'reach' as const, url }) satisfies Ask;

export default defineCheck({
  id: 'run/reaches',
  version: 1,
  title: 'The container reaches what it needs outside',
  why: 'Names, routes and loopback differ inside a container: what answers on the host may not answer from there.',
  remedy:
    'On Linux add `host.docker.internal:host-gateway`, and let the service of the host listen on more than 127.0.0.1.',
  references: [
    'https://docs.docker.com/reference/cli/docker/container/run/#add-host',
    'https://docs.docker.com/desktop/features/networking/',
  ],
  reads: ['run.reaches'],
  params,
  reasons: ['unreachable', 'status', 'body'],
  example: {
    params: { url: 'http://host.docker.internal/' },
    facts: {
      run: {
        reaches: [
          {
            ask: { kind: 'reach', url: 'http://host.docker.internal/' },
            outcome: { status: 'answered', code: 200, body: '{"models":[]}', elapsedMs: 4 },
            how: 'curl of the image',
          },
        ],
      },
    },
  },
  mutants: [
    { level: 'R', title: 'no network', reason: 'unreachable' },
    { level: 'R', title: 'a wrong host', reason: 'unreachable' },
  ],
  asks: (wanted) => [askOf(wanted)],

  judge: ({ run: { reaches } }, wanted) => {
    const answer = observed(reaches, askOf(wanted));
    if (!answer) {
      return inconclusive(
        `${wanted.url} could not be asked from inside: the image has no node, python3, curl or wget, and neither has the engine`,
        "Pull `curlimages/curl` or `busybox` for a sidecar, or run as root on the engine's machine.",
      );
    }
    const { outcome, how } = answer;
    if (outcome.status === 'answered') return judgeAnswer(`${wanted.url} (by ${how})`, outcome, wanted);
    const { message, diagnosis } = outcome;
    return fail(
      finding(
        'unreachable',
        `${wanted.url} is not reached from inside (${message})${causeOf(diagnosis)}`,
        seen.value('asked by', how),
        ...evidenceOf(diagnosis),
      ),
    );
  },
});
