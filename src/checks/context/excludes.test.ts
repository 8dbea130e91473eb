import { expect, it } from 'vitest';
import { judgedOn, outcomesOn } from '../../../test/kit/index.ts';
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

it('names five of each pattern at most', async () => {
  const context = Array.from({ length: 9 }, (_, index) => file(`f${index}.pem`));
  const verdict = await judgedOn(check, { dockerfile: 'FROM scratch\n', context }, { list: ['*.pem'] });
  expect(verdict.status === 'fail' && verdict.findings).toHaveLength(5);
});

it('is shown able to fail without an ignore file, and with one that is about other things', async () => {
  const params = { list: ['*.pem', '!public.pem', '/archive'] };
  const example = { dockerfile: 'FROM scratch\nCOPY . /\n', context: [file('a')], params };
  const deep = { 'x.pem two folders deep is sent': 'killed', 'archive is sent': 'killed' };
  expect(await outcomesOn(check, example)).toEqual(deep);
  expect(await outcomesOn(check, { ...example, ignore: '# *.pem\n!a.pem\n' })).toEqual(deep);
  expect(await outcomesOn(check, { ...example, ignore: '*.pem\nb\n' })).toEqual({
    ...deep,
    'x.pem without the rule that ignores it': 'killed',
  });
});
