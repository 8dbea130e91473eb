import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './limits.ts';
import { serviceExample } from './shared.ts';

const judgedOn = (keys: object, params = {}) =>
  judged(check, { compose: { ...serviceExample('web', { image: 'web:1.0', ...keys }).facts?.compose } }, params);

it('names each limit that is not set', () => {
  const verdict = judgedOn({ mem_limit: '1000000', pids_limit: -1 });
  expect(verdict.status === 'fail' && verdict.findings.map(({ reason }) => reason)).toEqual([
    'no-cpu-limit',
    'no-pids-limit',
  ]);
});

it('asks only what it is given', () => {
  expect(judgedOn({ mem_limit: '1000000' }, { limits: ['memory'] }).status).toBe('pass');
  expect(judgedOn({}, { limits: ['memory'] })).toMatchObject({ findings: [{ reason: 'no-memory-limit' }] });
});

it('takes no limit of nothing for one', () => {
  const limits = (memory: unknown) =>
    judged(
      check,
      { compose: { ...serviceExample('web', { image: 'a:1', mem_limit: memory }).facts?.compose } },
      { limits: ['memory'] },
    ).status;
  expect(limits('0')).toBe('fail');
  expect(limits('1')).toBe('pass');
  expect(limits('-1')).toBe('fail');
});

it('takes zero for no limit, and any part of one for some', () => {
  const cpus = (value: number) => judgedOn({ cpus: value }, { limits: ['cpus'] }).status;
  expect([0, 0.5, -0.5].map(cpus)).toEqual(['fail', 'pass', 'fail']);
});
