import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSbom, sbom } from './sbom.ts';

const PURL = 'pkg:maven/org.x/a@1.0';
const NEEDED = 'pkg:deb/debian/libssl3@3.0.17-1?arch=amd64&upstream=openssl%403.0.17';
const wanted = {
  packages: [
    { type: 'maven', name: 'org.x:a', version: '1.0', purl: PURL, licences: ['MIT'], requires: ['libssl3@3.0.17-1'] },
    {
      type: 'deb',
      name: 'libssl3',
      version: '3.0.17-1',
      architecture: 'amd64',
      source: { name: 'openssl', version: '3.0.17' },
    },
  ],
};

const reference = (locator: string) => [
  { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: locator },
];

describe('readSbom', () => {
  it.each([
    [
      'SPDX as JSON',
      JSON.stringify({
        spdxVersion: 'SPDX-2.3',
        packages: [
          {
            SPDXID: 'a',
            name: 'a',
            licenseDeclared: 'MIT',
            licenseConcluded: 'NOASSERTION',
            externalRefs: reference(PURL),
          },
          { SPDXID: 'b', name: 'b', licenseDeclared: 'NOASSERTION', externalRefs: reference(NEEDED) },
          { SPDXID: 'c', name: 'no purl' },
        ],
        relationships: [{ spdxElementId: 'a', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'b' }],
      }),
    ],
    [
      'SPDX as tags',
      `SPDXVersion: SPDX-2.3\nDocumentComment: <text>\nPackageName: no\n</text>\nPackageName: a\nSPDXID: a\nPackageLicenseDeclared: MIT\nExternalRef: PACKAGE-MANAGER purl ${PURL}\n\nPackageName: b\nSPDXID: b\nExternalRef: PACKAGE-MANAGER purl ${NEEDED}\nRelationship: b DEPENDENCY_OF a\n`,
    ],
    [
      'CycloneDX as JSON',
      JSON.stringify({
        bomFormat: 'CycloneDX',
        components: [
          {
            'bom-ref': 'a',
            name: 'a',
            purl: PURL,
            licenses: [{ license: { id: 'MIT' } }],
            components: [{ 'bom-ref': 'b', name: 'b', purl: NEEDED }],
          },
        ],
        dependencies: [{ ref: 'a', dependsOn: ['b'] }],
      }),
    ],
    [
      'CycloneDX as XML',
      `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component bom-ref="a"><name>a</name><licenses><license><id>MIT</id></license></licenses><purl>${PURL}</purl></component><component bom-ref="b"><name>b</name><purl>${NEEDED.replaceAll('&', '&amp;')}</purl></component></components><dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies></bom>`,
    ],
    [
      'syft',
      JSON.stringify({
        descriptor: { name: 'syft' },
        artifacts: [
          { id: 'a', name: 'a', version: '1.0', purl: PURL, licenses: [{ value: 'MIT' }] },
          { id: 'b', name: 'b', version: '3', purl: NEEDED, licenses: [] },
        ],
        artifactRelationships: [{ parent: 'b', child: 'a', type: 'dependency-of' }],
      }),
    ],
  ])('reads %s', (_kind, source) => {
    expect(readSbom(source)).toMatchObject(wanted);
  });

  it('says what is no such document, and leaves out what is no purl', () => {
    expect(readSbom('{}')).toHaveProperty('fault');
    expect(readSbom('{"bomFormat": "CycloneDX", "components": [{"purl": "nonsense"}, 3, null]}')).toEqual({
      packages: [],
    });
    expect(sbom.where?.('/x/a.dist-info/sboms/auditwheel.cdx.json')).toBe(false);
  });

  it('keeps the purl of a type that it does not know', () => {
    expect(readSbom('{"bomFormat": "CycloneDX", "components": [{"purl": "pkg:oci/app@sha256%3Aaa"}]}')).toMatchObject({
      packages: [{ type: 'generic', name: 'app', purl: 'pkg:oci/app@sha256:aa' }],
    });
  });

  it('ends in a value whatever it is given', () => {
    const ends = (source: string) => {
      expect(readSbom(source)).toBeDefined();
    };
    fc.assert(fc.property(fc.json(), ends));
    fc.assert(fc.property(fc.string(), (source) => ends(`SPDXVersion: SPDX-2.3\nPackageName: ${source}`)));
  });
});
