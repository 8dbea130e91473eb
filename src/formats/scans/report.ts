import type { Severity, Vulnerability } from '../../domain/index.ts';

/** One vulnerability as a report names it. */
export interface ReportFinding {
  readonly id: string;
  readonly aliases: readonly string[];
  /** Empty where the report names no package. */
  readonly packageName: string;
  readonly installed: string;
  /** In the words of the tool: `deb`, `python-pkg`, `node-pkg`; empty = not said. */
  readonly packageType: string;
  readonly purl: string | null;
  readonly path: string;
  readonly layerDigest: string | null;
  readonly severity: Severity;
  readonly severityFrom: string;
  readonly score: number | null;
  readonly fixedIn: readonly string[];
  readonly status: Vulnerability['status'];
  readonly summary: string;
  readonly published: string | null;
  /** The tool itself was told not to count it. */
  readonly suppressedBecause: string | null;
}

/** What the report says of one target. A target that was looked at for other things alone has `vulnerabilities: null`. */
export interface ReportTarget {
  readonly target: string;
  /** trivy's: `os-pkgs`, `lang-pkgs`, `secret`, `config`, `license`; null where the format has none. */
  readonly class: string | null;
  readonly type: string;
  readonly packages: number;
  readonly vulnerabilities: number | null;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byStatus: Readonly<Partial<Record<Vulnerability['status'], number>>>;
  readonly fixable: number;
  readonly secrets: number;
  readonly misconfigurations: number;
  readonly licences: number;
}

/** A report of a vulnerability scanner. */
export interface ScanReport {
  readonly format: 'trivy' | 'grype' | 'sarif' | 'cyclonedx';
  readonly schemaVersion: string;
  readonly tool: { readonly name: string; readonly version: string | null };
  readonly artifact: string;
  readonly artifactType: string;
  readonly os: { readonly family: string; readonly name: string } | null;
  /** Digests that tell which image it is about: image id, manifest, repository digests. */
  readonly imageDigests: readonly string[];
  readonly createdAt: string | null;
  /** When the data was built that it looked with, where it says so. */
  readonly dataDate: string | null;
  readonly targets: readonly ReportTarget[];
  readonly findings: readonly ReportFinding[];
}

function noSeverities(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };
}

/** Counts findings by severity, status and whether there is a fix. */
export function counted(
  findings: readonly Pick<ReportFinding, 'severity' | 'status' | 'fixedIn'>[],
): Pick<ReportTarget, 'bySeverity' | 'byStatus' | 'fixable'> {
  const bySeverity = noSeverities();
  const byStatus: Partial<Record<Vulnerability['status'], number>> = {};
  for (const { severity, status } of findings) {
    bySeverity[severity] += 1;
    byStatus[status] = (byStatus[status] ?? 0) + 1;
  }
  return { bySeverity, byStatus, fixable: findings.filter(({ fixedIn }) => fixedIn.length > 0).length };
}

/** A target of a report that speaks of vulnerabilities alone. */
export function vulnerabilityTarget(
  names: Pick<ReportTarget, 'target' | 'type' | 'packages'>,
  findings: readonly ReportFinding[],
): ReportTarget {
  return {
    ...names,
    class: null,
    vulnerabilities: findings.length,
    ...counted(findings),
    secrets: 0,
    misconfigurations: 0,
    licences: 0,
  };
}

/** `sha256:…` as it stands at the end of a reference or alone. */
export function digestsIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => /sha256(?::|%3A)([0-9a-f]{64})/i.exec(text)?.[1] ?? []))].map(
    (hex) => `sha256:${hex.toLowerCase()}`,
  );
}
