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
import type { ServiceLife, StackChange } from '../../domain/index.ts';
import { type Ask, life, observed, sleeperIn } from './shared.ts';

const params = z.strictObject({
  service: z.string().optional().describe('Service that asks; default: the first that publishes a port'),
  url: z
    .string()
    .regex(/^https?:\/\//, { error: 'must begin with http:// or https://' })
    .describe('Address that it asks: another service by its name, or the host'),
  ...answerShape,
});

function askOf({ service, url }: z.output<typeof params>) {
  return { kind: 'reach' as const, url, ...(service === undefined ? {} : { service }) } satisfies Ask;
}

export default defineCheck({
  id: 'stack/reaches',
  version: 1,
  title: 'A service of the stack reaches another by its name',
  why: 'Services on different networks, or listening on loopback, are healthy alone and useless together.',
  remedy: 'Put both on one network, use the service name and the container port, and listen on 0.0.0.0.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  reads: ['stack.reaches', 'stack.services'],
  params,
  reasons: ['unreachable', 'status', 'body'],
  example: {
    params: { url: 'http://store:7000/' },
    facts: {
      stack: {
        reaches: [
          {
            ask: { kind: 'reach', url: 'http://store:7000/' },
            outcome: { status: 'answered', code: 200, body: 'ok', elapsedMs: 3 },
            how: 'node of the image',
            service: 'web',
          },
        ],
        services: [life(), life({ service: 'store' })],
      },
    },
  },
  mutants: [
    {
      level: 'P',
      title: 'the service that asks on a network of its own, or the name leads nowhere',
      reason: 'unreachable',
      edit: ({ stack }, wanted) => {
        const service = observed(stack?.reaches ?? [], askOf(wanted))?.service;
        return service === undefined ? null : cutOff(service, wanted.url, stack?.services ?? []);
      },
    },
  ],
  asks: (wanted) => [askOf(wanted)],

  judge: ({ stack: { reaches } }, wanted) => {
    const answer = observed(reaches, askOf(wanted));
    if (!answer)
      return inconclusive(
        `${wanted.url} could not be asked from inside`,
        'See stack/up; or pull `curlimages/curl` or `busybox` for a sidecar.',
      );
    const { outcome, how, service } = answer;
    if (outcome.status === 'answered') return judgeAnswer(`${wanted.url} from ${service} (by ${how})`, outcome, wanted);
    const { message, diagnosis } = outcome;
    return fail(
      finding(
        'unreachable',
        `${wanted.url} is not reached from ${service} (${message})${causeOf(diagnosis)}`,
        seen.value('asked by', how),
        ...evidenceOf(diagnosis),
      ),
    );
  },
});

const NOWHERE = '255.255.255.255'; // refused by the kernel at once, whatever listens on loopback
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0)$/;

/** Another service is out of reach from another network; a name leads nowhere; the service itself is put to sleep. */
function cutOff(service: string, url: string, services: readonly ServiceLife[]): StackChange | null {
  const name = hostOf(url);
  if (name === null) return null;
  if (name === service || LOOPBACK.test(name)) return sleeperIn(service);
  if (services.some((it) => it.service === name)) return { apart: [service] };
  return /[a-z]/i.test(name) && !name.startsWith('[') ? { service, hosts: { [name]: NOWHERE } } : null;
}

function hostOf(url: string): string | null {
  try {
    return new URL(url).hostname;
  } catch {
    return null; // no address that could be asked
  }
}
