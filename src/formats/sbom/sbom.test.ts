import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, it } from 'vitest';
import type { Package } from '../../domain/index.ts';
import { cycloneDx, type SbomSource, spdx } from './index.ts';

const some = (it: Pick<Package, 'type' | 'name' | 'version' | 'purl'> & Partial<Package>): Package => ({
  architecture: null,
  source: null,
  licences: [],
  cataloguer: it.type,
  path: '/var/lib/dpkg/status',
  layer: 0,
  sizeBytes: 0,
  files: 0,
  shippedBy: null,
  requires: [],
  ...it,
});
const libc = some({
  type: 'deb',
  name: 'libssl3',
  version: '1:3.0.17-1~deb12u2',
  purl: 'pkg:deb/debian/libssl3@1%3A3.0.17-1~deb12u2?arch=amd64&distro=debian-12.11',
  source: { name: 'openssl', version: '1:3.0.17-1~deb12u2' },
  licences: ['Apache-2'],
});
const left = some({
  type: 'npm',
  name: '@scope/left',
  version: '1.2.3',
  purl: 'pkg:npm/%40scope/left@1.2.3',
  licences: ['MIT OR ISC'],
});
const right = some({
  type: 'npm',
  name: 'right',
  version: '2.0.0',
  purl: 'pkg:npm/right@2.0.0',
  path: '/app/node_modules/right/package.json',
  layer: 1,
  licences: ['SEE LICENCE IN FILE'],
  requires: [left.purl],
});
const again = { ...right, path: '/app/old/node_modules/right/package.json' };

const source: SbomSource = {
  reference: 'example/kaizen:latest',
  imageId: `sha256:${'a'.repeat(64)}`,
  manifestDigest: null,
  architecture: 'amd64',
  diffIds: [`sha256:${'b'.repeat(64)}`, `sha256:${'c'.repeat(64)}`],
  commands: ['FROM debian', 'RUN npm ci'],
  os: { family: 'debian', version: '12.11', codename: 'bookworm', prettyName: 'Debian 12' },
  packages: [libc, left, right, again],
  hasUnowned: true,
  toolVersion: '0.1.0',
  created: '2026-01-02T03:04:05.678Z',
};

describe('CycloneDX', () => {
  const document = JSON.parse(cycloneDx(source));

  it('holds by the schema of its version', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(cycloneDx(source))).toBeNull();
    expect(await validator.validate(cycloneDx({ ...source, os: null, packages: [], created: null }))).toBeNull();
  });

  it('hangs the packages of the distribution under it, and those of languages under their kind', () => {
    const under = (ref: string) => document.dependencies.find((it: { ref: string }) => it.ref === ref)?.dependsOn;
    expect(under('operating-system')).toEqual([libc.purl]);
    expect(under('application:npm')).toEqual([left.purl, right.purl, `${again.purl}#2`]);
    expect(under(right.purl)).toEqual([left.purl]);
  });

  it('names the source that advisories speak of', () => {
    const component = document.components.find((it: { purl?: string }) => it.purl === libc.purl);
    expect(component.properties).toEqual(
      expect.arrayContaining([
        { name: 'aquasecurity:trivy:SrcName', value: 'openssl' },
        { name: 'aquasecurity:trivy:SrcVersion', value: '3.0.17' },
        { name: 'aquasecurity:trivy:SrcRelease', value: '1~deb12u2' },
        { name: 'aquasecurity:trivy:SrcEpoch', value: '1' },
      ]),
    );
    expect(component.licenses).toEqual([{ license: { id: 'Apache-2.0' } }]);
  });

  it('has references that are unique and lead somewhere', () => {
    const refs: string[] = [document.metadata.component, ...document.components].map((it) => it['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    const named = document.dependencies.flatMap((it: { ref: string; dependsOn: string[] }) => [
      it.ref,
      ...it.dependsOn,
    ]);
    expect(named.filter((ref: string) => !refs.includes(ref))).toEqual([]);
  });

  it('is the same for the same image', () => {
    expect(cycloneDx(source)).toBe(cycloneDx({ ...source, packages: [...source.packages] }));
    expect(document.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe('SPDX', () => {
  const document = JSON.parse(spdx(source));
  type Described = { SPDXID: string; name: string; licenseDeclared: string };

  it('has what SPDX 2.3 demands of a document and of each package', () => {
    expect(document).toMatchObject({
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      documentNamespace: expect.stringMatching(/^urn:uuid:/),
      creationInfo: { created: '2026-01-02T03:04:05Z', creators: ['Tool: tickproof-0.1.0'] },
    });
    for (const it of document.packages) {
      expect(it).toMatchObject({ name: expect.any(String), downloadLocation: 'NOASSERTION', filesAnalyzed: false });
      expect(it.SPDXID).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
    }
    expect(new Set(document.packages.map(({ SPDXID }: Described) => SPDXID)).size).toBe(document.packages.length);
  });

  it('relates only what it describes', () => {
    const ids = ['SPDXRef-DOCUMENT', ...document.packages.map(({ SPDXID }: Described) => SPDXID)];
    const related: { spdxElementId: string; relatedSpdxElement: string }[] = document.relationships;
    const named = related.flatMap((it) => [it.spdxElementId, it.relatedSpdxElement]);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('tells in full the licences that are on no list', () => {
    const declared = document.packages.find(({ name }: Described) => name === 'right').licenseDeclared;
    expect(declared).toMatch(/^LicenseRef-SEE-LICENCE-IN-FILE-/);
    expect(document.hasExtractedLicensingInfos).toEqual([
      { licenseId: declared, extractedText: 'SEE LICENCE IN FILE' },
    ]);
  });
});

it('gives each component a reference of its own, whatever purls an image brings', () => {
  const forged = { ...right, purl: `${right.purl}#2`, name: 'forged', requires: [] };
  const packages = [right, again, forged].map((it) => ({ ...it, requires: [] }));
  const document = JSON.parse(cycloneDx({ ...source, packages })) as { components: { 'bom-ref': string }[] };
  const references = document.components.map((it) => it['bom-ref']);
  expect(new Set(references).size).toBe(references.length);
});
