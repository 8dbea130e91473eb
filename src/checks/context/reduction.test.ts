import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './reduction.ts';

it('fails where the ignore file leaves too little out', async () => {
  const verdict = await judgedOn(check, { ...check.example, ignore: 'nothing\n' }, { target: '>=70%' });
  expect(verdict).toMatchObject({ status: 'fail', findings: [{ reason: 'reduction-under' }] });
});

it('only reports the share without a target', async () => {
  expect(await judgedOn(check, check.example, {})).toMatchObject({
    status: 'pass',
    evidence: [{ unit: 'ratio' }, {}, {}],
  });
});
