import { boundMutants, defineCheck, duration, fail, finding, judgeMeasure, mended, seen, z } from '../kit.ts';
import { beyond, isUpper, type RunChange } from './shared.ts';

const params = z.strictObject({
  target: duration('<10s').describe('Time from the stop signal to the end'),
  exit: z.array(z.int().min(0).max(255)).min(1).default([0, 143]).describe('Exit codes that are well'),
});

/** Longer waits are not worth it: a nearer bound shows the same. */
const AFFORDABLE_MS = 5_000;
const BEYOND_MS = 100;

/** The helper is process 1, the service its child; it is killed as soon as the bound has passed. */
const keepsSignal = (boundMs: number): RunChange => ({ act: { do: 'hold' }, graceMs: boundMs + BEYOND_MS });

/** Where the bound is far off: past one that is just beyond what was measured. */
function keepsSignalAWhile(elapsedMs: number, wanted: z.output<typeof params>) {
  const { target } = wanted;
  if (!isUpper(target) || target.value <= AFFORDABLE_MS) return [];
  const nearer = beyond(target, elapsedMs);
  return [
    {
      level: 'R' as const,
      title: `a parent that keeps the stop signal from the service, judged by ${nearer.text}`,
      reason: 'killed' as const,
      params: { ...wanted, target: nearer },
      edit: () => keepsSignal(nearer.value),
    },
  ];
}

/** Each way to end badly is mended at another place. */
const REMEDIES = {
  killed: (signal: string) =>
    `Handle ${signal} in the service: as process 1 it has no default action, so without a handler nothing happens. Start it in the exec form, or with \`exec\` at the end of a script, so that no shell keeps the signal; an init such as tini (\`docker run --init\`) ends what has no handler.`,
  exit: (signal: string) =>
    `Handle ${signal} so that the service ends with 0 when its work is done; a code that is meant is named under \`exit\`.`,
  'request-dropped': (signal: string) =>
    `At ${signal} take no new connections, answer the requests that are open, and only then exit.`,
  'slow-stop': (signal: string) =>
    `Do less after ${signal}: close idle connections at once and give open requests a time limit. If it needs that long, raise \`target\` and the grace time of whoever stops it (\`docker stop --time\`, \`stop_grace_period\`) together.`,
};

export default defineCheck({
  id: 'run/stop',
  version: 1,
  title: 'The container ends soon and cleanly when it is asked to',
  why: 'What ignores the stop signal is killed in the middle of its work, on every deployment.',
  remedy: 'Use the exec form so that the service is process 1, handle SIGTERM, finish open requests and exit.',
  references: [
    'https://docs.docker.com/reference/cli/docker/container/stop/',
    'https://docs.docker.com/reference/dockerfile/#stopsignal',
  ],
  reads: ['run.stop'],
  params,
  reasons: ['killed', 'exit', 'request-dropped', 'slow-stop'],
  example: {
    facts: {
      run: { stop: { signal: 'SIGTERM', killed: false, exitCode: 0, elapsedMs: 180, openRequestFinished: true } },
    },
  },
  mutants: [
    {
      level: 'R',
      title: 'a parent that keeps the stop signal from the service',
      reason: 'killed',
      edit: (_, { target }) => (isUpper(target) && target.value <= AFFORDABLE_MS ? keepsSignal(target.value) : null),
    },
  ],
  mutantsFor: ({ run: { stop } }, params) => [
    ...boundMutants('run')('slow-stop', params.target, 1, (seenOnes, elapsedMs) => ({
      stop: { ...seenOnes.stop, elapsedMs },
    })),
    ...keepsSignalAWhile(stop.elapsedMs, params),
  ],

  judge: ({ run: { stop } }, { target, exit }) => {
    const elapsedMs = Math.round(stop.elapsedMs);
    const took = seen.measure(`${stop.signal} to the end`, elapsedMs, 'ms', target);
    const code = seen.value('exit code', String(stop.exitCode));
    const because = <const R extends keyof typeof REMEDIES>(reason: R, message: string) =>
      fail(mended(REMEDIES[reason](stop.signal), finding(reason, message, took, code)));
    if (stop.killed) return because('killed', `still running ${elapsedMs} ms after ${stop.signal}, then killed`);
    if (!exit.includes(stop.exitCode))
      return because('exit', `ended with ${stop.exitCode} after ${stop.signal}, wanted ${exit.join(' or ')}`);
    if (stop.openRequestFinished === false)
      return because('request-dropped', `a request that was open at ${stop.signal} was never answered`);
    const open = stop.openRequestFinished === null ? 'none could be kept open' : 'finished';
    return judgeMeasure('slow-stop', `${stop.signal} to the end`, elapsedMs, target, {
      more: [code, seen.value('open request', open)],
      remedy: REMEDIES['slow-stop'](stop.signal),
    });
  },
});
