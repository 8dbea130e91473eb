import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './stages.ts';

const layer = (label: string, sizeBytes: number, fromBase = false) => ({
  label,
  sizeBytes,
  diffId: `sha256:${label}`,
  fromBase,
  at: null,
});
const base = layer('base', 100, true);
const builder = {
  name: 'build',
  index: 0,
  base: 'node:22',
  discarded: true,
  sizeBytes: 400,
  layers: [base, layer('npm ci', 300)],
};
const image = {
  name: 'stage-1',
  index: 1,
  base: 'node:22',
  discarded: false,
  sizeBytes: 110,
  layers: [base, layer('dist', 10)],
};

it('shows the tree, whose rows add up, and what one stage would ship besides', () => {
  const verdict = judged(check, { build: { stages: [builder, image] } });
  expect(verdict).toMatchObject({
    status: 'pass',
    evidence: [
      { value: 300 / 410, unit: 'ratio' },
      { value: 300, unit: 'B' },
      {
        kind: 'tree',
        rows: [
          { depth: 0, label: 'build', sizeBytes: 400, note: 'left behind' },
          { depth: 1, label: 'node:22', sizeBytes: 100 },
          { depth: 1, label: 'npm ci', sizeBytes: 300 },
          { depth: 0, label: 'stage-1', sizeBytes: 110, note: 'in the image' },
          { depth: 1, sizeBytes: 100 },
          { depth: 1, label: 'dist', sizeBytes: 10 },
        ],
      },
    ],
  });
});

it('judges the share that stays behind where a bound is given', () => {
  expect(judged(check, { build: { stages: [builder, image] } }, { target: '>=70%' }).status).toBe('pass');
  expect(judged(check, { build: { stages: [builder, image] } }, { target: '>=80%' })).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'saving-under' }],
  });
});

it('counts a layer that the image shares with a builder as kept', () => {
  const kept = { ...image, layers: [...builder.layers, layer('dist', 10)] };
  expect(judged(check, { build: { stages: [builder, kept] } })).toMatchObject({
    evidence: [{ value: 0 }, { value: 0 }, {}],
  });
});

it('knows stages that hold nothing', () => {
  const empty = { ...image, sizeBytes: 0, layers: [] };
  expect(judged(check, { build: { stages: [empty] } })).toMatchObject({ evidence: [{ value: 0 }, { value: 0 }, {}] });
});

it('shows its example', async () => {
  expect(await judgedOn(check, check.example)).toMatchObject({
    status: 'pass',
    evidence: [
      { value: 100 / 173 },
      { value: 100 },
      {
        rows: [
          { label: 'build', sizeBytes: 170 },
          { depth: 1, sizeBytes: 70 },
          { label: 'npm ci', sizeBytes: 100 },
          { label: 'stage-1', sizeBytes: 73 },
          { depth: 1, sizeBytes: 70 },
          { label: 'dist', sizeBytes: 3 },
        ],
      },
    ],
  });
});

it('has nothing to say without a stage', () => {
  expect(judged(check, { build: { stages: [] } }).status).toBe('inapplicable');
});
