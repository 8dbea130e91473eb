import { expect, it } from 'vitest';
import { judgedOn, outcomesOn } from '../../../test/kit/index.ts';
import check from './size.ts';

const example = {
  dockerfile: 'FROM scratch\nCOPY small /\n',
  ignore: 'ignored\n',
  context: [
    { path: 'small', sizeBytes: 10 },
    { path: 'big/file', sizeBytes: 5000 },
    { path: 'ignored', sizeBytes: 9000 },
  ],
};

it('judges all that is let through, and shows the largest of it', async () => {
  expect(await judgedOn(check, example, { target: '<5kB' })).toMatchObject({
    status: 'fail',
    findings: [
      { reason: 'context-over', evidence: [{ kind: 'measure' }, {}, {}, { rows: [{ label: 'big' }, {}, {}, {}] }] },
    ],
  });
});

it('judges what the Dockerfile reaches when that is asked', async () => {
  expect(await judgedOn(check, example, { target: '<=10B', of: 'selected' })).toMatchObject({
    status: 'pass',
    evidence: [{ value: 10 }, { value: 1 }, {}, {}],
  });
});

it('says nothing of what is sent by an ignore file that is refused', async () => {
  expect((await judgedOn(check, { ...check.example, ignore: '[\n' })).status).toBe('inconclusive');
});

it('is shown able to fail by one byte more than the bound, in what is judged', async () => {
  const dockerfile = 'FROM scratch\nCOPY src /app\n';
  const context = [
    { path: 'src/a', sizeBytes: 10 },
    { path: 'z', sizeBytes: 10 },
  ];
  for (const params of [{ target: '<=30B' }, { target: '<=30B', of: 'selected' }, { target: '<31B', of: 'selected' }])
    expect(await outcomesOn(check, { dockerfile, context, params })).toEqual({
      'a filler as large as the bound': 'killed',
    });
  expect(
    await outcomesOn(check, { dockerfile: 'FROM scratch\nCOPY nothing /\n', context, params: { of: 'selected' } }),
  ).toEqual({
    'a filler as large as the bound': 'equivalent',
  });
});

it('shows the entries side by side', async () => {
  expect(await judgedOn(check, example, { target: '<5kB' })).toMatchObject({
    findings: [{ evidence: [{}, {}, {}, { rows: [{ depth: 0 }, { depth: 0 }, {}, {}] }] }],
  });
});
