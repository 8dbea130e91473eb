import { describe, expect, it } from 'vitest';
import { emptyPorts, memoryFiles } from '../../../../test/kit/index.ts';
import type { Package, Ports, ProcessOutcome, Scan, ScanSettings } from '../../../domain/index.ts';
import { scanInputs, scanPackages, type ScanOptions } from './index.ts';

const NOW = Date.parse('2026-03-10T00:00:00Z');
const DIGEST = `sha256:${'a'.repeat(64)}`;
const DEBIAN = { family: 'debian', version: '12.9', codename: 'bookworm', prettyName: null };

const settings: ScanSettings = {
  advisories: null,
  ignores: [],
  vex: [],
  reports: [],
  engines: ['osv', 'archive', 'trivy', 'grype'],
};

function installed(it: Partial<Package> & Pick<Package, 'type' | 'name' | 'version'>): Package {
  const rest = { architecture: 'amd64', source: null, licences: [], cataloguer: '', layer: 3, sizeBytes: 0, files: 0 };
  const path = `/db/${it.type}`;
  return { purl: `pkg:${it.type}/${it.name}@${it.version}`, path, shippedBy: null, requires: [], ...rest, ...it };
}

const left = installed({ type: 'npm', name: 'left', version: '1.0.0' });

function advisory(id: string, ecosystem: string, name: string, fixed: string | null, more: object = {}) {
  const events = [{ introduced: '0' }, ...(fixed === null ? [] : [{ fixed }])];
  return {
    id,
    modified: '2026-03-08T00:00:00Z',
    affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] }],
    ...more,
  };
}

type Texts = Readonly<Record<string, string>>;

interface Case extends Partial<Omit<ScanOptions, 'settings'>> {
  readonly texts?: Texts;
  readonly settings?: Partial<ScanSettings>;
  /** Advisories of the folder that is named. */
  readonly given?: readonly object[];
}

function scan({ texts: written = {}, given, ...options }: Case = {}): Promise<Scan> {
  const records = (given ?? []).map((it, index) => [`given/${index}.json`, JSON.stringify(it)] as const);
  const texts = { ...written, ...Object.fromEntries(records) };
  const ports = {
    ...emptyPorts(memoryFiles('/work', texts)),
    clock: { ...emptyPorts(memoryFiles('/', {})).clock, now: () => NOW },
  };
  return scanPackages({
    packages: [left],
    os: DEBIAN,
    aptLists: [],
    folder: '/work',
    sbom: () => '{}',
    image: { digests: [DIGEST], names: ['registry.example/team/shop:1.2'] },
    ports,
    ...options,
    settings: { ...settings, ...(given ? { advisories: 'given' } : {}), ...options.settings },
  });
}

const HIGH = { database_specific: { severity: 'HIGH' } };

describe('without data', () => {
  it('nobody looked, and the counts are none, not zero', async () => {
    const { engines, targets, vulnerabilities, specimen } = await scan();
    expect([engines, vulnerabilities, specimen]).toEqual([[], [], null]);
    expect(targets).toMatchObject([{ type: 'npm', packages: 1, bySeverity: null, fixable: null, lookedAtBy: [] }]);
  });

  it('that was named, the engine has failed', async () => {
    const { engines } = await scan({ settings: { advisories: 'nothing' } });
    expect(engines).toMatchObject([{ name: 'osv', failed: expect.stringContaining('no advisories'), covers: [] }]);
  });
});

