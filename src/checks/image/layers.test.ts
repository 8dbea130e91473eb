import { describe, expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
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
      {},
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

it('takes a share of nothing for none', () => {
  const dive = { ...image.waste.dive, wastedUserShare: Number.NaN };
  expect(on({ as: 'dive', wastedShare: '<=10%' }, { waste: { ...image.waste, dive } }).status).toBe('pass');
});

it('does not apply without layers', () => {
  expect(on({}, { layers: [] }).status).toBe('inapplicable');
});
