import { sortVersions } from '../../../catalog/index.ts';
import type { Severity, Vulnerability } from '../../../domain/index.ts';
import type { Finding } from './finding.ts';
import { targetOf } from './targets.ts';

const WORST_FIRST: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'];

/** Findings put together by package and by names in common: one row each, sorted by severity, then by package and name. */
export function merge(findings: readonly Finding[]): readonly Vulnerability[] {
  const byPackage = grouped(findings, placeOf);
  const merged = [...byPackage.values()].flatMap((of) => withoutExplained(sameVulnerability(of)).map(vulnerabilityOf));
  const rank = ({ severity }: Vulnerability) => WORST_FIRST.indexOf(severity);
  const name = ({ purl, path, id }: Vulnerability) => `${purl}\0${path}\0${id}`;
  return merged.sort((a, b) => rank(a) - rank(b) || (name(a) < name(b) ? -1 : 1));
}

const placeOf = ({ package: it }: Finding): string => `${it.purl}\0${it.path}`;

function grouped(findings: readonly Finding[], keyOf: (it: Finding) => string): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const it of findings) {
    const group = groups.get(keyOf(it));
    if (group) group.push(it);
    else groups.set(keyOf(it), [it]);
  }
  return groups;
}

/** The closure over names: a finding joins all groups that it shares a name with. */
function sameVulnerability(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const parents = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    for (let at = name; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root); // the next look is a short one
      at = next;
    }
    return root;
  };
  for (const { id, aliases } of findings) {
    for (const alias of aliases) {
      const [one, other] = [rootOf(id), rootOf(alias)];
      if (one !== other) parents.set(other, one);
    }
  }
  return [...grouped(findings, ({ id }) => rootOf(id)).values()];
}

/** "An update is pending" is no finding of its own where another engine names what the update mends. */
function withoutExplained(groups: readonly (readonly Finding[])[]): readonly (readonly Finding[])[] {
  const isPending = (group: readonly Finding[]) => group.every(({ engine }) => engine === 'archive');
  const isExplained = groups.some((group) => !isPending(group) && group.some(({ fixedIn }) => fixedIn.length > 0));
  return isExplained ? groups.filter((group) => !isPending(group)) : groups;
}

function vulnerabilityOf(findings: readonly Finding[]): Vulnerability {
  const [first] = findings;
  if (!first) throw new Error('a group without findings');
  const it = first.package;
  const same = [...new Set(findings.flatMap(({ id, aliases }) => [id, ...aliases]))].sort();
  const id = same.find((name) => name.startsWith('CVE-')) ?? same.find((name) => name.startsWith('GHSA-')) ?? first.id;
  const fixedIn = sortVersions(it.type, [...new Set(findings.flatMap((finding) => finding.fixedIn))]);
  const advisories = findings.flatMap((finding) => finding.advisories);
  return {
    id,
    aliases: [...new Set([...same, ...advisories])].filter((name) => name !== id).sort(),
    purl: it.purl,
    packageName: it.name,
    installed: it.version,
    path: it.path,
    layer: it.layer,
    target: targetOf(it.type),
    ...ratingOf(findings),
    fixedIn,
    status: fixedIn.length > 0 ? 'fixed' : first.status,
    summary: findings.find(({ summary }) => summary !== '')?.summary ?? '',
    published: findings.map(({ published }) => published).find((date) => date !== null) ?? null,
    by: [...new Set(findings.map(({ engine }) => engine))],
    suppressed: null,
  };
}

/** Within an engine the best source counts; between engines the worst word, and who disagrees is named. */
function ratingOf(findings: readonly Finding[]): Pick<Vulnerability, 'severity' | 'severityFrom' | 'score'> {
  const words = [...new Set(findings.map(({ engine }) => engine))].map((engine) =>
    best(findings.filter((it) => it.engine === engine)),
  );
  const [worst, ...others] = words.sort((a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity));
  if (!worst) throw new Error('a group without findings');
  const dissent = others.filter(({ severity }) => severity !== worst.severity && severity !== 'unknown');
  const from = [worst.severityFrom, ...dissent.map((it) => `${it.engine} says ${it.severity}`)].join('; ');
  const score = worst.score ?? findings.map((it) => it.score).find((it) => it !== null) ?? null;
  return { severity: worst.severity, severityFrom: from, score };
}

function best(findings: readonly Finding[]): Finding {
  const rated = findings.filter(({ severity }) => severity !== 'unknown');
  const [first] = (rated.length > 0 ? rated : findings).toSorted(
    (a, b) => a.rank - b.rank || WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity),
  );
  if (!first) throw new Error('an engine without findings');
  return first;
}
