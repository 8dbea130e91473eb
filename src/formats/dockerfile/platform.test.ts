import { expect, it } from 'vitest';
import { readPlatform } from './platform.ts';

it.each([
  ['linux/amd64', 'linux', 'amd64', null],
  ['linux/arm/v7', 'linux', 'arm', 'v7'],
  ['linux/x86_64', 'linux', 'amd64', null],
  ['aarch64', 'linux', 'arm64', null],
  ['armhf', 'linux', 'arm', 'v7'],
  ['windows', 'windows', 'amd64', null],
  ['macOS/arm64', 'darwin', 'arm64', null],
  ['windows(10.0.1)/amd64', 'windows', 'amd64', null],
])('reads %s', (text, os, architecture, variant) => {
  expect(readPlatform(text)).toEqual({ os, architecture, variant });
});

it.each(['', 'linux/', '/amd64', 'linux/amd64/v1/x', 'nonsense', 'linux/am d64', '$X'])('refuses %j', (text) => {
  expect(readPlatform(text)).toBeNull();
});
