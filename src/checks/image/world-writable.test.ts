import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './world-writable.ts';

const entry = (path: string, type: string, mode: number) => ({
  path,
  type,
  sizeBytes: 1,
  mode,
  uid: 0,
  gid: 0,
  layer: 0,
});
const on = (files: readonly object[], params: Readonly<Record<string, unknown>> = {}) =>
  judged(check, { image: { files: [entry('/app', 'directory', 0o755), ...files] } }, params);

it.each([
  ['/app/x', 'file', 0o666],
  ['/app/data', 'directory', 0o777],
  ['/run/s', 'socket', 0o777],
] as const)('points at %s', (path, type, mode) => {
  expect(on([entry(path, type, mode)])).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'world-writable', evidence: [{ path }] }],
  });
});

it.each([
  ['/tmp', 'directory', 0o1777],
  ['/bin', 'symlink', 0o777],
  ['/dev/null', 'device', 0o666],
  ['/dev/shm', 'directory', 0o777],
] as const)('leaves %s alone', (path, type, mode) => {
  expect(on([entry(path, type, mode)]).status).toBe('pass');
});

it('lets pass what is allowed', () => {
  expect(on([entry('/cache', 'directory', 0o777)], { allow: ['/cache'] }).status).toBe('pass');
});

it('counts what it does not list', () => {
  const verdict = on(Array.from({ length: 60 }, (_, index) => entry(`/x${index}`, 'file', 0o666)));
  expect(verdict.status === 'fail' && verdict.findings.at(-1)?.message).toContain('10 more');
});

it('does not apply to an empty image', () => {
  expect(judged(check, { image: { files: [] } }).status).toBe('inapplicable');
});

it('says the mode, and counts at the last that it lists alone', () => {
  const verdict = on(Array.from({ length: 60 }, (_, index) => entry(`/x${index}`, 'file', 0o666)));
  const messages = verdict.status === 'fail' ? verdict.findings.map(({ message }) => message) : [];
  expect(messages).toHaveLength(50);
  expect(messages[0]).toBe('/x0 has the mode 0666');
  expect(messages.filter((message) => message.includes('more'))).toEqual(['/x49 has the mode 0666 (and 10 more)']);
});

it('counts no others where it lists them all', () => {
  const verdict = on(Array.from({ length: 50 }, (_, index) => entry(`/x${index}`, 'file', 0o666)));
  expect(verdict.status === 'fail' && verdict.findings.at(-1)?.message).toBe('/x49 has the mode 0666');
});
