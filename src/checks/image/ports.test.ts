import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './ports.ts';

const on = (exposedPorts: readonly string[], params: Readonly<Record<string, unknown>> = {}) =>
  judged(check, { image: { config: { exposedPorts } } }, params);

it('agrees whatever the order and the spelling', () => {
  expect(on(['53/udp', '8000/tcp'], { ports: [8000, '53/udp'] }).status).toBe('pass');
  expect(on([], { ports: [] }).status).toBe('pass');
});

it.each([
  [['8000/tcp', '22/tcp'], [8000], '22/tcp is exposed'],
  [['8000/tcp'], [8000, 9000], '9000/tcp is declared'],
])('%j against %j: %s', (exposed, ports, message) => {
  expect(on(exposed, { ports })).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'port', message: expect.stringContaining(message) }],
  });
});

it('tells protocols apart', () => {
  const verdict = on(['8000/udp'], { ports: [8000] });
  expect(verdict.status === 'fail' && verdict.findings).toHaveLength(2);
});

it('does not apply where no ports are declared', () => {
  expect(on(['8000/tcp']).status).toBe('inapplicable');
});

it.each(['http', '70000', '8000/xyz', -1])('refuses the port %j', (port) => {
  expect(check.params.safeParse({ ports: [port] }).success).toBe(false);
});
