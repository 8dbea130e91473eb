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
  { healthcheck: { test: ['CMD-SHELL', 'curl -f http://localhost/ || true'] } },
  { healthcheck: { test: ['CMD-SHELL', 'curl -f http://localhost/ | tail -1'] } },
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

it('says which health check cannot fail, of the service or of its image', () => {
  const messages = (...args: Parameters<typeof judgedOn>) => {
    const verdict = judgedOn(...args);
    return verdict.status === 'fail' ? verdict.findings.map(({ message }) => message) : [];
  };
  expect(messages({ healthcheck: { test: ['CMD-SHELL', 'ask || true'] } })).toEqual([
    'web has a health check that cannot fail: `ask || true`',
  ]);
  expect(messages({ build: { context: '.' } }, 'FROM scratch\nHEALTHCHECK CMD ["true"]\n')).toEqual([
    'web has a health check that cannot fail, from its image: `true`',
  ]);
});

it.each([
  [{ healthcheck: { disable: true } }, 'HEALTHCHECK CMD ["/healthy"]\n', 'web has its health check disabled'],
  [{}, 'HEALTHCHECK NONE\n', 'web has its health check disabled'],
  [{}, '', 'web has no health check that is known'],
  [{ healthcheck: { test: ['CMD'] } }, '', 'web has a health check that cannot fail: ``'],
])('says what is wrong with %j on an image with `%s`', (keys, line, message) => {
  expect(judgedOn({ build: { context: '.' }, ...keys }, `FROM scratch\n${line}`)).toMatchObject({
    findings: [{ message }],
  });
});

it('shows the check, and that it is of the image', () => {
  const text = 'FROM scratch\nHEALTHCHECK CMD ["/healthy"]\n';
  expect(judgedOn({ build: { context: '.' } }, text)).toMatchObject({
    evidence: [{ value: 'of its image: /healthy' }],
  });
  expect(judgedOn({ healthcheck: { test: ['CMD-SHELL', 'ask -q'] } })).toMatchObject({
    evidence: [{ value: 'ask -q' }],
  });
});