describe('with advisories', () => {
  const texts = {
    'data/npm/a.json': JSON.stringify(advisory('GHSA-1', 'npm', 'left', '1.0.1', { ...HIGH, aliases: ['CVE-2026-1'] })),
  };

  it('of a folder, finds the package, with the age of the data', async () => {
    const { engines, vulnerabilities, targets } = await scan({ texts, settings: { advisories: 'data' } });
    expect(engines).toMatchObject([
      { name: 'osv', dataDate: '2026-03-08T00:00:00.000Z', dataAgeDays: 2, covers: ['npm'], failed: null },
    ]);
    expect(vulnerabilities).toMatchObject([
      { id: 'CVE-2026-1', aliases: ['GHSA-1'], severity: 'high', fixedIn: ['1.0.1'], layer: 3, target: 'Node.js' },
    ]);
    expect(targets).toMatchObject([{ bySeverity: { high: 1, critical: 0 }, fixable: 1, lookedAtBy: ['osv'] }]);
  });

  it('says of which files it could not read the advisories, so that they are not taken for nothing', async () => {
    const cut = { ...texts, 'data/npm/b.json': '{"id": "GHSA-2", "affec', 'data/npm/c.json': '{"some": "settings"}' };
    const { engines } = await scan({ texts: cut, settings: { advisories: 'data' } });
    expect(engines[0]?.unreadable).toEqual([{ source: 'npm', advisories: 2, files: ['npm/b.json', 'npm/c.json'] }]);
  });

  it('reads an advisory that speaks of no package', async () => {
    const none = { ...texts, 'data/npm/b.json': '{"id": "CVE-2026-9", "modified": "2026-03-08T00:00:00Z"}' };
    const { engines } = await scan({ texts: none, settings: { advisories: 'data' } });
    expect(engines[0]?.unreadable).toEqual([]);
  });

  it('puts records together that share a name, and takes the better source of the severity', async () => {
    const given = [
      advisory('PYSEC-1', 'npm', 'left', '1.0.2', {
        aliases: ['CVE-2026-1'],
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
      }),
      advisory('GHSA-1', 'npm', 'left', '1.0.1', { ...HIGH, aliases: ['CVE-2026-1'] }),
      advisory('OTHER-1', 'npm', 'left', '1.0.1'),
    ];
    expect((await scan({ given })).vulnerabilities).toMatchObject([
      { id: 'CVE-2026-1', aliases: ['GHSA-1', 'PYSEC-1'], severity: 'high', score: 9.8, fixedIn: ['1.0.1', '1.0.2'] },
      { id: 'OTHER-1', severity: 'unknown' },
    ]);
  });

  it('names each vulnerability of a distribution’s advisory', async () => {
    const packages = [
      installed({ type: 'deb', name: 'libssl3', version: '3.0-1', source: { name: 'openssl', version: '3.0-1' } }),
    ];
    const given = [
      advisory('DSA-1', 'Debian:12', 'openssl', '3.0-2', { upstream: ['CVE-2026-1', 'CVE-2026-2'] }),
      advisory('DEBIAN-CVE-2026-1', 'Debian:12', 'openssl', '3.0-2', { upstream: ['CVE-2026-1'] }),
    ];
    const { vulnerabilities, targets } = await scan({ packages, given });
    expect(vulnerabilities.map(({ id, aliases }) => [id, aliases])).toEqual([
      ['CVE-2026-1', ['DEBIAN-CVE-2026-1', 'DSA-1']],
      ['CVE-2026-2', ['DSA-1']],
    ]);
    expect(targets).toMatchObject([{ target: 'debian 12.9', packages: 1 }]);
    expect(vulnerabilities[0]?.target).toBe('debian 12.9');
  });

  it('has no counts for types that the data does not speak of, nor for shipped packages without the distribution’s', async () => {
    const packages = [
      left,
      installed({ type: 'generic', name: 'node', version: '22' }),
      installed({ type: 'pypi', name: 'x', version: '1', shippedBy: 'pkg:deb/debian/python3-x@1' }),
    ];
    const { targets } = await scan({
      packages,
      given: [advisory('A', 'npm', 'other', '2'), advisory('B', 'PyPI', 'x', '2')],
    });
    expect(Object.fromEntries(targets.map(({ type, bySeverity }) => [type, bySeverity !== null]))).toEqual({
      npm: true,
      generic: false,
      pypi: false,
    });
  });

  it('offers a specimen that is neither installed nor ignored', async () => {
    const grave = { database_specific: { severity: 'CRITICAL' } };
    const given = [advisory('GHSA-1', 'npm', 'a', '1.0.0', grave), advisory('GHSA-2', 'npm', 'b', '1.0.0', grave)];
    const ignoring = await scan({
      given,
      texts: { '.trivyignore': 'GHSA-1\n' },
      settings: { ignores: ['.trivyignore'] },
    });
    expect((await scan({ given })).specimen).toEqual({ type: 'npm', name: 'a', version: '0.0.1', id: 'GHSA-1' });
    expect(ignoring.specimen).toMatchObject({ name: 'b' });
  });
});

