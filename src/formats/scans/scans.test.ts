import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScanReport, type ScanReport } from './index.ts';

const HEX = 'ab'.repeat(32);

function read(report: unknown): ScanReport {
  const found = readScanReport(typeof report === 'string' ? report : JSON.stringify(report));
  if ('fault' in found) throw new Error(found.fault);
  return found;
}

const trivy = {
  SchemaVersion: 2,
  CreatedAt: '2026-03-01T10:00:00Z',
  Trivy: { Version: '0.60.0' },
  ArtifactName: 'shop:1',
  ArtifactType: 'container_image',
  Metadata: {
    OS: { Family: 'debian', Name: '12.9' },
    ImageID: `sha256:${HEX}`,
    RepoDigests: [`shop@sha256:${'0'.repeat(64)}`],
  },
  Results: [
    {
      Target: 'shop:1 (debian 12.9)',
      Class: 'os-pkgs',
      Type: 'debian',
      Packages: [{}, {}],
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2026-1000',
          PkgName: 'libx1',
          InstalledVersion: '1.0-1',
          FixedVersion: '1.0-2, 1.1-1',
          Status: 'fixed',
          Severity: 'HIGH',
          SeveritySource: 'debian',
          CVSS: { nvd: { V3Score: 7.5 } },
          PkgIdentifier: { PURL: 'pkg:deb/debian/libx1@1.0-1' },
        },
        { VulnerabilityID: 'CVE-2026-1001', PkgName: 'libx1', Severity: 'WHATEVER', Status: 'will_not_fix' },
      ],
    },
    { Target: 'Node.js', Class: 'lang-pkgs', Type: 'node-pkg', Packages: [{}] },
    { Target: '/etc/key.pem', Class: 'secret', Secrets: [{}] },
  ],
};

describe("trivy's JSON", () => {
  it('gives the table by target, and tells clean from not looked at', () => {
    const { targets } = read(trivy);
    expect(
      targets.map(({ packages, vulnerabilities, fixable, secrets }) => [packages, vulnerabilities, fixable, secrets]),
    ).toEqual([
      [2, 2, 1, 0],
      [1, 0, 0, 0],
      [0, null, 0, 1],
    ]);
    expect(targets[0]?.bySeverity).toMatchObject({ high: 1, unknown: 1, critical: 0 });
    expect(targets[0]?.byStatus).toEqual({ fixed: 1, 'will-not-fix': 1 });
  });

  it('gives each finding with its fixes, its score and where the rating comes from', () => {
    expect(read(trivy).findings[0]).toMatchObject({
      id: 'CVE-2026-1000',
      fixedIn: ['1.0-2', '1.1-1'],
      score: 7.5,
      severityFrom: 'trivy (debian)',
      purl: 'pkg:deb/debian/libx1@1.0-1',
    });
  });

  it('names the digests of the image that it is about', () => {
    expect(read(trivy).imageDigests).toEqual([`sha256:${HEX}`, `sha256:${'0'.repeat(64)}`]);
  });
});

describe("grype's JSON", () => {
  const grype = {
    matches: [
      {
        vulnerability: {
          id: 'GHSA-aaaa-bbbb-cccc',
          severity: 'Critical',
          fix: { state: 'fixed', versions: ['2.0.1'] },
        },
        relatedVulnerabilities: [{ id: 'CVE-2026-2000' }],
        artifact: {
          name: 'left',
          version: '2.0.0',
          type: 'npm',
          purl: 'pkg:npm/left@2.0.0',
          locations: [{ path: '/a/package.json' }],
        },
      },
    ],
    ignoredMatches: [
      {
        vulnerability: { id: 'CVE-2026-2001', severity: 'High' },
        artifact: {},
        appliedIgnoreRules: [{ reason: 'not built in' }],
      },
    ],
    source: { type: 'image', target: { userInput: 'shop:1', imageID: `sha256:${HEX}` } },
    distro: { name: 'debian', version: '12' },
    descriptor: {
      name: 'grype',
      version: '0.90.0',
      db: { status: { built: '2026-02-28T01:00:00Z', schemaVersion: 'v6.0.2' } },
    },
  };

  it('gives matches with related ids as aliases, and the date of its database', () => {
    const report = read(grype);
    expect(report).toMatchObject({ dataDate: '2026-02-28T01:00:00.000Z', imageDigests: [`sha256:${HEX}`] });
    expect(report.findings[0]).toMatchObject({
      aliases: ['CVE-2026-2000'],
      severity: 'critical',
      status: 'fixed',
      path: '/a/package.json',
    });
  });

  it('keeps what it was told to ignore, with the reason', () => {
    expect(read(grype).findings[1]).toMatchObject({ id: 'CVE-2026-2001', suppressedBecause: 'not built in' });
    expect(read(grype).targets).toMatchObject([{ type: 'npm', vulnerabilities: 1 }]);
  });
});

