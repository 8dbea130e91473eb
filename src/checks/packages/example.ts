import type { Facts, Scan, Vulnerability } from '../../domain/index.ts';
import { plant } from '../kit.ts';

/** Facts with another scan, for counter-proofs. */
export function withScan(facts: Facts, change: (scan: Scan) => Partial<Scan>): Partial<Facts> {
  const { scan } = facts.packages;
  return { packages: { ...facts.packages, scan: { ...scan, ...change(scan) } } };
}

/** For the counter-proof: what a look would say of a package that is not there. */
export function invented(index: number): Vulnerability {
  return {
    id: `tickproof-invented-${index + 1}`,
    aliases: [],
    purl: 'pkg:generic/tickproof-invented@1',
    packageName: 'tickproof-invented',
    installed: '1',
    path: '/tickproof-invented',
    layer: 0,
    target: 'invented',
    severity: 'critical',
    severityFrom: 'invented',
    score: null,
    fixedIn: ['2'],
    status: 'fixed',
    summary: '',
    published: null,
    by: [],
    suppressed: null,
  };
}

/** One package and one advisory that speaks of an older version of it. */
export function exampleOf() {
  const text = JSON.stringify({ name: 'left', version: '2.0.1' });
  const range = { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.1' }] };
  const advisory = {
    id: 'GHSA-aaaa-bbbb-cccc',
    aliases: ['CVE-2025-10000'],
    modified: '2025-12-31T00:00:00Z',
    database_specific: { severity: 'CRITICAL' },
    affected: [{ package: { ecosystem: 'npm', name: 'left' }, ranges: [range] }],
  };
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };
  const covers = ['npm' as const];
  const dataDate = '2025-12-31T00:00:00.000Z';
  return {
    image: { layers: [[plant('/app/node_modules/left/package.json', { text, mode: 0o644 })]] },
    advisories: [advisory],
    facts: {
      packages: {
        scan: {
          engines: [
            {
              name: 'osv' as const,
              version: null,
              dataDate,
              dataAgeDays: 1,
              how: 'given advisories',
              covers,
              failed: null,
              unreadable: [],
            },
          ],
          targets: [
            { target: 'Node.js', type: 'npm' as const, packages: 1, bySeverity, fixable: 0, lookedAtBy: ['osv'] },
          ],
          vulnerabilities: [],
          idle: [],
          specimen: { type: 'npm' as const, name: 'left', version: '0.0.1', id: 'CVE-2025-10000' },
          at: '2026-01-01T00:00:00.000Z',
        },
      },
    },
  };
}
