import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
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
