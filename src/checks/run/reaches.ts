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
import { type Ask, observed, SLEEPER } from './shared.ts';

const params = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\//, { error: 'must begin with http:// or https://' })
    .describe('Address that is asked from inside the container'),
  ...answerShape,
});

const askOf = ({ url }: z.output<typeof params>) => ({ kind: 'reach' as const, url }) satisfies Ask;

/** An address that the kernel opens no connection to: it says so at once, whatever listens in the container. */
const NOWHERE = '255.255.255.255';

/** Lower case, without the brackets of IPv6; empty where there is none. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '');
const isAddress = (host: string) => host === '' || host.includes(':') || /^[\d.]+$/.test(host);
const isItself = (host: string) =>
  host === 'localhost' || host === '::1' || host === '0.0.0.0' || host.startsWith('127.');

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
    {
      level: 'R',
      title: 'no network',
      reason: 'unreachable',
      edit: (_, { url }) => (isItself(hostOf(url)) ? null : { network: 'none' }),
    },
    {
      level: 'R',
      title: 'a name that leads to where nothing is',
      reason: 'unreachable',
      edit: (_, { url }) => {
        const host = hostOf(url);
        return isItself(host) || isAddress(host) ? null : { hosts: { [host]: NOWHERE } };
      },
    },
    {
      level: 'R',
      title: 'a silent sleeper in place of the service, where it reaches itself',
      reason: 'unreachable',
      edit: (_, { url }) => (isItself(hostOf(url)) ? SLEEPER : null),
    },
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
