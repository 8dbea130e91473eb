import {
  boundMutants,
  causeOf,
  defineCheck,
  duration,
  evidenceOf,
  fail,
  finding,
  isNonEmpty,
  judgeMeasure,
  seen,
  z,
} from '../kit.ts';
import { SLEEPER } from './shared.ts';

export default defineCheck({
  id: 'run/healthy',
  version: 1,
  title: 'The engine reports the container healthy in time',
  why: 'Orchestrators and `depends_on` act on this status: one that never turns healthy is restarted for ever.',
  remedy: 'Let the health check call what the service really serves, with a program that is in the image.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: ['PROD-001.5'],
  reads: ['run.health'],
  params: z.strictObject({ target: duration('<60s').describe('Time from the start to the first healthy') }),
  reasons: ['no-healthcheck', 'never-healthy', 'slow-health'],
  example: {
    facts: {
      run: {
        health: {
          configured: true,
          test: ['CMD', '/check'],
          status: 'healthy',
          healthyMs: 900,
          probes: [{ exitCode: 0, output: '' }],
          diagnosis: null,
        },
      },
    },
  },
  mutants: [
    {
      level: 'R',
      title: 'a health check that always fails',
      reason: 'never-healthy',
      edit: () => ({ health: { do: 'exit', code: 1 } }),
    },
    {
      level: 'R',
      title: 'a silent sleeper in place of the service, its health check kept',
      reason: 'never-healthy',
      edit: () => SLEEPER,
    },
  ],
  mutantsFor: (_, { target }) =>
    boundMutants('run')('slow-health', target, 1, ({ health }, healthyMs) => ({
      health: { ...health, configured: true, status: 'healthy', healthyMs },
    })),

  judge: ({ run: { health } }, { target }) => {
    const { configured, status, healthyMs, probes, test, diagnosis } = health;
    const called = seen.value('health check', configured ? test.join(' ') : 'none');
    if (!configured)
      return fail(finding('no-healthcheck', 'the image has no health check, so the engine reports no health', called));
    if (status !== 'healthy' || healthyMs === null) {
      const outputs = probes.filter(({ output }) => output.trim() !== '').slice(-2);
      const shown = isNonEmpty(outputs)
        ? outputs.map(({ exitCode, output }) => seen.value(`probe ended with ${exitCode}`, output))
        : [];
      return fail(
        finding(
          'never-healthy',
          `the engine reports ${status}${causeOf(diagnosis)}`,
          called,
          ...shown,
          ...evidenceOf(diagnosis),
        ),
      );
    }
    return judgeMeasure('slow-health', 'start to healthy', Math.round(healthyMs), target, { more: [called] });
  },
});
