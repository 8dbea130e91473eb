import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import type { ComposePath } from '../../domain/index.ts';
import check from './ports.ts';
import { serviceExample } from './shared.ts';

const judgedOn = (keys: object, params = {}) =>
  judged(check, { compose: { ...serviceExample('web', { image: 'web:1.0', ...keys }).facts?.compose } }, params);

const port = (more: object) => ({ target: 80, published: '8000', protocol: 'tcp', ...more });

it('fails on every interface, however it is written', () => {
  expect(judgedOn({ ports: [port({})] })).toMatchObject({ findings: [{ reason: 'bound-everywhere' }] });
  expect(judgedOn({ ports: [port({ host_ip: '::' })] })).toMatchObject({ findings: [{ reason: 'bound-everywhere' }] });
});

it('fails where one host port is taken twice, not for two protocols', () => {
  const host_ip = '127.0.0.1';
  expect(judgedOn({ ports: [port({ host_ip }), port({ host_ip, target: 81 })] })).toMatchObject({
    findings: [{ reason: 'port-clash' }],
  });
  expect(judgedOn({ ports: [port({ host_ip }), port({ host_ip, protocol: 'udp' })] }).status).toBe('pass');
});

it('does not apply without published ports', () => {
  expect(judgedOn({}).status).toBe('inapplicable');
});

it('points at the ports, where the text has them', () => {
  const compose = serviceExample('web', { image: 'web:1.0', ports: [port({})] }).facts?.compose;
  const at = { file: 'compose.yaml', startLine: 9, endLine: 9 };
  const placeOf = (path: ComposePath) =>
    path.join('.') === 'services.web.ports' ? { at, text: '    ports:', via: [] } : null;
  const model = { ...compose?.model, placeOf };
  expect(judged(check, { compose: { ...compose, model } })).toMatchObject({ findings: [{ evidence: [{ at }] }] });
});

it.each([
  [{ host_ip: '127.0.0.1' }, { host_ip: '127.0.0.2', target: 81 }, []],
  [{ host_ip: '127.0.0.1' }, { host_ip: '0.0.0.0', target: 81 }, ['bound-everywhere', 'port-clash']],
  [{}, { host_ip: '127.0.0.1', target: 81 }, ['bound-everywhere', 'port-clash']],
  [{ host_ip: '127.0.0.1', published: '0' }, { host_ip: '127.0.0.1', published: '0', target: 81 }, []],
  [{ host_ip: '127.0.0.1', published: undefined }, { host_ip: '127.0.0.1', published: undefined, target: 81 }, []],
  [{ host_ip: '127.0.0.1' }, { host_ip: '127.0.0.1', published: '8001' }, []],
])('finds %j and %j at odds for %j', (one, other, reasons) => {
  const verdict = judgedOn({ ports: [port(one), port(other)] });
  expect(verdict.status === 'fail' ? verdict.findings.map(({ reason }) => reason).sort() : []).toEqual(reasons);
});
