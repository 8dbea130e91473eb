import { expect, it } from 'vitest';
import { judged, outcomesOn } from '../../../test/kit/index.ts';
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

it.each([65_535, '60000/udp', 0])('takes the port %j', (port) => {
  expect(check.params.safeParse({ ports: [port] }).success).toBe(true);
});

it('is proved by a port more and by each port less', async () => {
  const outcomes = (exposedPorts: readonly string[], ports?: readonly (string | number)[]) =>
    outcomesOn(check, { image: { config: { exposedPorts } }, params: ports ? { ports } : {} });
  expect(await outcomes(['6553/tcp', '6554/tcp'], [6553, 6554])).toEqual({
    'one port more in EXPOSE': 'killed',
    'EXPOSE without 6553/tcp': 'killed',
    'EXPOSE without 6554/tcp': 'killed',
  });
  expect(await outcomes([], [])).toEqual({ 'one port more in EXPOSE': 'killed' });
  expect(await outcomes(['80/tcp'])).toEqual({ 'one port more in EXPOSE': 'equivalent' });
});