describe('SARIF', () => {
  const sarif = (help: string, ruleId: string, properties: object = {}) => ({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Trivy', version: '1', rules: [{ id: ruleId, help: { text: help }, properties }] } },
        results: [{ ruleId, message: { text: 'found' } }],
        properties: { imageName: 'shop:1', imageID: `sha256:${HEX}` },
      },
    ],
  });

  it('reads the package out of the help', () => {
    const help =
      'Vulnerability CVE-2026-3000\nSeverity: HIGH\nPackage: libx\nInstalled Version: 1\nFixed Version: 2, 3\n';
    expect(read(sarif(help, 'CVE-2026-3000-libx')).findings).toMatchObject([
      { id: 'CVE-2026-3000', packageName: 'libx', installed: '1', fixedIn: ['2', '3'], severity: 'high' },
    ]);
  });

  it('takes the band of the score where no word is given', () => {
    const report = read(sarif('', 'CVE-2026-3001-libx', { 'security-severity': '9.1' }));
    expect(report.findings).toMatchObject([{ id: 'CVE-2026-3001', severity: 'critical', score: 9.1 }]);
    expect(report.imageDigests).toEqual([`sha256:${HEX}`]);
  });
});

describe('CycloneDX', () => {
  it('joins vulnerabilities with components, and keeps the analysis', () => {
    const report = read({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [{ 'bom-ref': 'a', name: 'left', group: '@s', version: '1', purl: 'pkg:npm/%40s/left@1' }],
      vulnerabilities: [
        {
          id: 'CVE-2026-4000',
          ratings: [{ severity: 'low' }, { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
          affects: [{ ref: 'a' }],
        },
        { id: 'CVE-2026-4001', analysis: { state: 'false_positive' }, affects: [{ ref: 'urn:cdx:x/1#a' }] },
      ],
    });
    expect(report.findings).toMatchObject([
      { packageName: '@s/left', severity: 'critical', score: 9.8, packageType: 'npm' },
      { packageName: '@s/left', suppressedBecause: 'false_positive' },
    ]);
  });

  it('says nothing about vulnerabilities where the bill has no list of them', () => {
    expect(read({ bomFormat: 'CycloneDX', specVersion: '1.6' }).targets).toEqual([]);
  });
});

describe('what is no report', () => {
  it.each([
    ['', 'empty'],
    ['NAME  INSTALLED  FIXED-IN\n', 'table'],
    ['{"SchemaVersion": 2,', 'cut off'],
    ['<sarif/>', 'XML'],
    ['Vulnerability: X', 'text'],
    ['[]', 'not an object'],
    ['{}', 'neither'],
    ['{"__proto__": {"SchemaVersion": 2}, "constructor": 1}', 'neither'],
  ])('%j is refused with what it looks like', (text, why) => {
    expect(readScanReport(text)).toMatchObject({ fault: expect.stringContaining(why) });
  });

  it('never throws, whatever stands in the fields', () => {
    const heads = [
      { SchemaVersion: 2, ArtifactName: 'x' },
      { matches: [], descriptor: { name: 'grype' } },
      { version: '2.1.0', runs: [] },
      { bomFormat: 'CycloneDX', specVersion: '1.6' },
    ];
    const keys = [
      'Results',
      'Vulnerabilities',
      'matches',
      'runs',
      'tool',
      'vulnerabilities',
      'affects',
      'components',
      '__proto__',
    ];
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.dictionary(fc.constantFrom(...keys), tree), (head, body) => {
        expect(readScanReport(JSON.stringify({ ...body, ...head }))).toBeDefined();
        expect(readScanReport(JSON.stringify({ ...head, ...body }))).toBeDefined();
      }),
    );
  });

  it('walks components that are nested a hundred thousand deep', () => {
    const deep = 100_000;
    const nested = `${'{"components":['.repeat(deep)}${']}'.repeat(deep)}`;
    const text = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${nested}]}`;
    expect(readScanReport(text)).toBeDefined();
  });
});