describe('what lets pass', () => {
  const given = [advisory('GHSA-1', 'npm', 'left', '2', { ...HIGH, aliases: ['CVE-2026-1'] })];
  const suppressed = async (name: string, text: string) => {
    const key = name.includes('ignore') ? 'ignores' : 'vex';
    const { vulnerabilities, idle, targets } = await scan({
      given,
      texts: { [name]: text },
      settings: { [key]: [name] },
    });
    return { by: vulnerabilities[0]?.suppressed ?? null, idle, high: targets[0]?.bySeverity?.high };
  };

  it('an entry by any of its names, visible and not counted', async () => {
    const { by, high, idle } = await suppressed('.trivyignore', '# built without it\nCVE-2026-1 exp:2026-03-11\n');
    expect(by).toEqual({ by: '.trivyignore', file: '.trivyignore', because: 'built without it', until: '2026-03-11' });
    expect([high, idle]).toEqual([0, []]);
  });

  it('not an entry that has expired; that and what fits nothing is told', async () => {
    const { by, high, idle } = await suppressed(
      '.trivyignore',
      'GHSA-1 exp:2026-03-10\nCVE-2020-1\nGPL-3.0\nCVE-2020-2 exp:never\n',
    );
    expect([by, high]).toEqual([null, 1]);
    expect(idle.map(({ entry, fault }) => [entry, fault])).toEqual([
      ['CVE-2020-2', 'unreadable'],
      ['GHSA-1', 'expired'],
      ['CVE-2020-1', 'unused'],
    ]);
  });

  it('entries with conditions only where they hold', async () => {
    const yaml = (condition: string) => `vulnerabilities:\n  - id: GHSA-1\n    ${condition}\n`;
    expect((await suppressed('.trivyignore.yaml', yaml('paths: ["db/*"]'))).by).not.toBeNull();
    expect((await suppressed('.trivyignore.yaml', yaml('paths: ["other/*"]'))).by).toBeNull();
    expect((await suppressed('.trivyignore.yaml', yaml('purls: ["pkg:npm/left"]'))).by).not.toBeNull();
    expect((await suppressed('.trivyignore.yaml', yaml('purls: ["pkg:npm/left@9"]'))).by).toBeNull();
  });

  const openVex = (...statements: object[]) =>
    JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements });
  const about = (product: object, more: object = {}) => ({
    vulnerability: { name: 'CVE-2026-1' },
    products: [product],
    status: 'not_affected',
    ...more,
  });

  it.each([
    ['the package', { '@id': 'pkg:npm/left' }, true],
    ['another version', { '@id': 'pkg:npm/left@2.0.0' }, false],
    [
      'the image by digest',
      { '@id': `pkg:oci/shop@${DIGEST.replace(':', '%3A')}`, subcomponents: [{ '@id': 'pkg:npm/left' }] },
      true,
    ],
    ['the image by name', { '@id': 'pkg:oci/shop?repository_url=registry.example/team/shop' }, true],
    ['another image', { '@id': 'pkg:oci/store', subcomponents: [{ '@id': 'pkg:npm/left' }] }, false],
    ['another component', { '@id': 'pkg:oci/shop', subcomponents: [{ '@id': 'pkg:npm/right' }] }, false],
  ])('a statement about %s', async (_, product, lets) => {
    const { by, idle } = await suppressed('a.vex.json', openVex(about(product)));
    expect(by !== null).toBe(lets);
    expect(idle).toHaveLength(lets ? 0 : 1);
  });

  it('the latest statement counts, and "affected" lets nothing pass', async () => {
    const product = { '@id': 'pkg:npm/left' };
    const early = about(product, { timestamp: '2026-01-01T00:00:00Z' });
    const late = about(product, { status: 'affected', timestamp: '2026-02-01T00:00:00Z' });
    expect((await suppressed('a.vex.json', openVex(late, early))).by).toBeNull();
    expect((await suppressed('a.vex.json', openVex(about(product, { status: 'under_investigation' })))).by).toBeNull();
  });

  it('a statement of CycloneDX about the bill’s own reference', async () => {
    const bill = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      vulnerabilities: [
        { id: 'GHSA-1', analysis: { state: 'not_affected' }, affects: [{ ref: 'urn:cdx:x/1#pkg:npm/left@1.0.0' }] },
      ],
    };
    expect((await suppressed('a.vex.json', JSON.stringify(bill))).by).toMatchObject({ by: 'cyclonedx' });
  });

  it('a file that is not there or cannot be read is told', async () => {
    const { idle } = await scan({
      texts: { 'v.json': '{}' },
      settings: { ignores: ['.own-ignore'], vex: ['v.json'] },
    });
    expect(idle).toMatchObject([
      { file: '.own-ignore', fault: 'unreadable' },
      { file: 'v.json', fault: 'unreadable' },
    ]);
  });
});

