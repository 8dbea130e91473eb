import { scoreCvss } from '../cvss/index.ts';
import { dateOf, field, type Fields, fieldsOf, listAt, numberAt, severityOf, textAt } from './fields.ts';
import { digestsIn, type ReportFinding, type ScanReport, vulnerabilityTarget } from './report.ts';

export function isCycloneDx(report: Fields): boolean {
  return report['bomFormat'] === 'CycloneDX' && typeof report['specVersion'] === 'string';
}

/** A CycloneDX bill with `vulnerabilities`. One without any says nothing about them: then there are no targets. */
export function readCycloneDx(bill: Fields): ScanReport {
  const components = componentsOf(bill);
  const findings = listAt(bill, 'vulnerabilities').flatMap((it) => findingsOf(it, components));
  const subject = field(bill, 'metadata', 'component');
  const tool = toolOf(field(bill, 'metadata', 'tools'));
  return {
    format: 'cyclonedx',
    schemaVersion: textAt(bill, 'specVersion'),
    tool: { name: textAt(tool, 'name').toLowerCase(), version: textAt(tool, 'version') || null },
    artifact: textAt(subject, 'name'),
    artifactType: textAt(subject, 'type'),
    os: null,
    imageDigests: digestsIn([
      textAt(subject, 'version'),
      textAt(subject, 'purl'),
      textAt(subject, 'bom-ref'),
      ...listAt(subject, 'hashes').map((it) => `sha256:${textAt(it, 'content')}`),
      ...listAt(subject, 'properties').map((it) => textAt(it, 'value')),
    ]),
    createdAt: dateOf(textAt(bill, 'metadata', 'timestamp')),
    dataDate: null,
    targets: Array.isArray(bill['vulnerabilities'])
      ? [vulnerabilityTarget({ target: textAt(subject, 'name'), type: '', packages: components.size }, findings)]
      : [],
    findings,
  };
}

const MOST_COMPONENTS = 1_000_000;

/** Components by reference, nested ones too; walked without recursion, since a bill may be nested without end. */
function componentsOf(bill: Fields): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  const left = [...listAt(bill, 'components'), field(bill, 'metadata', 'component')];
  for (let seen = 0; left.length > 0 && seen < MOST_COMPONENTS; seen += 1) {
    const component = left.pop();
    const reference = textAt(component, 'bom-ref');
    if (reference !== '') found.set(reference, component);
    for (const inner of listAt(component, 'components')) left.push(inner);
  }
  return found;
}

/** A list of tools up to 1.4; `{components}` since. */
function toolOf(tools: unknown): Fields {
  return fieldsOf(Array.isArray(tools) ? tools[0] : listAt(tools, 'components')[0]);
}

function findingsOf(vulnerability: unknown, components: ReadonlyMap<string, unknown>): readonly ReportFinding[] {
  const rated = ratingOf(vulnerability);
  const state = textAt(vulnerability, 'analysis', 'state');
  const isNone = ['not_affected', 'false_positive', 'resolved', 'resolved_with_pedigree'].includes(state);
  const fixed = /version:? +([^\s,;]+)/i.exec(textAt(vulnerability, 'recommendation').slice(0, 1000))?.[1];
  const affects = listAt(vulnerability, 'affects');
  return (affects.length === 0 ? [undefined] : affects).map((affected): ReportFinding => {
    const reference = textAt(affected, 'ref');
    const component = components.get(reference) ?? components.get(reference.slice(reference.indexOf('#') + 1));
    return {
      id: textAt(vulnerability, 'id'),
      aliases: listAt(vulnerability, 'references').flatMap((it) => textAt(it, 'id') || []),
      packageName: [textAt(component, 'group'), textAt(component, 'name')].filter((it) => it !== '').join('/'),
      installed: textAt(component, 'version'),
      packageType: /^pkg:([a-z0-9.+-]+)\//.exec(textAt(component, 'purl') || reference)?.[1] ?? '',
      purl: textAt(component, 'purl') || (reference.startsWith('pkg:') ? reference : null),
      path: '',
      layerDigest: null,
      ...rated,
      fixedIn: fixed === undefined ? [] : [fixed],
      status: isNone ? 'not-affected' : fixed === undefined ? 'unknown' : 'fixed',
      summary: textAt(vulnerability, 'description'),
      published: dateOf(textAt(vulnerability, 'published')),
      suppressedBecause: isNone ? textAt(vulnerability, 'analysis', 'justification') || state : null,
    };
  });
}

const WORST_FIRST = ['critical', 'high', 'medium', 'low', 'negligible'] as const;

/** The worst of its ratings: by the word, else by the vector. */
function ratingOf(vulnerability: unknown): Pick<ReportFinding, 'severity' | 'severityFrom' | 'score'> {
  const ratings = listAt(vulnerability, 'ratings').map((it) => {
    const computed = scoreCvss(textAt(it, 'vector'));
    const word = severityOf(textAt(it, 'severity'));
    return {
      severity: word === 'unknown' ? (computed?.severity ?? 'unknown') : word,
      severityFrom: textAt(it, 'source', 'name') || 'CycloneDX',
      score: numberAt(it, 'score') ?? computed?.score ?? null,
    };
  });
  for (const severity of WORST_FIRST) {
    const found = ratings.find((it) => it.severity === severity);
    if (found) return found;
  }
  return { severity: 'unknown', severityFrom: 'CycloneDX', score: null };
}
