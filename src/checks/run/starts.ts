import { causeOf, defineCheck, evidenceOf, fail, finding, pass, seen } from '../kit.ts';

export default defineCheck({
  id: 'run/starts',
  version: 1,
  title: 'The container starts and stays up',
  why: 'An image that builds may still lack a module, a file or a variable that only a start asks for.',
  remedy: 'Read the cause and the last log lines below; give what is missing to the image or under `run.env`.',
  references: ['https://docs.docker.com/engine/containers/start-containers-automatically/'],
  reads: ['run.state'],
  reasons: ['not-started', 'exited'],
  example: {
    facts: {
      run: {
        state: {
          started: true,
          running: true,
          exitCode: null,
          oomKilled: false,
          error: null,
          upMs: 30_000,
          diagnosis: null,
        },
      },
    },
  },
  mutants: [
    {
      level: 'R',
      title: 'a program that ends at once in place of the service',
      reason: 'exited',
      edit: () => ({ act: { do: 'exit', code: 1 } }),
    },
    {
      level: 'R',
      title: 'a program that ends after two seconds',
      reason: 'exited',
      edit: () => ({ act: { do: 'exit', code: 1, afterMs: 2_000 } }),
    },
  ],

  judge: ({ run: { state } }) => {
    const { started, running, exitCode, error, upMs, diagnosis } = state;
    const up = seen.measure('time that it stayed up', Math.round(upMs), 'ms');
    const why = evidenceOf(diagnosis);
    if (!started)
      return fail(
        finding(
          'not-started',
          `the container could not be started${causeOf(diagnosis)}`,
          seen.value('engine', error ?? 'no message'),
          ...why,
        ),
      );
    if (running) return pass(up);
    const killed = state.oomKilled ? [seen.value('OOMKilled', 'true')] : [];
    return fail(
      finding(
        'exited',
        `the container ended with exit code ${exitCode ?? 'unknown'} after ${Math.round(upMs)} ms${causeOf(diagnosis)}`,
        up,
        ...killed,
        ...why,
      ),
    );
  },
});
