import { severityOfScore } from '../cvss/index.ts';
import { type Fields, field, fieldsOf, listAt, severityOf, textAt, textsAt } from './fields.ts';
import { digestsIn, type ReportFinding, type ScanReport, vulnerabilityTarget } from './report.ts';

export function isSarif(report: Fields): boolean {
  return Array.isArray(report['runs']) && textAt(report, 'version').startsWith('2.1');
}

/**
 * SARIF 2.1 of a vulnerability scanner. The format has no packages: name, versions and type are read out of what trivy and
 * grype write into the message and the rule's help (`Package: …`).
 */
export function readSarif(report: Fields): ScanReport {
  const runs = listAt(report, 'runs').map(fieldsOf);
  const [first = {}] = runs;
  const findings = runs.flatMap(findingsOf);
  const name = textAt(first, 'tool', 'driver', 'name');
  return {
    format: 'sarif',
    schemaVersion: textAt(report, 'version'),
    tool: { name: name.toLowerCase(), version: textAt(first, 'tool', 'driver', 'version') || null },
    artifact: textAt(first, 'properties', 'imageName'),
    artifactType: '',
    os: null,
    imageDigests: digestsIn([
      textAt(first, 'properties', 'imageID'),
      ...textsAt(first, 'properties', 'repoDigests'),
      ...Object.values(fieldsOf(first['originalUriBaseIds'])).map((it) => textAt(it, 'uri')),
    ]),
    createdAt: null,
    dataDate: null,
    targets: [vulnerabilityTarget({ target: name, type: '', packages: 0 }, findings)],
    findings,
  };
}

function findingsOf(run: Fields): readonly ReportFinding[] {
  const rules = listAt(run, 'tool', 'driver', 'rules');
  const byId = new Map(rules.map((rule) => [textAt(rule, 'id'), rule]));
  return listAt(run, 'results').map((result) => {
    const index = field(result, 'ruleIndex');
    const rule = byId.get(textAt(result, 'ruleId')) ?? (typeof index === 'number' ? rules[index] : undefined);
    return findingOf(result, rule);
  });
}

const LINE =
  /^[ \t]*(Vulnerability|Severity|Package|Version|Installed Version|Fix Version|Fixed Version|Type|Location):?[ \t]+(\S.*)$/gim;
const MOST_CHARACTERS = 20_000;

function findingOf(result: unknown, rule: unknown): ReportFinding {
  const told = new Map<string, string>();
  for (const text of [textAt(rule, 'help', 'text'), textAt(result, 'message', 'text')])
    for (const [, key = '', value = ''] of text.slice(0, MOST_CHARACTERS).matchAll(LINE))
      told.set(key.toLowerCase(), value.trim());
  const said = (...keys: readonly string[]) => keys.map((key) => told.get(key)).find((it) => it !== undefined) ?? '';
  const fixed = said('fixed version', 'fix version');
  const score = Number.parseFloat(textAt(rule, 'properties', 'security-severity'));
  const word = severityOf(said('severity') || (textsAt(rule, 'properties', 'tags').find(isRating) ?? ''));
  const ofScore = Number.isNaN(score) ? 'unknown' : severityOfScore(score);
  const place = listAt(result, 'locations')[0];
  return {
    id: idOf(said('vulnerability'), textAt(result, 'ruleId')),
    aliases: [],
    packageName: said('package'),
    installed: said('installed version', 'version'),
    packageType: said('type'),
    purl: null,
    path: said('location') || textAt(place, 'physicalLocation', 'artifactLocation', 'uri'),
    layerDigest: null,
    severity: word === 'unknown' ? ofScore : word,
    severityFrom: word === 'unknown' && ofScore !== 'unknown' ? 'security-severity' : 'SARIF',
    score: ofScore === 'unknown' ? null : score,
    fixedIn: fixed.split(',').flatMap((version) => version.trim() || []),
    status: fixed === '' ? 'unknown' : 'fixed',
    summary: textAt(rule, 'shortDescription', 'text'),
    published: null,
    suppressedBecause: listAt(result, 'suppressions').length > 0 ? 'suppressed in the report' : null,
  };
}

const isRating = (tag: string): boolean => severityOf(tag) !== 'unknown';

/** grype appends the package to the rule's id: the id itself is in the help, or at the front. */
function idOf(told: string, ruleId: string): string {
  if (told !== '') return told.split(/\s/)[0] ?? told;
  return /^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3})/i.exec(ruleId)?.[0] ?? ruleId;
}
