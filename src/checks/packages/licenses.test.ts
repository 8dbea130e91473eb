import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { plant } from '../kit.ts';
import check from './licenses.ts';

const under = (license: string | null, params: object) =>
  judgedOn(
    check,
    {
      image: {
        layers: [
          [
            plant('/app/node_modules/thing/package.json', {
              text: JSON.stringify({ name: 'thing', version: '1.0.0', ...(license === null ? {} : { license }) }),
            }),
          ],
        ],
      },
    },
    { ...params },
  );

it.each([
  ['MIT', { deny: ['GPL-3.0-only'] }],
  ['MIT OR GPL-3.0-only', { deny: ['GPL-*'] }],
  ['(MIT AND Zlib)', { allow: ['MIT', 'Zlib'] }],
  [
    'GPL-2.0-only WITH Classpath-exception-2.0',
    { deny: ['GPL-*'], allow: ['GPL-2.0-only WITH Classpath-exception-2.0'] },
  ],
  ['Apache 2.0', { allow: ['Apache-2.0'] }],
  ['Own terms', { deny: ['GPL-*'] }],
])('lets %s through with %j', async (license, params) => {
  expect((await under(license, params)).status).toBe('pass');
});

it.each([
  ['GPL-3.0-only', { deny: ['GPL-3.0-only'] }],
  ['GPL-3.0-or-later', { deny: ['GPL-*'] }],
  ['MIT AND GPL-3.0-only', { deny: ['GPL-*'] }],
  ['BSD-3-Clause', { allow: ['MIT'] }],
  ['GPL-2.0-only WITH Classpath-exception-2.0', { deny: ['GPL-2.0-only'] }],
])('refuses %s with %j', async (license, params) => {
  expect(await under(license, params)).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'license', evidence: [{ path: '/app/node_modules/thing/package.json' }] }],
  });
});

it.each(['Own terms', null])('refuses %s where what is not known is not wanted', async (license) => {
  expect(await under(license, { unknown: 'fail' })).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'unknown-license' }],
  });
});

const packagesUnder = (...licences: readonly (readonly string[])[]) => ({
  packages: {
    installed: licences.map((it, index) => ({
      type: 'npm',
      name: `p${index}`,
      purl: `pkg:npm/p${index}`,
      path: `/p${index}`,
      licences: it,
    })),
  },
});

it('says what a package says of its licence', () => {
  const facts = packagesUnder([], ['Own terms', 'MIT'], ['MIT']);
  expect(judged(check, facts, { unknown: 'fail' })).toMatchObject({
    findings: [
      { message: 'pkg:npm/p0 says nothing of its licence', evidence: [{ detail: '(nothing is said)' }] },
      { message: 'pkg:npm/p1 says Own terms, MIT, which is no licence that is known' },
    ],
  });
});

it('shows the licences by how many packages have them, then by name, up to twenty', () => {
  const rows = (...licences: readonly (readonly string[])[]) => {
    const verdict = judged(check, packagesUnder(...licences), { deny: ['AGPL-*'] });
    const table = verdict.status === 'pass' ? verdict.evidence[1] : null;
    return table?.kind === 'table' ? table : null;
  };
  expect(rows(['Zlib'], ['MIT'], ['MIT'], ['ISC'], [], ['Own'], ['MIT'], ['MIT'])?.rows).toEqual([
    ['MIT', '4', 'p1, p2, p6'],
    ['(not all of it is known)', '1', 'p5'],
    ['(nothing is said)', '1', 'p4'],
    ['ISC', '1', 'p3'],
    ['Zlib', '1', 'p0'],
  ]);
  const many = rows(...Array.from({ length: 22 }, (_, index) => [`LicenseRef-${index}`]));
  expect([many?.rows.length, many?.notes]).toEqual([20, ['and 2 more']]);
});

it('leaves out packages that somebody has looked at, and types that are not asked for', async () => {
  expect((await under('GPL-3.0-only', { deny: ['GPL-*'], except: ['thing'] })).status).toBe('inapplicable');
  expect((await under('GPL-3.0-only', { deny: ['GPL-*'], types: ['pypi'] })).status).toBe('inapplicable');
});

it('has nothing to judge without a list', async () => {
  expect((await under('MIT', {})).status).toBe('inapplicable');
});

it('knows a list that names no licence', () => {
  expect(check.params.safeParse({ allow: ['Frobnicate'] }).success).toBe(false);
  expect(check.params.safeParse({ allow: ['mit', 'BSD-*', 'LicenseRef-own'] }).success).toBe(true);
});
