import {
  dateOf,
  field,
  type Fields,
  fieldsOf,
  listAt,
  numberAt,
  severityOf,
  statusOf,
  textAt,
  textsAt,
} from './fields.ts';
import { counted, digestsIn, type ReportFinding, type ReportTarget, type ScanReport } from './report.ts';

export function isTrivy(report: Fields): boolean {
  return report['SchemaVersion'] === 2 && typeof report['ArtifactName'] === 'string';
}

/** trivy's JSON, schema 2. A target without findings may be missing in it: that the target is clean is not said. */
export function readTrivy(report: Fields): ScanReport {
  const results = listAt(report, 'Results').map(fieldsOf);
  const read = results.map((result) => ({
    result,
    findings: listAt(result, 'Vulnerabilities').map(findingOf(result)),
  }));
  const os = fieldsOf(field(report, 'Metadata', 'OS'));
  return {
    format: 'trivy',
    schemaVersion: '2',
    tool: { name: 'trivy', version: textAt(report, 'Trivy', 'Version') || null },
    artifact: textAt(report, 'ArtifactName'),
    artifactType: textAt(report, 'ArtifactType'),
    os: 'Family' in os ? { family: textAt(os, 'Family'), name: textAt(os, 'Name') } : null,
    imageDigests: digestsIn([
      textAt(report, 'Metadata', 'ImageID'),
      textAt(report, 'ArtifactID'),
      ...textsAt(report, 'Metadata', 'RepoDigests'),
    ]),
    createdAt: dateOf(textAt(report, 'CreatedAt')),
    dataDate: null, // the report does not say; `trivy version` does
    targets: read.map(({ result, findings }) => targetOf(result, findings)),
    findings: read.flatMap(({ result, findings }) => [...findings, ...suppressedOf(result)]),
  };
}

function targetOf(result: Fields, findings: readonly ReportFinding[]): ReportTarget {
  const kind = textAt(result, 'Class');
  return {
    target: textAt(result, 'Target'),
    class: kind,
    type: textAt(result, 'Type'),
    packages: listAt(result, 'Packages').length,
    vulnerabilities: kind === 'os-pkgs' || kind === 'lang-pkgs' || findings.length > 0 ? findings.length : null,
    ...counted(findings),
    secrets: listAt(result, 'Secrets').length,
    misconfigurations: listAt(result, 'Misconfigurations').length,
    licences: listAt(result, 'Licenses').length,
  };
}

const findingOf =
  (result: Fields) =>
  (value: unknown): ReportFinding => {
    const fixed = textAt(value, 'FixedVersion');
    const source = textAt(value, 'SeveritySource');
    const status = textAt(value, 'Status');
    return {
      id: textAt(value, 'VulnerabilityID'),
      aliases: textsAt(value, 'VendorIDs'),
      packageName: textAt(value, 'PkgName'),
      installed: textAt(value, 'InstalledVersion'),
      packageType: textAt(result, 'Type'),
      purl: textAt(value, 'PkgIdentifier', 'PURL') || null,
      path: textAt(value, 'PkgPath'),
      layerDigest: textAt(value, 'Layer', 'DiffID') || null,
      severity: severityOf(textAt(value, 'Severity')),
      severityFrom: source === '' ? 'trivy' : `trivy (${source})`,
      score: scoreOf(field(value, 'CVSS'), source),
      fixedIn: fixed.split(',').flatMap((version) => version.trim() || []),
      status: status === '' && fixed !== '' ? 'fixed' : statusOf(status),
      summary: textAt(value, 'Title'),
      published: dateOf(textAt(value, 'PublishedDate')),
      suppressedBecause: null,
    };
  };

/** The score of the source whose rating was taken, else the first there is. */
function scoreOf(cvss: unknown, source: string): number | null {
  const scores = [fieldsOf(field(cvss, source)), ...Object.values(fieldsOf(cvss))];
  for (const it of scores) {
    const score = numberAt(it, 'V40Score') ?? numberAt(it, 'V3Score') ?? numberAt(it, 'V2Score');
    if (score !== null) return score;
  }
  return null;
}

/** `--show-suppressed`: what trivy found and was told to leave out. */
function suppressedOf(result: Fields): readonly ReportFinding[] {
  return listAt(result, 'ExperimentalModifiedFindings').flatMap((it) =>
    textAt(it, 'Type') === 'vulnerability'
      ? [
          {
            ...findingOf(result)(field(it, 'Finding')),
            suppressedBecause: textAt(it, 'Statement') || textAt(it, 'Status') || 'ignored',
          },
        ]
      : [],
  );
}
