import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../../test/kit/zip.ts';
import type { Files, OsRelease, Package } from '../../domain/index.ts';
import { memoryFiles } from '../../../test/kit/index.ts';
import { advisoriesOf, findData, loadAdvisories, type Match, matchPackages, zipMembers } from './index.ts';
import { openBytes } from './index-reader.ts';
import { readOsv } from './osv.ts';

const DEBIAN: OsRelease = { family: 'debian', version: '12.9', codename: 'bookworm', prettyName: null };

function installed(it: Partial<Package> & Pick<Package, 'type' | 'name' | 'version'>): Package {
  const rest = {
    architecture: null,
    source: null,
    licences: [],
    cataloguer: '',
    path: '/x',
    layer: 0,
    sizeBytes: 0,
    files: 0,
  };
  return { purl: `pkg:${it.type}/${it.name}@${it.version}`, shippedBy: null, requires: [], ...rest, ...it };
}

const range = (introduced: string, fixed?: string, type = 'ECOSYSTEM') => ({
  type,
  events: [{ introduced }, ...(fixed === undefined ? [] : [{ fixed }])],
});

function record(id: string, ecosystem: string, name: string, more: object = {}, ...ranges: object[]) {
  const affected = [{ package: { ecosystem, name }, ranges: ranges.length > 0 ? ranges : [range('0', '2.0.0')] }];
  return { id, modified: '2026-11-01T00:00:00Z', affected, ...more };
}

async function match(
  records: readonly object[],
  packages: readonly Package[],
  os: OsRelease | null = DEBIAN,
): Promise<readonly Match[]> {
  const { matches } = await matchPackages(await advisoriesOf(records, () => 0), packages, os);
  return matches;
}

const ids = (matches: readonly Match[]) => matches.map(({ entry }) => entry.id).sort();

describe('matching', () => {
  it('follows the order of the ecosystem and lists the fixes above what is installed', async () => {
    const records = [record('GHSA-1', 'npm', 'left', {}, range('1.0.0', '1.2.0'), range('2.0.0', '2.0.10'))];
    expect(await match(records, [installed({ type: 'npm', name: 'left', version: '2.0.9' })])).toMatchObject([
      { fixedIn: ['2.0.10'] },
    ]);
    expect(await match(records, [installed({ type: 'npm', name: 'left', version: '1.10.0' })])).toEqual([]);
  });

  it('of Debian by source package and source version, and only of the release that the image has', async () => {
    const records = [
      record('DEBIAN-CVE-2026-1', 'Debian:12', 'openssl', {}, range('0', '3.0.15-1~deb12u2')),
      record('DEBIAN-CVE-2026-2', 'Debian:11', 'openssl', {}, range('0')),
    ];
    const libssl = installed({
      type: 'deb',
      name: 'libssl3',
      version: '3.0.15-1~deb12u1+b1',
      source: { name: 'openssl', version: '3.0.15-1~deb12u1' },
    });
    expect(ids(await match(records, [libssl]))).toEqual(['DEBIAN-CVE-2026-1']);
    expect(await match(records, [installed({ type: 'deb', name: 'openssl', version: '3.0.15-1~deb12u2' })])).toEqual(
      [],
    );
    expect(await match(records, [libssl], { ...DEBIAN, version: '13.1' })).toEqual([]);
  });

  it('of Alpine by origin, and of Ubuntu with or without LTS in the name', async () => {
    const alpine = { family: 'alpine', version: '3.20.3', codename: null, prettyName: null };
    const libcrypto = installed({
      type: 'apk',
      name: 'libcrypto3',
      version: '3.3.1-r0',
      source: { name: 'openssl', version: '3.3.1-r0' },
    });
    expect(
      ids(
        await match(
          [record('ALPINE-CVE-2026-1', 'Alpine:v3.20', 'openssl', {}, range('0', '3.3.1-r1'))],
          [libcrypto],
          alpine,
        ),
      ),
    ).toHaveLength(1);
    const ubuntu = { family: 'ubuntu', version: '24.04', codename: 'noble', prettyName: null };
    const records = [
      record('USN-1', 'Ubuntu:24.04:LTS', 'curl', {}, range('0', '8.5.0-2')),
      record('USN-2', 'Ubuntu:Pro:24.04:LTS', 'curl', {}, range('0')),
    ];
    expect(ids(await match(records, [installed({ type: 'deb', name: 'curl', version: '8.5.0-1' })], ubuntu))).toEqual([
      'USN-1',
    ]);
  });

  it('leaves packages that a distribution ships to its own advisories', async () => {
    const shipped = installed({
      type: 'pypi',
      name: 'requests',
      version: '1.0.0',
      shippedBy: 'pkg:deb/debian/python3-requests@2',
    });
    expect(await match([record('PYSEC-1', 'PyPI', 'requests')], [shipped])).toEqual([]);
  });

  it.each([
    ['pypi', 'Zope.Interface_X', 'PyPI', 'zope-interface-x', '1.0'],
    ['nuget', 'newtonsoft.json', 'NuGet', 'Newtonsoft.Json', '1.0.0'],
    ['golang', 'stdlib', 'Go', 'stdlib', 'go1.22.1'],
    ['golang', 'example.org/m', 'Go', 'example.org/m', 'v1.0.0'],
    ['gem', 'nokogiri', 'RubyGems', 'nokogiri', '1.0.0-x86_64-linux'],
    ['maven', 'org.x:y', 'Maven', 'org.x:y', '1.0'],
  ] as const)('knows %s %s as %s %s', async (type, name, ecosystem, known, version) => {
    expect(ids(await match([record('X-1', ecosystem, known)], [installed({ type, name, version })]))).toEqual(['X-1']);
  });

  it('takes a list of versions beside the range, and leaves withdrawn records and ranges of commits alone', async () => {
    const listed = {
      affected: [{ package: { ecosystem: 'PyPI', name: 'a' }, ranges: [range('1', '2')], versions: ['1.5', '9.9'] }],
    };
    const records = [
      { ...record('P-1', 'PyPI', 'a'), ...listed },
      record('P-2', 'PyPI', 'a', { withdrawn: '2026-01-01T00:00:00Z' }, range('0')),
      record('P-3', 'PyPI', 'a', {}, range('0', undefined, 'GIT')),
    ];
    expect(ids(await match(records, [installed({ type: 'pypi', name: 'a', version: '9.9' })]))).toEqual(['P-1']);
  });

  it('keeps packages that were made to harm apart, and finds them', async () => {
    const records = [record('MAL-2026-1', 'npm', 'evil', {}, range('0'))];
    expect(await match(records, [installed({ type: 'npm', name: 'evil', version: '9.0.0' })])).toMatchObject([
      { isMalicious: true, entry: { severity: 'critical' } },
    ]);
    const { covers } = await matchPackages(await advisoriesOf(records, () => 0), [], null);
    expect(covers).toEqual([]);
  });

  it('covers what the data has of this very system', async () => {
    const advisories = await advisoriesOf(
      [record('A', 'Debian:12', 'x'), record('B', 'npm', 'x'), record('C', 'Alpine:v3.20', 'x')],
      () => 0,
    );
    expect((await matchPackages(advisories, [], DEBIAN)).covers).toEqual(['deb', 'npm']);
    expect((await matchPackages(advisories, [], null)).covers).toEqual(['npm']);
  });
});

