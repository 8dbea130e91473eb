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
import { digestsIn, type ReportFinding, type ScanReport, vulnerabilityTarget } from './report.ts';

export function isGrype(report: Fields): boolean {
  return Array.isArray(report['matches']) && textAt(report, 'descriptor', 'name') === 'grype';
}

/** grype's JSON. It has one list for the whole image: the targets are its package types. */
export function readGrype(report: Fields): ScanReport {
  const matches = listAt(report, 'matches').map((it) => findingOf(it, null));
  const ignored = listAt(report, 'ignoredMatches').map((it) => findingOf(it, reasonOf(it)));
  const types = [...new Set(matches.map(({ packageType }) => packageType))];
  const target = field(report, 'source', 'target');
  const distro = fieldsOf(report['distro']);
  return {
    format: 'grype',
    schemaVersion: textAt(report, 'descriptor', 'db', 'status', 'schemaVersion'),
    tool: { name: 'grype', version: versionOf(textAt(report, 'descriptor', 'version')) },
    artifact: typeof target === 'string' ? target : textAt(target, 'userInput'),
    artifactType: textAt(report, 'source', 'type'),
    os: textAt(distro, 'name') === '' ? null : { family: textAt(distro, 'name'), name: textAt(distro, 'version') },
    imageDigests: digestsIn([
      textAt(target, 'imageID'),
      textAt(target, 'manifestDigest'),
      ...textsAt(target, 'repoDigests'),
    ]),
    createdAt: dateOf(textAt(report, 'descriptor', 'timestamp')),
    dataDate: dateOf(
      textAt(report, 'descriptor', 'db', 'status', 'built') || textAt(report, 'descriptor', 'db', 'built'),
    ),
    targets: types.map((type) =>
      vulnerabilityTarget(
        { target: type, type, packages: 0 },
        matches.filter(({ packageType }) => packageType === type),
      ),
    ),
    findings: [...matches, ...ignored],
  };
}

const versionOf = (text: string): string | null => (text === '' || text.startsWith('[') ? null : text);

function findingOf(match: unknown, suppressedBecause: string | null): ReportFinding {
  const vulnerability = field(match, 'vulnerability');
  const artifact = field(match, 'artifact');
  const state = textAt(vulnerability, 'fix', 'state');
  const scores = listAt(vulnerability, 'cvss').flatMap((it) => numberAt(it, 'metrics', 'baseScore') ?? []);
  return {
    id: textAt(vulnerability, 'id'),
    aliases: listAt(match, 'relatedVulnerabilities').flatMap((it) => textAt(it, 'id') || []),
    packageName: textAt(artifact, 'name'),
    installed: textAt(artifact, 'version'),
    packageType: textAt(artifact, 'type'),
    purl: textAt(artifact, 'purl') || null,
    path: textAt(listAt(artifact, 'locations')[0], 'path'),
    layerDigest: textAt(listAt(artifact, 'locations')[0], 'layerID') || null,
    severity: severityOf(textAt(vulnerability, 'severity')),
    severityFrom: 'grype',
    score: scores.length === 0 ? null : Math.max(...scores.slice(0, 100)),
    fixedIn: state === 'fixed' ? textsAt(vulnerability, 'fix', 'versions') : [],
    status: state === '' ? 'unknown' : statusOf(state),
    summary: textAt(vulnerability, 'description'),
    published: null,
    suppressedBecause,
  };
}

function reasonOf(match: unknown): string {
  const [rule] = listAt(match, 'appliedIgnoreRules');
  return textAt(rule, 'reason') || textAt(rule, 'vex-justification') || textAt(rule, 'vex-status') || 'ignored';
}
