import { describe, expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './no-residue.ts';

const file = (path: string, sizeBytes = 100, more: object = {}) => ({
  path,
  type: 'file',
  sizeBytes,
  mode: 0o755,
  uid: 0,
  gid: 0,
  layer: 1,
  ...more,
});
const layers = [{ diffId: 'sha256:a' }, { diffId: 'sha256:b' }];
const base = { reference: 'debian', diffIds: ['sha256:a'] };
const on = (files: readonly object[], more: object = {}, params: Readonly<Record<string, unknown>> = {}) =>
  judged(
    check,
    { image: { files: [file('/app/server'), ...files], packages: [], base: null, layers, ...more } },
    params,
  );

describe('residue', () => {
  it.each([
    '/usr/bin/gcc-12',
    '/usr/bin/x86_64-linux-gnu-g++',
    '/usr/lib/gcc/x86_64-linux-gnu/12/cc1',
    '/usr/local/go/bin/go',
    '/var/lib/apt/lists/deb.example.org_Packages.lz4',
    '/var/cache/apt/archives/curl_8.deb',
    '/var/cache/apk/APKINDEX.1234.tar.gz',
    '/root/.cache/pip/http/0/1',
    '/home/app/.npm/_cacache/index-v5/x',
    '/app/.git/HEAD',
  ])('%s', (path) => {
    expect(on([file(path)])).toMatchObject({ status: 'fail', findings: [{ reason: 'residue' }] });
  });

  it('is sized by kind, the largest first', () => {
    const verdict = on([file('/usr/bin/make', 10), file('/usr/bin/gcc', 1000)]);
    expect(verdict).toMatchObject({
      findings: [
        {
          message: expect.stringContaining('2 files'),
          evidence: [{ value: 1010 }, { path: '/usr/bin/gcc' }, { path: '/usr/bin/make' }],
        },
      ],
    });
  });

  it('counts headers from one megabyte on', () => {
    expect(on([file('/usr/include/a.h', 999_999)]).status).toBe('pass');
    expect(on([file('/usr/include/a.h', 999_999), file('/usr/include/b.h', 1)]).status).toBe('fail');
  });

  it('counts packages that only builds need', () => {
    const packages = [{ ecosystem: 'deb', name: 'libssl-dev', version: '3', path: '/var/lib/dpkg/status', layer: 1 }];
    expect(on([], { packages })).toMatchObject({ findings: [{ message: expect.stringContaining('libssl-dev') }] });
    expect(on([], { packages }, { packages: ['libssl-dev'] }).status).toBe('pass');
  });
});

describe('not residue', () => {
  it.each(['/usr/share/bash-completion/completions/gcc', '/app/src/make', '/var/lib/apt/lists/lock', '/app/dist/go'])(
    '%s',
    (path) => {
      expect(on([file(path)]).status).toBe('pass');
    },
  );

  it('without the executable bit', () => {
    expect(on([file('/usr/bin/gcc', 1, { mode: 0o644 })]).status).toBe('pass');
  });

  it('what the criterion allows', () => {
    expect(on([file('/usr/bin/gcc')], {}, { allow: ['/usr/bin/gcc'] }).status).toBe('pass');
  });
});

describe('what the base image brings', () => {
  it('is reported and not failed', () => {
    const verdict = on([file('/usr/bin/gcc', 50, { layer: 0 })], { base });
    expect(verdict).toMatchObject({
      status: 'pass',
      evidence: [{}, { what: expect.stringContaining('from the base image'), value: 50 }],
    });
  });

  it('counts as the image\u2019s own where its layers are others', () => {
    expect(
      on([file('/usr/bin/gcc', 50, { layer: 0 })], { base: { reference: 'x', diffIds: ['sha256:z'] } }).status,
    ).toBe('fail');
  });

  it('is told for packages by the layer that installed them', () => {
    const packages = [{ ecosystem: 'deb', name: 'libc6-dev', version: '3', path: '/var/lib/dpkg/status', layer: 1 }];
    expect(on([file('/var/lib/dpkg/info/libc6-dev:amd64.list', 1, { layer: 0 })], { base, packages }).status).toBe(
      'pass',
    );
  });
});

it.each([
  ['/bin/gcc', 0],
  ['/usr/local/include/a.h', 1_000_000],
  ['/usr/lib/liba.a', 1_000_000],
  ['/var/lib/apt/lists/a_Packages', 1],
  ['/root/.cache/pip/a', 1],
  ['/app/.git/index', 1],
])('counts %s from %i bytes on', (path, leastBytes) => {
  expect(on([file(path, leastBytes)]).status).toBe('fail');
  if (leastBytes > 0) expect(on([file(path, leastBytes - 1)]).status).toBe('pass');
});

it('takes for a program what anyone may execute', () => {
  expect(on([file('/usr/bin/gcc', 1, { mode: 0o601 })]).status).toBe('fail');
  expect(on([file('/usr/bin/gcc', 1, { mode: 0o610 })]).status).toBe('fail');
});

it('shows the ten largest files of a kind', () => {
  const files = Array.from({ length: 12 }, (_, index) => file(`/usr/bin/gcc-${index + 1}`, 100 - index));
  const verdict = on(files);
  expect(verdict.status === 'fail' && verdict.findings[0].evidence.slice(1)).toMatchObject(
    files.slice(0, 10).map(({ path }) => ({ path })),
  );
});

it('tells what the base brings from what is the image\u2019s own, files and packages alike', () => {
  const headers = [file('/usr/include/own.h', 10), file('/usr/include/base.h', 20, { layer: 0 })];
  const dev = { ecosystem: 'deb', name: 'a-dev', version: '1', path: '/var/lib/dpkg/status', layer: 1 };
  const list = file('/var/lib/dpkg/info/a-dev.list', 1, { layer: 0 });
  expect(on([...headers, list], { base, packages: [dev] })).toMatchObject({
    status: 'pass',
    evidence: [
      { value: 4 },
      { what: 'headers, from the base image', value: 20 },
      { what: 'build packages, from the base image', value: 1 },
    ],
  });
  const apk = { ...dev, ecosystem: 'apk', path: '/lib/apk/db/installed' };
  expect(on([list], { base, packages: [apk] })).toMatchObject({
    status: 'fail',
    findings: [{ evidence: [{ value: 1 }] }],
  });
});

it('plants a package where the package manager of the image keeps its own', () => {
  const mutant = check.mutants.find(({ title }) => title === 'a package that only builds need');
  const plantedIn = (...paths: readonly string[]) => {
    const files = ['/lib/', '/usr/', '/usr/lib/', '/lib/apk/', '/lib/apk/db/', '/usr/lib/apk/', '/usr/lib/apk/db/'].map(
      (path) => file(path.slice(0, -1), 0, { type: 'directory' }),
    );
    const image = { files: [...files, ...paths.map((path) => file(path))] };
    const layers = mutant?.level === 'L' ? mutant.edit(image as never, { allow: [], packages: [] }) : null;
    return layers?.flat().at(-1)?.path;
  };
  expect(plantedIn('/lib/apk/db/installed')).toBe('/lib/apk/db/installed');
  expect(plantedIn('/usr/lib/apk/db/installed')).toBe('/usr/lib/apk/db/installed');
  expect(plantedIn('/lib/apk/db/installed', '/usr/lib/apk/db/installed')).toBe('/lib/apk/db/installed');
  expect(plantedIn('/app/x')).toBe('/var/lib/dpkg/status');
});
