import { expect, it } from 'vitest';
import { judgedOn, outcomesOn } from '../../../test/kit/index.ts';
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

it('says nothing of what is sent by an ignore file that is refused', async () => {
  expect((await judgedOn(check, { ...check.example, ignore: '[\n' })).status).toBe('inconclusive');
});

it('does not apply to an empty folder, and has no mutant where nothing is wanted or ignored', async () => {
  expect((await judgedOn(check, { context: [{ path: 'a', sizeBytes: 0 }] })).status).toBe('inapplicable');
  expect(await outcomesOn(check, { ...check.example, params: {} })).toEqual({
    'without the ignore file': 'equivalent',
  });
  const { ignore: _, ...bare } = check.example;
  expect(await outcomesOn(check, bare)).toEqual({ 'without the ignore file': 'equivalent' });
});

it('tells the share that is left out', async () => {
  expect(
    await judgedOn(
      check,
      {
        context: [
          { path: 'a', sizeBytes: 25 },
          { path: 'b', sizeBytes: 75 },
        ],
        ignore: 'b\n',
      },
      {},
    ),
  ).toMatchObject({
    evidence: [{ unit: 'ratio', value: expect.closeTo(0.75, 1) as number }, {}, {}],
  });
});
