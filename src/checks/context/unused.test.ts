import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './unused.ts';

it('sums up what nothing reaches by its topmost folder, and leaves out what the builder reads itself', async () => {
  const context = ['src/a.js', 'docs/a.md', 'docs/b/c.md'].map((path) => ({ path, sizeBytes: 100 }));
  expect(await judgedOn(check, { ...check.example, ignore: '', context })).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'unused', message: 'docs is let through and unused: 200 B in 2 files' }],
  });
});
