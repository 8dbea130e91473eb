import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { reasonsAt } from '../../../test/kit/compose-rules.ts';
import check from './hardening.ts';
import { serviceExample } from './shared.ts';

const judgedOn = (keys: object, params = {}) =>
  judged(check, { compose: { ...serviceExample('web', { image: 'web:1.0', ...keys }).facts?.compose } }, params);

it('names every rule that is broken', () => {
  const volumes = [{ type: 'bind', source: '/var/run/docker.sock', target: '/s' }];
  const verdict = judgedOn({ privileged: true, pid: 'host', volumes, security_opt: ['seccomp:unconfined'] });
  expect(verdict.status === 'fail' && verdict.findings.map(({ reason }) => reason)).toEqual([
    'privileged',
    'host-namespace',
    'engine-socket',
    'new-privileges',
    'capabilities',
    'unconfined',
  ]);
});

it('says what holds', () => {
  const hard = { cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] };
  expect(judgedOn(hard)).toMatchObject({
    evidence: [
      {
        what: 'web',
        value:
          'not privileged, no host namespaces, no engine socket, no new privileges, capabilities dropped, confined',
      },
    ],
  });
  expect(judgedOn({}, { rules: ['privileged'] })).toMatchObject({ evidence: [{ value: 'not privileged' }] });
});

it('asks only the rules and services that it is given', () => {
  expect(judgedOn({ privileged: true }, { rules: ['host-namespace'] }).status).toBe('pass');
  expect(judgedOn({ privileged: true }, { except: ['web'] }).status).toBe('inapplicable');
});

it('points at the line that gives the power', () => {
  const lines = [
    'services:',
    '  web:',
    '    image: web',
    '    privileged: true',
    '    pid: host',
    '    volumes:',
    '      - ./a:/a',
    '      - /var/run/docker.sock:/s',
    '    security_opt: [systempaths=visible, seccomp=unconfined]',
    '    cap_drop: [NET_RAW]',
  ];
  expect(reasonsAt(check, `${lines.join('\n')}\n`)).toEqual([
    ['privileged', 4],
    ['host-namespace', 5],
    ['engine-socket', 8],
    ['new-privileges', 9],
    ['capabilities', 10],
    ['unconfined', 9],
  ]);
});
