import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './platform-not-fixed.ts';

it('objects to a platform that is written out, or given by another argument', () => {
  expect(linesOf(check, 'FROM --platform=linux/amd64 a\nFROM --platform=$OTHER a\n')).toEqual([1, 2]);
});

it('lets the platforms of builder and target be', () => {
  expect(linesOf(check, 'FROM a\nFROM --platform=$BUILDPLATFORM a\nFROM --platform="${TARGETPLATFORM:-}" a\n')).toEqual(
    [],
  );
});
