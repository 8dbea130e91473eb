import { expect, it } from 'vitest';
import { familyOf, hasNoShell } from './families.ts';

const image = (reference: string) => ({ kind: 'image', reference }) as const;

it.each([
  ['debian:12', 'debian'],
  ['node:22-bookworm', 'debian'],
  ['python', 'debian'],
  ['alpine:3.22', 'alpine'],
  ['node:22-alpine', 'alpine'],
  ['fedora:42', 'red-hat'],
  ['me/debian', null],
  ['node:$VERSION', null],
  ['golang:1.25-windowsservercore', null],
  ['eclipse-temurin:21', null],
])('takes %s for one of %s', (reference, family) => {
  expect(familyOf(image(reference))).toBe(family);
});

it('knows nothing of the system of a stage that begins with nothing', () => {
  expect(familyOf({ kind: 'scratch' })).toBeNull();
});

it.each([
  ['gcr.io/distroless/static', true],
  ['gcr.io/distroless/static:debug', false],
  ['cgr.dev/chainguard/static:latest', true],
  ['cgr.dev/chainguard/static:latest-dev', false],
  ['cgr.dev/chainguard/node', false],
  ['mcr.microsoft.com/dotnet/runtime:9.0-noble-chiseled', true],
  ['mcr.microsoft.com/dotnet/runtime:9.0', false],
  ['example/app:chiseled', false],
  ['a:b:c', false],
])('knows whether %s is without a shell: %s', (reference, isBare) => {
  expect(hasNoShell(image(reference))).toBe(isBare);
});

it('knows that nothing at all holds no shell, and leaves other stages alone', () => {
  expect(hasNoShell({ kind: 'scratch' })).toBe(true);
  expect(hasNoShell({ kind: 'stage', index: 0, name: 'a' })).toBe(false);
});