describe('the archive', () => {
  const stem = '/var/lib/apt/lists/mirror.example_debian-security_dists_bookworm-security';
  const release = {
    path: `${stem}_InRelease`,
    text: 'Origin: Debian\nLabel: Debian-Security\nSuite: stable-security\nCodename: bookworm-security\nDate: Sun, 08 Mar 2026 12:00:00 UTC\n',
  };
  const stanza = (name: string, version: string) => `Package: ${name}\nArchitecture: amd64\nVersion: ${version}\n`;
  const list = (...stanzas: string[]) => ({ path: `${stem}_main_binary-amd64_Packages`, text: stanzas.join('\n') });
  const packages = ['libssl3', 'openssl'].map((name) =>
    installed({ type: 'deb', name, version: '3.0-1', source: { name: 'openssl', version: '3.0-1' } }),
  );

  it('tells which sources have an update in the security suite, and never that there is nothing', async () => {
    const aptLists = [release, list(stanza('libssl3', '3.0-2'), stanza('openssl', '3.0-2'), stanza('other', '9'))];
    const { vulnerabilities, engines, targets } = await scan({ packages, aptLists });
    expect(vulnerabilities).toMatchObject([
      { id: 'update-pending:openssl', severity: 'unknown', fixedIn: ['3.0-2'], by: ['archive'] },
    ]);
    expect(engines).toMatchObject([
      { name: 'archive', dataDate: '2026-03-08T12:00:00.000Z', dataAgeDays: 1.5, covers: [] },
    ]);
    expect(targets[0]?.bySeverity).toBeNull();
  });

  it('is silent where all is up to date, of another release, or of another suite', async () => {
    const old = list(stanza('openssl', '3.0-1'));
    expect((await scan({ packages, aptLists: [release, old] })).vulnerabilities).toEqual([]);
    const newer = list(stanza('openssl', '3.0-2'));
    expect(
      (await scan({ packages, aptLists: [release, newer], os: { ...DEBIAN, codename: 'trixie' } })).engines,
    ).toEqual([]);
    const main = { ...release, text: 'Suite: stable\nCodename: bookworm\n' };
    expect(
      (await scan({ packages, aptLists: [main, { ...newer, path: '/lists/x_dists_bookworm_main_Packages' }] })).engines,
    ).toEqual([]);
  });
});

