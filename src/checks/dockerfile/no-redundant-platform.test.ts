import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './no-redundant-platform.ts';

it('objects to the target platform, alone and whole', () => {
  const text =
    'FROM --platform=$TARGETPLATFORM a\nFROM --platform=${TARGETPLATFORM} a\nFROM --platform=$BUILDPLATFORM a\nFROM --platform=$TARGETPLATFORM$X a\nFROM a\n';
  expect(linesOf(check, text)).toEqual([1, 2]);
});

it('does not mind a part of it', () => {
  expect(linesOf(check, 'FROM --platform=${TARGETPLATFORM%/*} a\nFROM --platform=$TARGETOS/$TARGETARCH a\n')).toEqual(
    [],
  );
});

it('drops the flag', () => {
  expect(mended(check, 'FROM --platform=$TARGETPLATFORM  a AS b # c\n')).toBe('FROM a AS b # c\n');
  expect(mended(check, 'FROM --platform=$TARGETPLATFORM \\\n  a\n')).toBe('FROM \\\n  a\n');
});

it('goes by the first of several flags, and leaves one that is continued to its author', () => {
  expect(linesOf(check, 'FROM --platform=linux/arm64 --platform=$TARGETPLATFORM a\n')).toEqual([]);
  expect(mended(check, 'FROM --platform=$TARGET\\\nPLATFORM a\n')).toBe('FROM --platform=$TARGET\\\nPLATFORM a\n');
});
