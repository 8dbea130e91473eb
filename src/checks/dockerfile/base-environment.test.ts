import { expect, it } from 'vitest';
import { isWindows, officialImage, startsAtRoot, variablesOf } from './base-environment.ts';

const image = (reference: string) => ({ kind: 'image', reference }) as const;

it('knows the variables of official images, and of no others', () => {
  expect(variablesOf({ kind: 'scratch' })).toEqual(['PATH']);
  expect(variablesOf(image('alpine:3.22'))).toEqual(['PATH']);
  expect(variablesOf(image('docker.io/library/node:22'))).toEqual(['PATH', 'NODE_VERSION', 'YARN_VERSION']);
  for (const reference of ['example/node', 'ghcr.io/library/node', 'constructor', 'a:b:c'])
    expect(variablesOf(image(reference))).toBeNull();
  expect(variablesOf({ kind: 'stage', index: 0, name: 'node' })).toBeNull();
});

it('knows which bases begin at the root', () => {
  const bases = ['debian', 'alpine:3', 'node', 'ghcr.io/a/debian'];
  expect(bases.map((it) => startsAtRoot(image(it)))).toEqual([true, true, false, false]);
  expect(startsAtRoot({ kind: 'scratch' })).toBe(true);
  expect(startsAtRoot({ kind: 'stage', index: 0, name: 'debian' })).toBe(false);
});

it('knows bases of Windows by their names', () => {
  const names = ['mcr.microsoft.com/windows/nanoserver:ltsc2022', 'python:3-windowsservercore', 'debian'];
  expect(names.map((it) => isWindows(image(it)))).toEqual([true, true, false]);
  expect(isWindows({ kind: 'scratch' })).toBe(false);
});

it('names an official image with its tag', () => {
  expect(officialImage(image('node:22-slim'))).toEqual({ name: 'node', tag: '22-slim' });
  expect(officialImage(image('docker.io/library/node'))).toEqual({ name: 'node', tag: '' });
  expect(officialImage(image('me/node:22'))).toBeNull();
  expect(officialImage({ kind: 'scratch' })).toBeNull();
});
