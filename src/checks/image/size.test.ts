import { describe, expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
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
