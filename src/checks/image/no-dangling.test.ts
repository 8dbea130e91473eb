import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './no-dangling.ts';

const on = (before: number, after: number, left: readonly string[] = []) =>
  judged(check, { build: { dangling: { before, after, left } } });

it('passes when no image lost its name, whatever was there before', () => {
  expect(on(3, 3).status).toBe('pass');
});

it('names the images that the build left', () => {
  expect(on(3, 4, ['sha256:1'])).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'dangling', message: expect.stringContaining('sha256:1') }],
  });
});

it('counts them where it cannot name them', () => {
  expect(on(3, 5)).toMatchObject({ findings: [{ reason: 'dangling', message: expect.stringContaining('2 images') }] });
});

it('declares the world in which it turns red', () => {
  expect(check.mutants).toMatchObject([{ level: 'B', reason: 'dangling' }]);
});