describe('scanners on PATH', () => {
  const done = (stdout: string, exitCode = 0, stderr = ''): ProcessOutcome => ({
    exitCode,
    signal: null,
    stdout,
    stderr,
    elapsedMs: 1,
    timedOut: false,
  });
  const runs: string[][] = [];
  function with_(program: string, answer: (argv: readonly string[]) => ProcessOutcome): Promise<Scan> {
    const base = emptyPorts(memoryFiles('/work', {}));
    const folder = {
      path: '/tmp/x',
      write: (name: string) => `/tmp/my x/${name}`,
      copy: () => {},
      [Symbol.asyncDispose]: async () => {},
    };
    const ports: ScanOptions['ports'] = {
      ...base,
      clock: { ...base.clock, now: () => NOW },
      files: { ...base.files, temporary: () => folder },
      processes: {
        ...base.processes,
        find: (name) => (name === program ? `/bin/${name}` : null),
        run: async (argv) => (runs.push([...argv]), answer(argv)),
      },
    } satisfies Partial<Ports>;
    return scan({ ports });
  }
  const updated = JSON.stringify({ Version: '0.60.0', VulnerabilityDB: { UpdatedAt: '2026-03-09T00:00:00Z' } });
  const report = JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: 'bill',
    Results: [
      {
        Target: 'Node.js',
        Class: 'lang-pkgs',
        Type: 'node-pkg',
        Vulnerabilities: [
          {
            VulnerabilityID: 'CVE-2026-1',
            PkgName: 'left',
            InstalledVersion: '1.0.0',
            FixedVersion: '2',
            Severity: 'HIGH',
            Status: 'fixed',
          },
        ],
      },
    ],
  });

  it('trivy looks at the bill, and is dated by its database', async () => {
    const { engines, vulnerabilities, specimen } = await with_('trivy', (argv) =>
      done(argv.includes('version') ? updated : report),
    );
    expect(engines).toMatchObject([{ name: 'trivy', version: '0.60.0', dataAgeDays: 1, failed: null }]);
    expect(engines[0]?.covers).toContain('npm');
    expect(vulnerabilities).toMatchObject([{ id: 'CVE-2026-1', path: left.path, by: ['trivy'], fixedIn: ['2'] }]);
    expect(specimen?.type).toBe('npm');
    expect(runs.at(-1)?.at(-1)).toBe('/tmp/my x/bill.cdx.json');
  });

  it.each([
    ['no database', (): ProcessOutcome => done('{"Version":"0.60.0"}')],
    [
      'an error',
      (argv: readonly string[]): ProcessOutcome =>
        argv.includes('version') ? done(updated) : done('', 1, 'FATAL\nboom'),
    ],
    ['nonsense', (argv: readonly string[]): ProcessOutcome => (argv.includes('version') ? done(updated) : done('ok'))],
  ])('with %s it has failed, and found nothing out', async (_, answer) => {
    const { engines, targets } = await with_('trivy', answer);
    expect(engines).toMatchObject([{ name: 'trivy', failed: expect.any(String), covers: [] }]);
    expect(targets[0]?.bySeverity).toBeNull();
  });

  it('grype says its date in the status of its database', async () => {
    const grype = JSON.stringify({ matches: [], descriptor: { name: 'grype', version: '0.90.0' } });
    const { engines } = await with_('grype', (argv) =>
      done(argv.includes('status') ? '{"built":"2026-03-05T00:00:00Z","valid":true}' : grype),
    );
    expect(engines).toMatchObject([{ name: 'grype', version: '0.90.0', dataAgeDays: 5, failed: null }]);
    expect((await with_('grype', () => done('', 1, 'no database'))).engines).toMatchObject([
      { failed: expect.stringContaining('no database') },
    ]);
  });
});

describe('reports', () => {
  const report = (imageId: string) =>
    JSON.stringify({
      SchemaVersion: 2,
      ArtifactName: 'shop:1.2',
      CreatedAt: '2026-03-09T00:00:00Z',
      Metadata: { ImageID: imageId },
      Results: [{ Target: 'Node.js', Class: 'lang-pkgs', Type: 'node-pkg', Packages: [{}] }],
    });
  const engineOf = async (text: string) =>
    (await scan({ texts: { 'r.json': text }, settings: { reports: ['r.json'] } })).engines[0];

  it('of this very image is taken over', async () => {
    expect(await engineOf(report(DIGEST))).toMatchObject({
      name: 'report',
      covers: ['npm'],
      dataAgeDays: 1,
      failed: null,
    });
  });

  it('of another image, or of none that is named, is stale', async () => {
    expect(await engineOf(report(`sha256:${'b'.repeat(64)}`))).toMatchObject({
      failed: expect.stringContaining('stale'),
      covers: [],
    });
    expect(await engineOf(report(''))).toMatchObject({ failed: expect.stringContaining('by digest') });
    expect(await engineOf('')).toMatchObject({ failed: expect.stringContaining('empty') });
  });
});

describe('what a look depends on', () => {
  const inputs = (texts: Texts, more: Partial<ScanSettings> = {}) =>
    scanInputs(
      { ...settings, advisories: 'data', ignores: ['i'], ...more },
      '/work',
      emptyPorts(memoryFiles('/work', texts)),
    );
  const texts = { 'data/a.json': '{}', i: 'CVE-1' };

  it('is the same as long as nothing changes', () => {
    expect(inputs(texts)).toEqual(inputs(texts));
  });

  it.each([
    ['the data', inputs({ ...texts, 'data/b.json': '{}' })],
    ['an ignore file', inputs({ ...texts, i: 'CVE-2' })],
    ['the settings', inputs(texts, { engines: ['osv'] })],
  ])('is another with %s', (_, changed) => {
    expect(changed).not.toEqual(inputs(texts));
  });
});
