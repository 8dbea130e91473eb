import { describe, expect, it } from 'vitest';
import { judged, outcomesOn } from '../../../test/kit/index.ts';
import { plant, whiteout } from '../kit.ts';
import check from './layers.ts';

const image = {
  sizes: { filesBytes: 900_000_000 },
  layers: [
    { index: 0, sizeBytes: 500_000_000, createdBy: 'ADD rootfs' },
    { index: 1, sizeBytes: 490_000_000, createdBy: 'RUN npm ci' },
    { index: 2, sizeBytes: 0, createdBy: 'RUN rm -rf /tmp/big' },
  ],
  waste: {
    dive: { efficiency: 0.99, wastedBytes: 5_000, userSizeBytes: 490_000_000, wastedUserShare: 0.00001 },
    shadowedBytes: 90_000_000,
    duplicateBytes: 7,
    shadowed: [{ path: '/tmp/big', sizeBytes: 90_000_000, layer: 1, hiddenBy: 2 }],
  },
};
const on = (params: Readonly<Record<string, unknown>> = {}, more: object = {}) =>
  judged(check, { image: { ...image, ...more } }, params);

it('shows the exact measures and those of dive beside them', () => {
  expect(on()).toMatchObject({
    status: 'pass',
    evidence: [
      { value: 3 },
      { value: 10 / 11 },
      { value: 90_000_000 },
      { value: 90 / 490 },
      { value: 0.99 },
      { value: 5_000 },
      { value: 7 },
      { path: '/tmp/big' },
    ],
  });
});

describe('bounds', () => {
  it.each([
    [{ wasted: '<50MB' }, ['wasted-over']],
    [{ wastedShare: '<=10%' }, ['wasted-over']],
    [{ efficiency: '>=95%' }, ['efficiency-under']],
    [{ maxLayers: '<=2' }, ['too-many-layers']],
    [{ maxLayers: '<=2', efficiency: '>=95%', wasted: '0' }, ['too-many-layers', 'efficiency-under', 'wasted-over']],
  ])('%j', (params, reasons) => {
    const verdict = on(params);
    expect(verdict.status === 'fail' && verdict.findings.map(({ reason }) => reason)).toEqual(reasons);
  });

  it('are those of dive on request', () => {
    expect(on({ as: 'dive', wasted: '<50MB', efficiency: '>=95%', wastedShare: '<=10%' }).status).toBe('pass');
  });
});

it('names the command that hid the bytes', () => {
  expect(on({ wasted: '<50MB' })).toMatchObject({
    findings: [{ evidence: [{}, { path: '/tmp/big', layer: 1, detail: expect.stringContaining('rm -rf') }] }],
  });
});

it('lists the ten largest of what is hidden, by whatever layer', () => {
  const shadowed = Array.from({ length: 12 }, (_, index) => ({
    path: `/x${index}`,
    sizeBytes: 1,
    layer: 1,
    hiddenBy: 9,
  }));
  const verdict = on({ wasted: '<50MB' }, { waste: { ...image.waste, shadowed } });
  expect(verdict.status === 'fail' && verdict.findings[0].evidence.slice(1)).toEqual(
    shadowed
      .slice(0, 10)
      .map(({ path }) => ({ kind: 'file', path, layer: 1, detail: '1 B, hidden by layer 9: (missing)' })),
  );
});

it('says of an image of one layer without a byte that nothing of it is wasted', () => {
  const waste = { ...image.waste, shadowedBytes: 0, shadowed: [] };
  const empty = { sizes: { filesBytes: 0 }, layers: [{ index: 0, sizeBytes: 0, createdBy: '' }], waste };
  expect(on({ wastedShare: '<=10%', efficiency: '>=100%', wasted: '0' }, empty)).toMatchObject({
    status: 'pass',
    evidence: [{ value: 1 }, { value: 1 }, { value: 0 }, { value: 0 }, {}, {}, {}],
  });
});

describe('the counter-proofs', () => {
  const layers = [
    [plant('/app/a', { sizeBytes: 1000 }), plant('/app/b', { sizeBytes: 1000 })],
    [plant('/app/a', { sizeBytes: 1000 }), whiteout('/app/b')],
  ];
  const filler = 'a filler that is added and deleted again, as large as the bound on';

  it.each(['exact', 'dive'] as const)('break every bound, counted as %s', async (as) => {
    const params = { as, efficiency: '>=30%', wasted: '<=9kB', maxLayers: '<=20' };
    expect(await outcomesOn(check, { image: { layers }, params })).toEqual({
      [`${filler} waste`]: 'killed',
      [`${filler} efficiency`]: 'killed',
      'just over 20 against <=20, green exactly 20': 'killed',
    });
  });

  it('cannot break a bound that nothing is under', async () => {
    const params = { efficiency: '>=0%' };
    expect(await outcomesOn(check, { image: { layers }, params })).toEqual({
      [`${filler} waste`]: 'killed',
      [`${filler} efficiency`]: 'equivalent',
    });
  });
});

it('takes a share of nothing for none', () => {
  const dive = { ...image.waste.dive, wastedUserShare: Number.NaN };
  expect(on({ as: 'dive', wastedShare: '<=10%' }, { waste: { ...image.waste, dive } }).status).toBe('pass');
});

it('does not apply without layers', () => {
  expect(on({}, { layers: [] }).status).toBe('inapplicable');
});
