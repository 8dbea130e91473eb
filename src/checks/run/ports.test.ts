import { describe, expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { madeOf } from '../../../test/kit/made.ts';
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

it('takes for reachable what listens on loopback as well', () => {
  expect(judged(check, ports([at(8000, '127.0.0.1'), at(8000)])).status).toBe('pass');
  expect(judged(check, ports([at(8000), at(8000, '127.0.0.1')])).status).toBe('pass');
  expect(judged(check, ports([at(8000, '127.0.0.1'), at(8000, '127.0.0.2'), at(9000)], ['8000/tcp', '9000']))).toEqual(
    expect.objectContaining({ findings: [expect.objectContaining({ reason: 'loopback-only' })] }),
  );
});

it('tells protocols apart', () => {
  expect(judged(check, ports([at(8000)], ['8000/udp']))).toMatchObject({
    findings: [{ reason: 'not-listening' }, { reason: 'undeclared-port' }],
  });
});

describe('what is made of the ports', () => {
  const enclosed = (port: number) => ({
    act: { do: 'serve', port, status: 200, body: '', loopback: true },
  });
  const made = (facts: object, params = {}) =>
    madeOf('R', check, facts, params).map(({ reason, change }) => [reason, change]);
  const listens = (port: number) => ({ act: { do: 'listen', port } });

  it('encloses each TCP port, and opens one more', () => {
    expect(made(ports([at(8000)], ['53/udp', '8000/tcp', '9000', '8000']))).toEqual([
      ['loopback-only', enclosed(8000)],
      ['undeclared-port', listens(9999)],
      ['loopback-only', enclosed(9000)],
    ]);
    expect(made(ports([]), { ports: [7000] })[0]).toEqual(['loopback-only', enclosed(7000)]);
  });

  it.each([
    [ports([at(9999)]), {}, 19_999],
    [ports([at(9999)], ['19999/tcp']), {}, 29_999],
    [ports([], ['19999/tcp']), { ports: [9999, 19_999] }, 29_999],
    [ports([at(19_999)]), { ports: [9999, 29_999] }, null],
  ])('opens a port that is neither declared nor open: %j', (facts, params, port) => {
    expect(made(facts, params)[1]).toEqual(['undeclared-port', port && listens(port)]);
  });

  it('opens one of a container that nobody has seen yet', () => {
    for (const unseen of [{}, { run: {} }]) {
      const params = check.params.parse({});
      const changes = check.mutants.map((it) => it.level === 'R' && it.edit(unseen, params));
      expect(changes).toEqual([null, listens(9999)]);
    }
  });
});
