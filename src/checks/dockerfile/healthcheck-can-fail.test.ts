import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './healthcheck-can-fail.ts';

const lines = (...rest: string[]) => linesOf(check, ['FROM a', ...rest, ''].join('\n'));

it.each([
  'true',
  '["true"]',
  '["/bin/true"]',
  'exit 0',
  ':',
  'echo ok',
  'curl -f http://127.0.0.1/ || true',
  'curl -f http://127.0.0.1/ || exit 0',
  'curl -f http://127.0.0.1/; exit 0',
  '["sh", "-c", "wget -q http://127.0.0.1/ || :"]',
  'curl -s http://127.0.0.1/ | tail -1',
])('objects to %s', (command) => {
  expect(lines(`HEALTHCHECK --interval=5s CMD ${command}`)).toEqual([2]);
});

it.each([
  'curl -f http://127.0.0.1/ || exit 1',
  'curl -f http://127.0.0.1/ || exit',
  '["node", "health.js"]',
  'pg_isready',
  'test -f /tmp/ready && echo ok',
  'powershell -command try { $r = iwr http://localhost; if ($r.StatusCode -eq 200) { return 0 } else { return 1 } } catch { return 1 }',
])('lets %s be', (command) => {
  expect(lines(`HEALTHCHECK CMD ${command}`)).toEqual([]);
});

it('goes by the SHELL that reads it, which a stage has from the one that it goes on from', () => {
  const shell = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';
  const piped = 'HEALTHCHECK CMD curl -f http://127.0.0.1/ | tail -1';
  expect(lines(shell, piped)).toEqual([]);
  expect(linesOf(check, `FROM a AS b\n${shell}\nFROM b\n${piped}\nFROM a\n${piped}\n`)).toEqual([6]);
  expect(lines('SHELL ["powershell", "-Command"]', 'HEALTHCHECK CMD echo ok')).toEqual([]);
});

it('looks at the last of a stage: the others are overridden', () => {
  expect(lines('HEALTHCHECK CMD true', 'HEALTHCHECK CMD ["node", "health.js"]')).toEqual([]);
});

it('leaves NONE and triggers of ONBUILD alone', () => {
  expect(judged(check, 'FROM a\nHEALTHCHECK NONE\nONBUILD HEALTHCHECK CMD true\n').status).toBe('inapplicable');
});

it('names what hides the failure', () => {
  expect(judged(check, 'FROM a\nHEALTHCHECK CMD curl -f x ||  exit 0\n')).toMatchObject({
    findings: [{ reason: 'healthcheck-trivial', message: expect.stringContaining('`||  exit 0`') as unknown }],
  });
  expect(judged(check, 'FROM a\nHEALTHCHECK CMD ["true"]\n')).toMatchObject({
    findings: [{ message: '`["true"]` cannot fail' }],
  });
});

it('goes by the last SHELL above it', () => {
  const piped = 'HEALTHCHECK CMD curl -f http://127.0.0.1/ | tail -1';
  expect(lines('SHELL ["/bin/bash", "-o", "pipefail", "-c"]', 'SHELL ["/bin/sh", "-c"]', piped)).toEqual([4]);
  expect(lines('SHELL ["/bin/sh", "-c"]', 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]', piped)).toEqual([]);
});
