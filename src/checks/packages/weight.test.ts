import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
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

it('has nothing to say of an image without files', async () => {
  expect((await judgedOn(check, { image: { layers: [] } }, {})).status).toBe('inapplicable');
});
