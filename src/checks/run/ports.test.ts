import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './ports.ts';

const at = (port: number, address = '0.0.0.0') => ({
  port,
  protocol: 'tcp',
  address,
  loopback: address.startsWith('127.'),
});
const ports = (listening: readonly object[], exposed: readonly string[] = ['8000/tcp']) => ({
  run: { ports: { listening, exposed } },
});

it('accepts what is declared and reachable', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, ports([at(8000), at(9229, '127.0.0.1')])).status).toBe('pass');
  expect(judged(check, ports([at(9000)], []), { ports: [9000] }).status).toBe('pass');
});

it.each([
  ['loopback-only', [at(8000, '127.0.0.1')]],
  ['not-listening', []],
  ['undeclared-port', [at(8000), at(9229)]],
])('fails by %s', (reason, listening) => {
  expect(judged(check, ports(listening))).toMatchObject({ findings: [{ reason }] });
});

it('does not apply to a container without ports', () => {
  expect(judged(check, ports([], [])).status).toBe('inapplicable');
});
