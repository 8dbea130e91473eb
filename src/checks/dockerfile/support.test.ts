import { expect, it } from 'vitest';
import { endedOf, TABLE_OF } from './support.ts';

it('names a release once, however often the tag does', () => {
  expect(endedOf('debian', 'buster-buster')).toEqual([{ release: 'debian buster', day: '2024-06-30' }]);
});

it('names the release of an image and the system that its tag names', () => {
  expect(endedOf('python', '3.7.2-stretch').map(({ release }) => release)).toEqual(['python 3.7', 'debian stretch']);
  expect(endedOf('node', '14-alpine3.12').map(({ release }) => release)).toEqual(['node 14', 'alpine 3.12']);
  expect(endedOf('caddy', '2-focal').map(({ release }) => release)).toEqual(['ubuntu focal']);
});

it('reads no number of another image for a release of a system', () => {
  expect(endedOf('caddy', '2-10')).toEqual([]);
  expect(endedOf('caddy', '10')).toEqual([]);
});

it('goes by the longest beginning of the version, of three numbers at most', () => {
  expect(endedOf('php', '7.1.33')).toMatchObject([{ release: 'php 7.1' }]);
  expect(endedOf('php', '7.4.33')).toMatchObject([{ release: 'php 7' }]);
  expect(endedOf('php', '7.4.33.1.2')).toMatchObject([{ release: 'php 7' }]);
  expect(endedOf('centos', '')).toMatchObject([{ release: 'centos latest', day: '2021-12-31' }]);
});

it('knows nothing of other images, whatever they are called', () => {
  for (const name of ['constructor', '__proto__', 'caddy']) expect(endedOf(name, '1')).toEqual([]);
});

it('holds days, and none after the one on which it was looked through', () => {
  for (const name of ['debian', 'ubuntu', 'node', 'python', 'alpine', 'postgres', 'ruby'])
    for (let version = 1; version < 30; version += 1)
      for (const { day } of endedOf(name, String(version))) {
        expect(day).toMatch(/^20\d\d-\d\d-\d\d$/);
        expect(day <= TABLE_OF).toBe(true);
      }
});
