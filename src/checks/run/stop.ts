import { boundMutants, defineCheck, duration, fail, finding, judgeMeasure, seen, z } from '../kit.ts';

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
  params: z.strictObject({
    target: duration('<10s').describe('Time from the stop signal to the end'),
    exit: z.array(z.int().min(0).max(255)).min(1).default([0, 143]).describe('Exit codes that are well'),
  }),
  reasons: ['killed', 'exit', 'request-dropped', 'slow-stop'],
  example: {
    facts: {
      run: { stop: { signal: 'SIGTERM', killed: false, exitCode: 0, elapsedMs: 180, openRequestFinished: true } },
    },
  },
  mutants: [{ level: 'R', title: 'a wrapper that ignores TERM', reason: 'killed' }],
  mutantsFor: (_, { target }) =>
    boundMutants('run')('slow-stop', target, 1, ({ stop }, elapsedMs) => ({ stop: { ...stop, elapsedMs } })),

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
