import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cacheFolder, fileCache } from './cache.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entries = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name));

it('gives back what was written, to later runs as well', () => {
  fileCache(folder).write('layers', 'sha256:abc', { files: [1, 'two', null] });
  expect(fileCache(folder).read('layers', 'sha256:abc')).toEqual({ files: [1, 'two', null] });
  expect(fileCache(folder).read('facts', 'sha256:abc')).toBeNull();
  expect(fileCache(folder).read('layers', 'sha256:abd')).toBeNull();
});

it('takes a damaged entry for none', () => {
  const cache = fileCache(folder);
  for (const damage of [
    (path: string) => truncateSync(path, 90),
    (path: string) => truncateSync(path, 0),
    (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replace('true', 'null')),
    (path: string) => writeFileSync(path, Buffer.alloc(100)),
  ]) {
    cache.write('proofs', 'key', { proven: true });
    for (const path of entries()) damage(path);
    expect(cache.read('proofs', 'key')).toBeNull();
  }
});

it('removes the longest unused above its size, and nothing that is not its own', () => {
  writeFileSync(join(folder, 'notes.json'), 'x'.repeat(5000));
  const value = 'v'.repeat(1000);
  const cache = fileCache(folder, 10_000);
  for (let at = 0; at < 8; at++) {
    cache.write('facts', `key ${at}`, value);
    for (const path of entries().filter((it) => statSync(it).mtimeMs > Date.now() - 5_000)) {
      utimesSync(path, new Date(Date.now() - 1e6 + at * 1000), new Date(Date.now() - 1e6 + at * 1000));
    }
  }
  cache.read('facts', 'key 0');
  for (let at = 8; at < 12; at++) cache.write('facts', `key ${at}`, value);
  expect(cache.read('facts', 'key 11')).toBe(value);
  expect(cache.read('facts', 'key 0')).toBe(value);
  expect(cache.read('facts', 'key 1')).toBeNull();
  expect(readdirSync(folder)).toContain('notes.json');
});

it('is silent when it cannot write', () => {
  writeFileSync(join(folder, 'file'), '');
  const cache = fileCache(join(folder, 'file'));
  cache.write('facts', 'key', 1);
  expect(cache.read('facts', 'key')).toBeNull();
});

it('lies where the environment says', () => {
  expect(cacheFolder({ TICKPROOF_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe('/b/tickproof');
  expect(cacheFolder({})).toMatch(/\/\.cache\/tickproof$/);
});
