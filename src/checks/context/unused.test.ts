import { expect, it } from 'vitest';
import { judgedOn, outcomesOn } from '../../../test/kit/index.ts';
import check from './unused.ts';

it('sums up what nothing reaches by its topmost folder, and leaves out what the builder reads itself', async () => {
  const context = ['src/a.js', 'docs/a.md', 'docs/b/c.md'].map((path) => ({ path, sizeBytes: 100 }));
  expect(await judgedOn(check, { ...check.example, ignore: '', context })).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'unused', message: 'docs is let through and unused: 200 B in 2 files' }],
  });
});

it('says nothing of what is sent by an ignore file that is refused', async () => {
  expect((await judgedOn(check, { ...check.example, ignore: '[\n' })).status).toBe('inconclusive');
});

it('names the largest first', async () => {
  const context = [
    { path: 'a/x', sizeBytes: 1 },
    { path: 'b/x', sizeBytes: 300 },
    { path: 'c/x', sizeBytes: 20 },
  ];
  const verdict = await judgedOn(check, { dockerfile: 'FROM scratch\nCOPY Dockerfile /\n', context });
  expect(verdict.status === 'fail' && verdict.findings.map(({ message }) => message.split(' ')[0])).toEqual([
    'b',
    'c',
    'a',
  ]);
});

it('is shown able to fail where all is copied, and where some is', async () => {
  const title = 'a file that nothing reaches';
  const context = [{ path: 'src/a', sizeBytes: 1 }];
  expect(await outcomesOn(check, { dockerfile: 'FROM scratch\nCOPY . /\n', context })).toEqual({ [title]: 'killed' });
  expect(await outcomesOn(check, { dockerfile: 'FROM scratch\nCOPY src /\n', context })).toEqual({ [title]: 'killed' });
});
