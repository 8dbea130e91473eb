import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVex, type VexDocument } from './index.ts';

function read(document: unknown): VexDocument {
  const found = readVex(JSON.stringify(document));
  if ('fault' in found) throw new Error(found.fault);
  return found;
}

describe('OpenVEX', () => {
  it('reads texts (0.0.1) and objects (0.2.0)', () => {
    const { statements } = read({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      timestamp: '2026-01-01T00:00:00Z',
      statements: [
        {
          vulnerability: 'CVE-2026-1',
          products: ['pkg:apk/wolfi/git'],
          subcomponents: ['pkg:apk/wolfi/zlib'],
          status: 'fixed',
        },
        {
          vulnerability: { name: 'CVE-2026-2', aliases: ['GHSA-x'] },
          products: [
            {
              '@id': 'pkg:oci/shop',
              identifiers: { purl: 'pkg:oci/shop@sha256:1' },
              subcomponents: [{ '@id': 'pkg:npm/a' }],
            },
          ],
          status: 'not_affected',
          justification: 'component_not_present',
          impact_statement: 'not in the build',
          timestamp: '2026-02-01T00:00:00Z',
        },
      ],
    });
    expect(statements).toMatchObject([
      { status: 'fixed', subjects: [{ product: 'pkg:apk/wolfi/git', subcomponents: ['pkg:apk/wolfi/zlib'] }] },
      {
        aliases: ['GHSA-x'],
        status: 'not-affected',
        justification: 'component_not_present',
        because: 'not in the build',
        subjects: [
          { product: 'pkg:oci/shop', subcomponents: ['pkg:npm/a'] },
          { product: 'pkg:oci/shop@sha256:1', subcomponents: ['pkg:npm/a'] },
        ],
        atMs: Date.parse('2026-02-01T00:00:00Z'),
      },
    ]);
  });
});

describe('CSAF', () => {
  const document = {
    document: { csaf_version: '2.0', tracking: { current_release_date: '2026-01-01T00:00:00Z' } },
    product_tree: {
      full_product_names: [{ product_id: 'image', product_identification_helper: { purl: 'pkg:oci/shop' } }],
      branches: [
        { branches: [{ product: { product_id: 'lib', product_identification_helper: { purl: 'pkg:npm/lib@1' } } }] },
      ],
      relationships: [
        {
          product_reference: 'lib',
          relates_to_product_reference: 'image',
          full_product_name: { product_id: 'lib-in-image' },
        },
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2026-1',
        ids: [{ text: 'GHSA-y' }],
        product_status: { known_not_affected: ['lib-in-image', 'nobody'], known_affected: ['lib'] },
        flags: [{ label: 'vulnerable_code_not_present', product_ids: ['lib-in-image'] }],
        threats: [{ category: 'impact', details: 'never called' }],
      },
    ],
  };

  it('follows product ids to package URLs, through relationships too', () => {
    expect(read(document).statements).toMatchObject([
      {
        vulnerability: 'CVE-2026-1',
        aliases: ['GHSA-y'],
        status: 'not-affected',
        justification: 'vulnerable_code_not_present',
        because: 'never called',
        subjects: [
          { product: 'pkg:oci/shop', subcomponents: ['pkg:npm/lib@1'] },
          { product: 'nobody', subcomponents: [] },
        ],
      },
      { status: 'affected', stated: 'known_affected', justification: null, subjects: [{ product: 'pkg:npm/lib@1' }] },
    ]);
  });
});

describe('CycloneDX', () => {
  it('takes the state of the analysis in its own word and in ours', () => {
    const { statements, serialNumber } = read({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: 'urn:uuid:1',
      vulnerabilities: [
        {
          id: 'CVE-2026-1',
          analysis: { state: 'false_positive', detail: 'test code' },
          affects: [{ ref: 'urn:cdx:1/1#a' }],
        },
        { id: 'CVE-2026-2' },
      ],
    });
    expect(serialNumber).toBe('urn:uuid:1');
    expect(statements).toMatchObject([
      {
        status: 'not-affected',
        stated: 'false_positive',
        because: 'test code',
        subjects: [{ product: 'urn:cdx:1/1#a' }],
      },
      { status: 'unknown', stated: '', subjects: [] },
    ]);
  });
});

it.each(['', '[]', 'null', '{}', '{"@context":"https://example.org/ns"}', '{"__proto__":{"bomFormat":"CycloneDX"}}'])(
  'refuses %j',
  (text) => {
    expect(readVex(text)).toHaveProperty('fault');
  },
);

it('never throws, whatever stands in the fields', () => {
  const heads = [
    { '@context': 'https://openvex.dev/ns' },
    { document: { csaf_version: '2.0' } },
    { bomFormat: 'CycloneDX', specVersion: '1.5' },
  ];
  const keys = [
    'statements',
    'products',
    'product_tree',
    'vulnerabilities',
    'relationships',
    'affects',
    'analysis',
    'product_status',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()), (head, body) => {
      expect(readVex(JSON.stringify({ ...body, ...head }))).toBeDefined();
    }),
  );
});