describe('the severity', () => {
  const CVSS = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  const CVSS4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N';
  const of = (more: object, affected: object = {}) => {
    const base = record('GHSA-1', 'npm', 'a', more);
    const read = readOsv({ ...base, affected: [{ ...base.affected[0], ...affected }] });
    return read.kind === 'advisory' ? read.entries[0]?.entry : undefined;
  };

  it.each([
    [
      'GitHub’s word before the vector',
      { database_specific: { severity: 'MODERATE' }, severity: [{ type: 'CVSS_V3', score: CVSS }] },
      {},
      'medium',
    ],
    [
      'the newest vector',
      {
        severity: [
          { type: 'CVSS_V3', score: CVSS },
          { type: 'CVSS_V4', score: CVSS4 },
        ],
      },
      {},
      'medium',
    ],
    [
      'the vector before an urgency',
      { severity: [{ type: 'CVSS_V3', score: CVSS }] },
      { ecosystem_specific: { urgency: 'low' } },
      'critical',
    ],
    ['an urgency', {}, { ecosystem_specific: { urgency: 'unimportant' } }, 'negligible'],
    [
      'the distribution’s own rating',
      {
        severity: [
          { type: 'Ubuntu', score: 'low' },
          { type: 'CVSS_V3', score: CVSS },
        ],
      },
      {},
      'low',
    ],
    [
      'nothing',
      { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/broken' }] },
      { ecosystem_specific: { urgency: 'not yet assigned' } },
      'unknown',
    ],
  ])('takes %s', (_, more, affected, severity) => {
    expect(of(more, affected)?.severity).toBe(severity);
  });
});

it('a distribution’s advisory about several vulnerabilities names them', () => {
  const read = readOsv(record('DSA-1', 'Debian:12', 'x', { upstream: ['CVE-2026-1', 'CVE-2026-2'] }));
  expect(read).toMatchObject({ entries: [{ entry: { bundle: ['CVE-2026-1', 'CVE-2026-2'] } }] });
});

describe('specimens', () => {
  it('are versions that the advisory really speaks of', async () => {
    const grave = { database_specific: { severity: 'CRITICAL' }, aliases: ['CVE-2026-9'] };
    const { header } = await advisoriesOf(
      [record('GHSA-0', 'npm', 'mild'), record('GHSA-1', 'npm', 'left', grave, range('3.1.0', '3.2.0'))],
      () => 0,
    );
    expect(header.sections[0]?.specimens).toEqual([{ type: 'npm', name: 'left', version: '3.1.0', id: 'CVE-2026-9' }]);
  });
});

describe('data', () => {
  const files = (bytes: Buffer): Files => ({
    ...memoryFiles('/', {}),
    stat: () => ({ type: 'file', sizeBytes: bytes.length, mode: 0, modifiedMs: 0 }),
    async *stream(_path, { start, end } = { start: 0, end: bytes.length }) {
      for (let at = start; at < end; at += 7) yield bytes.subarray(at, Math.min(end, at + 7));
    },
  });
  const load = (bytes: Buffer) =>
    loadAdvisories({
      files: files(bytes),
      path: '/data/all.zip',
      cacheFolder: null,
      now: () => 0,
      signal: new AbortController().signal,
    });
  const members = [1, 2, 3].map(
    (at) => [`GHSA-${at}.json`, JSON.stringify(record(`GHSA-${at}`, 'npm', `p${at}`))] as const,
  );

  it.each([false, true])('is read out of a zip (stored: %s)', async (isStored) => {
    const advisories = await load(zipOf([...members, ['README.md', 'no record'], ['x.json', '{']], isStored));
    expect(advisories?.header.sources).toMatchObject([
      {
        name: 'all.zip',
        advisories: 3,
        unreadable: 1,
        unreadableFiles: ['x.json'],
        newestModified: '2026-11-01T00:00:00Z',
      },
    ]);
    expect(advisories?.header.sections).toMatchObject([{ ecosystem: 'npm', names: 3 }]);
  });

  it('of a zip that is cut off is none at all', async () => {
    const whole = zipOf(members);
    for (const end of [0, 1, 20, whole.length >> 1, whole.length - 1])
      await expect(load(whole.subarray(0, end))).rejects.toMatchObject({ code: 'archive-corrupt' });
  });

  it('of a bomb is refused', async () => {
    const bomb = zipOf([['a.json', '0'.repeat(2_000_000)]]);
    const directory = bomb.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    bomb.writeUInt32LE(100, directory + 24);
    await expect(load(bomb)).rejects.toMatchObject({ code: 'archive-corrupt' });
    bomb.writeUInt32LE(0xfffffff0, directory + 24);
    await expect(load(bomb)).rejects.toMatchObject({ code: 'archive-corrupt' });
  });

  it('whatever bytes a zip has, it ends in members or a fault', async () => {
    const whole = zipOf(members);
    const read = async (bytes: Buffer) => {
      try {
        for await (const { bytes: member } of zipMembers(files(bytes), '/x.zip', () => true))
          expect(member).toBeDefined();
      } catch (error) {
        expect(error).toMatchObject({ code: 'archive-corrupt' });
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), async (at, value) => {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        await read(bytes);
      }),
    );
  });

  it('in a folder counts by its uppermost folder, notes and lists of packages apart', () => {
    const tree = memoryFiles('/data', {
      'npm/a.json': '{}',
      'b.json': '{}',
      'tickproof-sources.json': '[]',
      x_Packages: '',
      y_InRelease: '',
      'note.txt': '',
    });
    const found = findData(tree, '/data');
    expect(found?.records.map(({ name }) => name)).toEqual(['b.json', 'npm/a.json']);
    expect(found?.lists.map(({ name }) => name)).toEqual(['x_Packages', 'y_InRelease']);
  });

  it('without records is no data', async () => {
    const tree = memoryFiles('/data', { 'a.json': '{}', 'b.json': 'null' });
    const signal = new AbortController().signal;
    expect(await loadAdvisories({ files: tree, path: '/data', cacheFolder: null, now: () => 0, signal })).toBeNull();
    expect(await loadAdvisories({ files: tree, path: '/nowhere', cacheFolder: null, now: () => 0, signal })).toBeNull();
  });
});

