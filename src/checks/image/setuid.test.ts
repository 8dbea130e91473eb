import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './setuid.ts';

const file = (path: string, mode: number, more: object = {}) => ({
  path,
  type: 'file',
  sizeBytes: 1,
  mode,
  uid: 0,
  gid: 0,
  layer: 1,
  ...more,
});
const layers = [{ diffId: 'sha256:a' }, { diffId: 'sha256:b' }];
const base = { reference: 'debian', diffIds: ['sha256:a'] };
const on = (files: readonly object[], params: Readonly<Record<string, unknown>> = {}) =>
  judged(check, { image: { files, base, layers } }, params);

it.each([
  ['setuid', file('/a', 0o4755)],
  ['setgid', file('/a', 0o2755)],
  ['capabilities', file('/a', 0o755, { hasCapabilities: true })],
])('points at %s', (_, raised) => {
  expect(on([raised])).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'setuid', evidence: [{ path: '/a', layer: 1 }] }],
  });
});

it('reports those of the base image apart', () => {
  expect(on([file('/bin/su', 0o4755, { layer: 0 })])).toMatchObject({
    status: 'pass',
    evidence: [{}, { value: 1 }, { path: '/bin/su' }],
  });
});

it('leaves folders and what is allowed alone', () => {
  expect(
    on([file('/srv', 0o2775, { type: 'directory' }), file('/usr/bin/sudo', 0o4755)], { allow: ['/usr/bin/sudo'] })
      .status,
  ).toBe('pass');
});

it('does not apply to an empty image', () => {
  expect(on([]).status).toBe('inapplicable');
});

it('says which rights are raised', () => {
  const detail = (mode: number, more: object = {}) => {
    const verdict = on([file('/a', mode, { gid: 5, ...more })]);
    return verdict.status === 'fail' && verdict.findings[0].message;
  };
  expect(detail(0o6755, { hasCapabilities: true })).toBe(
    '/a runs as user 0 and runs as group 5 and has capabilities (mode 6755)',
  );
  expect(detail(0o4755)).toBe('/a runs as user 0 (mode 4755)');
  expect(detail(0o2755)).toBe('/a runs as group 5 (mode 2755)');
  expect(detail(0o755, { hasCapabilities: true })).toBe('/a has capabilities (mode 0755)');
});

it('shows the first twenty of those of the base image', () => {
  const files = Array.from({ length: 22 }, (_, index) => file(`/bin/${index}`, 0o4755, { layer: 0 }));
  const verdict = on(files);
  expect(verdict.status === 'pass' && verdict.evidence.slice(2)).toMatchObject(
    files.slice(0, 20).map(({ path }) => ({ path })),
  );
});
