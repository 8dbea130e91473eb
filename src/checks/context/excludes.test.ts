import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './excludes.ts';

const file = (path: string) => ({ path, sizeBytes: 1 });

it('finds what an anchored rule lets through further down, and names the topmost entry', async () => {
  const verdict = await judgedOn(check, {
    dockerfile: 'FROM scratch\nCOPY . /\n',
    ignore: 'node_modules\n',
    context: [file('node_modules/a/i.js'), file('packages/a/node_modules/b/i.js'), file('src/i.js')],
  });
  expect(verdict).toMatchObject({
    findings: [{ reason: 'context-leak', evidence: [{ path: 'packages/a/node_modules' }] }],
  });
  expect(verdict.status === 'fail' && verdict.findings).toHaveLength(1);
});

it('lets templates of environments through', async () => {
  const context = [file('.env.example'), file('src/i.js')];
  expect((await judgedOn(check, { dockerfile: 'FROM scratch\n', context })).status).toBe('pass');
});

it('takes a list of its own, with anchors', async () => {
  const context = [file('archive/x'), file('a/archive/y')];
  const verdict = await judgedOn(check, { dockerfile: 'FROM scratch\n', context }, { list: ['/archive'] });
  expect(verdict).toMatchObject({ findings: [{ evidence: [{ path: 'archive' }] }] });
});
