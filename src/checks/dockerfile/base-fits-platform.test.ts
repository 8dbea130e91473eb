import { expect, it } from 'vitest';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './base-fits-platform.ts';

it('objects to an image whose name speaks of another architecture than the stage', () => {
  const text =
    'FROM --platform=linux/amd64 arm64v8/debian\nFROM --platform=arm64 docker.io/arm32v7/debian:1\nFROM --platform=linux/arm64 a/b:1-x86_64\n';
  expect(linesOf(check, text)).toEqual([1, 2, 3]);
});

it('is content where both are one, in whatever spelling', () => {
  expect(linesOf(check, 'FROM --platform=linux/aarch64 arm64v8/debian\nFROM --platform=x86_64 a:1-amd64\n')).toEqual(
    [],
  );
});

it('compares with the platform that is built for where the stage names none', () => {
  expect(linesOf(check, 'FROM arm64v8/debian\n')).toEqual([]);
  expect(
    linesOf(check, 'FROM arm64v8/debian\nFROM --platform=$BUILDPLATFORM arm64v8/debian\n', { platform: 'linux/amd64' }),
  ).toEqual([1]);
});

it('knows nothing of other names', () => {
  expect(
    linesOf(check, 'FROM --platform=linux/amd64 debian:bookworm\nFROM --platform=linux/amd64 toString/debian\n'),
  ).toEqual([]);
});

it('knows the other spelling of a tag, and looks at images alone', () => {
  expect(
    linesOf(check, 'FROM --platform=linux/amd64 a/b:1-x86_64\nFROM --platform=linux/arm64 a:1-aarch64@sha256:0\n'),
  ).toEqual([]);
  expect(lookedAt(check, 'FROM debian AS a\nFROM a\n')).toEqual([1]);
});
