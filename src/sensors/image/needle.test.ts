import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indexOfNeedle } from './needle.ts';

it('finds what a search byte by byte finds, in text and in code', () => {
  const bytes = fc.array(fc.constantFrom(0x00, 0x47, 0x48, 0xff, 0x61), { maxLength: 60 }).map((it) => Buffer.from(it));
  const needle = fc.array(fc.constantFrom(0x00, 0x47, 0x61, 0xff), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(bytes, needle, fc.nat(60), fc.boolean(), (hay, some, at, isPlanted) => {
      const sought = Buffer.from(some);
      const all = isPlanted ? Buffer.concat([hay.subarray(0, at), sought, hay.subarray(at)]) : hay;
      expect(indexOfNeedle(all, sought)).toBe(all.indexOf(sought));
    }),
  );
});

it('does not take the rare part of a needle for the needle', () => {
  const needle = Buffer.from('\xff Go buildinf:', 'latin1');
  expect(indexOfNeedle(Buffer.from('  Go buildinf: Go buildinf', 'latin1'), needle)).toBe(-1);
  expect(indexOfNeedle(Buffer.concat([Buffer.from('Go buildinf'), needle, needle]), needle)).toBe(11);
});
