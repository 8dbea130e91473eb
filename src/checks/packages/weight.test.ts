import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { plant, whiteout } from '../kit.ts';
import check from './weight.ts';

const history = (...commands: string[]) => commands.map((createdBy) => ({ createdBy, emptyLayer: false }));
const layers = [
  [plant('/var/lib/apt/lists/a_Packages', { sizeBytes: 50_000 }), plant('/usr/bin/tool', { sizeBytes: 9_000 })],
  [whiteout('/usr/bin/tool'), plant('/app/server', { sizeBytes: 7_000 })],
];
const image = {
  config: { history: history('RUN /bin/sh -c apt-get update # buildkit', 'COPY . /app # buildkit') },
  layers,
};
const example = { dockerfile: 'FROM scratch\nRUN apt-get update\nCOPY . /app\n', image };

it('shows where every byte came from, and what could go by which edit', async () => {
  const verdict = await judgedOn(check, example, {});
  expect(verdict).toMatchObject({
    status: 'pass',
    evidence: [
      { kind: 'measure', value: 66_000 },
      { kind: 'measure', value: 59_000 },
      {
        kind: 'tree',
        rows: [{ sizeBytes: 66_000 }, { sizeBytes: 59_000, note: expect.stringContaining('Dockerfile:2') }, {}],
      },
      { kind: 'table', title: 'Whose it is' },
      { kind: 'table', title: 'What it is' },
      {
        kind: 'table',
        title: 'What could go',
        rows: [
          [expect.stringContaining('50'), expect.anything(), expect.stringContaining('line 2'), '', 'static'],
          expect.anything(),
        ],
      },
    ],
  });
});

it.each([
  ['weight-over', { target: '<66kB' }],
  ['savings-over', { savings: '<=1kB' }],
  ['owner-over', { owners: { 'instruction:1': '<7kB' } }],
  ['kind-over', { kinds: { cache: '<50kB' } }],
])('fails with %s where a bound is crossed', async (reason, params) => {
  expect(await judgedOn(check, example, params)).toMatchObject({ status: 'fail', findings: [{ reason }] });
});

it('keeps to bounds that just hold', async () => {
  const params = {
    target: '<=66kB',
    savings: '<=59kB',
    owners: { '*': '<=60kB' },
    kinds: { cache: '<=50kB', test: '0' },
  };
  expect((await judgedOn(check, example, params)).status).toBe('pass');
});

const ledger = (weight: object, params: Readonly<Record<string, unknown>> = {}) =>
  judged(
    check,
    {
      packages: { weight: { totalBytes: 10, cells: [], owners: [], layers: [], savings: [], ...weight } },
      image: { sizes: { filesBytes: 10 }, waste: { shadowedBytes: 0 } },
    },
    params,
  );
const owners = ['pkg:pypi/numpy@2', 'numpy 2', 'numpy-stubs 1'].map((label, index) => ({
  owner: ['a', 'b', 'c'][index],
  label,
  bytes: index === 2 ? 4 : 3,
  retainedBytes: 0,
  why: [],
}));
const layer = { layer: 0, label: 'COPY', bytes: 10, fromBase: false, at: null };
const cell = (kind: string, bytes: number, fate = 'live') => ({ layer: 0, owner: 'a', kind, fate, bytes, files: 1 });
const whole = { owners, layers: [layer], cells: [cell('test', 6), cell('test', 4, 'deleted')] };

it.each([
  ['a', ['pkg:pypi/numpy@2']],
  ['pkg:pypi/numpy@2', ['pkg:pypi/numpy@2']],
  ['numpy', ['numpy 2']],
  ['numpy 2', ['numpy 2']],
  ['*', ['pkg:pypi/numpy@2', 'numpy 2', 'numpy-stubs 1']],
  ['2', []],
])('bounds owners that are called %s: %j', (name, labels) => {
  const verdict = ledger(whole, { owners: { [name]: '<1B' } });
  const messages = verdict.status === 'fail' ? verdict.findings.map(({ message }) => message) : [];
  expect(messages).toEqual(labels.map((label) => expect.stringContaining(`${label}: `)));
});

it('shows the number that is judged, then what it is made of, and no table that is empty', () => {
  const verdict = ledger(whole, { kinds: { test: '<=9B', doc: '>=0' } });
  expect(verdict).toMatchObject({
    status: 'fail',
    findings: [
      {
        reason: 'kind-over',
        evidence: [
          { kind: 'measure', what: 'test', value: 10 },
          { kind: 'tree' },
          { title: 'Whose it is' },
          { title: 'What it is', rows: [expect.anything()], notes: [expect.anything()] },
        ],
      },
    ],
  });
  expect(verdict.status === 'fail' && verdict.findings[0].evidence).toHaveLength(4);
  const bare = ledger({ ...whole, cells: [cell('test', 10)] });
  expect(bare.status === 'pass' && bare.evidence.map((it) => it.kind === 'table' && it.title).slice(3)).toEqual([
    'Whose it is',
    'What it is',
  ]);
});

it('has nothing to say of an image without files', async () => {
  expect((await judgedOn(check, { image: { layers: [] } }, {})).status).toBe('inapplicable');
});
