import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { dockerfileFactsOf } from '../../sensors/dockerfile/index.ts';
import check from './healthchecks.ts';
import { serviceExample } from './shared.ts';

function judgedOn(keys: object, text = 'FROM scratch\n', params = {}) {
  const compose = { ...serviceExample('web', { image: 'web:1.0', ...keys }).facts?.compose };
  return judged(
    check,
    { compose, dockerfile: dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} }) },
    params,
  );
}

it.each([
  {},
  { healthcheck: { disable: true } },
  { healthcheck: { test: ['NONE'] } },
  { healthcheck: { test: ['CMD', 'true'] } },
])('fails with %j', (keys) => {
  expect(judgedOn(keys)).toMatchObject({
    findings: [{ reason: 'no-healthcheck', evidence: [{ at: { startLine: 2 } }] }],
  });
});

it('takes the health check of the image that is built here', () => {
  const text = 'FROM scratch\nHEALTHCHECK CMD ["/healthy"]\n';
  expect(judgedOn({ build: { context: '.' } }, text).status).toBe('pass');
  expect(judgedOn({}, text).status).toBe('fail');
});

it('does not ask services that are excepted', () => {
  expect(judgedOn({}, 'FROM scratch\n', { except: ['web'] }).status).toBe('inapplicable');
});
