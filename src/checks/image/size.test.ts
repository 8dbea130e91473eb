import { describe, expect, it } from 'vitest';
import { judged, outcomesOn } from '../../../test/kit/index.ts';
import { plant } from '../kit.ts';
import check from './size.ts';

const sizes = {
  engineBytes: 470_000_000,
  filesBytes: 460_000_000,
  compressedBytes: 150_000_000,
  uniqueBytes: null,
  tarBytes: 480_000_000,
};
const on = (params: object, more: object = {}) =>
  judged(check, { image: { sizes: { ...sizes, ...more } } }, { ...params });

it('judges the size that engines show and reports the others beside it', () => {
  const verdict = on({ target: '<500MB' });
  expect(verdict).toMatchObject({
    status: 'pass',
    evidence: [{ value: 470_000_000, target: { text: '<500MB' } }, { value: 460_000_000 }, { value: 150_000_000 }],
  });
});

it('is below one gigabyte by default', () => {
  expect(on({}).status).toBe('pass');
  expect(on({}, { engineBytes: 1_000_000_000 })).toMatchObject({ findings: [{ reason: 'size-over' }] });
});

describe('of', () => {
  it.each([
    ['engine', '<=470MB', 'pass'],
    ['files', '<460MB', 'fail'],
    ['compressed', '<=150MB', 'pass'],
  ])('%s against %s: %s', (of, target, status) => {
    expect(on({ of, target }).status).toBe(status);
  });

  it('cannot be judged where it is not known', () => {
    expect(on({ of: 'unique' })).toMatchObject({ status: 'inconclusive', remedy: expect.stringContaining('engine') });
    expect(on({ of: 'compressed' }, { compressedBytes: null }).status).toBe('inconclusive');
  });
});

it('does not apply to an empty image', () => {
  expect(on({}, { engineBytes: 0, filesBytes: 0 }).status).toBe('inapplicable');
});

describe('is proved', () => {
  const outcomes = (params: Readonly<Record<string, unknown>>) =>
    outcomesOn(check, { image: { layers: [[plant('/app/server', { sizeBytes: 4096, mode: 0o755 })]] }, params });
  const filler = 'a filler that brings the image one byte over its bound';

  it.each([
    ['engine', '<500MB'],
    ['engine', '<=1MB'],
    ['files', '<=5kB'],
  ])('by a filler for %s, %s', async (of, target) => {
    expect((await outcomes({ of, target }))[filler]).toBe('killed');
  });

  it.each([
    ['engine', '>1kB'],
    ['files', '>=1kB'],
  ])('by numbers alone where no filler can break %s, %s', async (of, target) => {
    const { [filler]: byFiller, ...byNumbers } = await outcomes({ of, target });
    expect(byFiller).toBe('equivalent');
    expect(new Set(Object.values(byNumbers))).toEqual(new Set(['killed']));
  });
});

it('shows the measures that are known beside the one that it judges, and says where the others are', () => {
  expect(on({ of: 'files', target: '<1GB' })).toMatchObject({
    evidence: [{ what: 'files visible in the image' }, { value: 470_000_000 }, { value: 150_000_000 }],
  });
  expect(on({ of: 'compressed' }, { compressedBytes: null })).toMatchObject({
    remedy: expect.stringContaining('registry') as string,
  });
});

it('applies to an image whose files are all gone, or whose size engines do not show', () => {
  expect(on({}, { filesBytes: 0 }).status).toBe('pass');
  expect(on({}, { engineBytes: 0 }).status).toBe('pass');
});
