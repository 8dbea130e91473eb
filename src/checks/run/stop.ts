import { boundMutants, defineCheck, duration, fail, finding, judgeMeasure, seen, z } from '../kit.ts';
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
    if (stop.killed)
      return fail(finding('killed', `still running ${elapsedMs} ms after ${stop.signal}, then killed`, took, code));
    if (!exit.includes(stop.exitCode))
      return fail(
        finding('exit', `ended with ${stop.exitCode} after ${stop.signal}, wanted ${exit.join(' or ')}`, took, code),
      );
    if (stop.openRequestFinished === false)
      return fail(
        finding('request-dropped', `a request that was open at ${stop.signal} was never answered`, took, code),
      );
    const open = stop.openRequestFinished === null ? 'none could be kept open' : 'finished';
    return judgeMeasure('slow-stop', `${stop.signal} to the end`, elapsedMs, target, {
      more: [code, seen.value('open request', open)],
    });
  },
});
