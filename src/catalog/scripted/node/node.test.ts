import { expect, test } from 'vitest';
import type { Found, Reader } from '../../types.ts';
import { bunLock } from './bun-lock.ts';
import { nodeInstalled } from './installed.ts';
import { npmLock } from './npm-lock.ts';
import { pnpmLock } from './pnpm-lock.ts';
import { yarnCache } from './yarn-cache.ts';
import { yarnLock } from './yarn-lock.ts';

function found(reader: Reader, text: string, path = '/app/file'): readonly Found[] {
  return reader.read({ path, bytes: Buffer.from(text) })?.packages ?? [];
}

test('inside node_modules only the root of a package names one', () => {
  const where = (path: string) => nodeInstalled.where?.(path);
  expect(where('/app/node_modules/a/package.json')).toBe(true);
  expect(where('/app/node_modules/@s/a/package.json')).toBe(true);
  expect(where('/app/node_modules/.pnpm/a@1/node_modules/a/package.json')).toBe(true);
  expect(where('/app/node_modules/a/lib/package.json')).toBe(false);
  expect(where('/app/package.json')).toBe(true);
});

test('a package owns its folder, an application does not', () => {
  const text = '{"name":"a","version":"1.0.0","licenses":[{"type":"MIT"}]}';
  expect(found(nodeInstalled, text, '/app/node_modules/a/package.json')).toEqual([
    { type: 'npm', name: 'a', version: '1.0.0', licences: ['MIT'], folder: '/app/node_modules/a' },
  ]);
  expect(found(nodeInstalled, text, '/app/package.json')[0]?.folder).toBeUndefined();
});

test('a name that leads out of its folder is none', () => {
  expect(found(nodeInstalled, '{"name":"../x","version":"1.0.0"}')).toEqual([]);
});

test('npm: the nearest copy is the one that is needed', () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': { devDependencies: { a: '1' } },
      'node_modules/a': { version: '1.0.0', dev: true, dependencies: { b: '*' } },
      'node_modules/a/node_modules/b': { version: '2.0.0', dev: true },
      'node_modules/b': { version: '1.0.0' },
    },
  };
  const packages = found(npmLock, JSON.stringify(lock));
  expect(packages[0]).toMatchObject({ requires: ['b@2.0.0'], isDev: true, isDirect: true });
  expect(packages.map(({ name, version }) => `${name}@${version}`)).toEqual(['a@1.0.0', 'b@2.0.0', 'b@1.0.0']);
});

test('npm: a workspace finds what lies in its own folder first', () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      'parts/w': { version: '1.0.0', dependencies: { b: '*', c: '*' } },
      'parts/w/node_modules/b': { version: '2.0.0' },
      'node_modules/b': { version: '1.0.0' },
      'node_modules/c': { version: '3.0.0' },
      'node_modules/w': { resolved: 'parts/w', link: true },
    },
  };
  const workspace = found(npmLock, JSON.stringify(lock)).find(({ name }) => name === 'w');
  expect(workspace?.requires).toEqual(['b@2.0.0', 'c@3.0.0']);
});

test('Yarn: an alias is the package that it stands for', () => {
  const classic = 'x@npm:debug@^4:\n  version "4.3.4"\n';
  const berry = '"x@npm:debug@^4":\n  version: 4.3.4\n  resolution: "debug@npm:4.3.4"\n';
  for (const text of [classic, berry])
    expect(found(yarnLock, text)).toMatchObject([{ name: 'debug', version: '4.3.4' }]);
});

test('Yarn: what comes from a repository says from which', () => {
  const [it] = found(
    yarnLock,
    '"x@https://example.org/x.git#1":\n  version "1.0.0"\n  resolved "https://example.org/x.git#abc"\n',
  );
  expect(it).toMatchObject({ name: 'x', qualifiers: { vcs_url: 'https://example.org/x.git#abc' } });
});

test.each([
  ['5.4', 'lockfileVersion: 5.4\ndevDependencies:\n  a: 1.10.0\npackages:\n  /a/1.10.0_b@2.0.0:\n    dev: true\n'],
  [
    '6.0',
    "lockfileVersion: '6.0'\ndevDependencies:\n  a: {specifier: '*', version: 1.10.0}\npackages:\n  /a@1.10.0(b@2.0.0):\n    dev: true\n",
  ],
  [
    '9.0',
    "lockfileVersion: '9.0'\nimporters:\n  .:\n    devDependencies:\n      a: {specifier: '*', version: 1.10.0(b@2.0.0)}\npackages:\n  a@1.10.0: {}\nsnapshots:\n  a@1.10.0(b@2.0.0): {}\n",
  ],
])('pnpm %s: peers are no part of the version', (_format, text) => {
  expect(found(pnpmLock, text)).toMatchObject([{ name: 'a', version: '1.10.0', isDev: true }]);
});

test('Bun: what only development needs is told apart', () => {
  const lock = `{ "lockfileVersion": 1, "workspaces": { "": { "dependencies": { "a": "1" }, "devDependencies": { "d": "1" } } },
    "packages": { "a": ["a@1.0.0", "", { "dependencies": { "b": "1" } }, "sha512-x"], "b": ["b@1.0.0", "", {}, ""], "d": ["d@1.0.0", "", {}, ""], } }`;
  expect(found(bunLock, lock).map(({ name, isDev, isDirect }) => [name, isDev, isDirect])).toEqual([
    ['a', false, true],
    ['b', false, false],
    ['d', true, true],
  ]);
});

test('Yarn: an archive in the cache is an installed package, by the package.json at its root', () => {
  // A zip archive of node_modules/@s/a/package.json and node_modules/@s/a/lib/package.json.
  const bytes = Buffer.from(
    'UEsDBBQAAAAIAMEFdl0gN/FyLgAAADEAAAAeAAAAbm9kZV9tb2R1bGVzL0BzL2EvcGFja2FnZS5qc29uq1bKS8xNVbJScijWT1TSUSpLLSrOzM8DChjqGegZAEVyMpNT84pBSnw9Q5RqAVBLAwQUAAAACADBBXZdQ7+mowQAAAACAAAAIgAAAG5vZGVfbW9kdWxlcy9Acy9hL2xpYi9wYWNrYWdlLmpzb26rrgUAUEsBAhQDFAAAAAgAwQV2XSA38XIuAAAAMQAAAB4AAAAAAAAAAAAAAIABAAAAAG5vZGVfbW9kdWxlcy9Acy9hL3BhY2thZ2UuanNvblBLAQIUAxQAAAAIAMEFdl1Dv6ajBAAAAAIAAAAiAAAAAAAAAAAAAACAAWoAAABub2RlX21vZHVsZXMvQHMvYS9saWIvcGFja2FnZS5qc29uUEsFBgAAAAACAAIAnAAAAK4AAAAAAA==',
    'base64',
  );
  const path = '/app/.yarn/cache/a.zip';
  expect(yarnCache.where?.(path)).toBe(true);
  expect(yarnCache.read({ path, bytes })?.packages).toEqual([
    { type: 'npm', name: '@s/a', version: '1.0.0', licences: ['MIT'], owns: [{ path }] },
  ]);
});