it('a damaged index is opened as none, or says that it is damaged', async () => {
  await expect(openBytes(Buffer.from('TPADVIS\n\0\0\0\0'))).rejects.toThrow();
  await expect(openBytes(Buffer.alloc(0))).rejects.toThrow();
});

it('no record of whatever shape makes the reader throw', () => {
  const keys = [
    'id',
    'modified',
    'affected',
    'package',
    'ecosystem',
    'name',
    'ranges',
    'events',
    'introduced',
    'versions',
    'severity',
    '__proto__',
  ];
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue(),
      fc.constantFrom('npm', 'Debian:12', 'PyPI', '0', '1.0'),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 5 }),
    ),
  })).node;
  fc.assert(
    fc.property(tree, tree, (affected, more) => {
      const value = { ...(more as object), id: 'X', modified: '2026-01-01T00:00:00Z', affected: [affected] };
      expect(readOsv(value).kind).toBeDefined();
      expect(readOsv(more).kind).toBeDefined();
    }),
  );
});

it('ten thousand names are found again, each with its own', async () => {
  const records = Array.from({ length: 10_000 }, (_, at) => record(`GHSA-${at}`, 'npm', `é-${at}`));
  const packages = Array.from({ length: 500 }, (_, at) =>
    installed({ type: 'npm', name: `é-${at * 20}`, version: '1.0.0' }),
  );
  const matches = await match(records, packages);
  expect(
    matches.map(({ entry, package: it }) => [entry.id.slice(5), it.name.slice(2)]).every(([a, b]) => a === b),
  ).toBe(true);
  expect(matches).toHaveLength(500);
});
