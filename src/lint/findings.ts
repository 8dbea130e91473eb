import type { AnyCheck, Evidence, LintFinding, Place, SeenFacts, Sighting } from '../domain/index.ts';
import type { LintPlan, LintRule } from './plan.ts';

/** What one check finds, as findings of files. A check without a place of its own stands at the first line. */
export function findingsOf(rule: LintRule, facts: SeenFacts, top: Place): readonly LintFinding[] {
  const { check, severity, params } = rule;
  return sightingsOf(check, facts, params, top).map(({ at, message, fix, why = check.why, remedy = check.remedy }) => ({
    id: check.id,
    aliases: check.aliases ?? [],
    severity,
    message,
    at,
    title: check.title,
    why,
    remedy,
    references: check.references,
    fix: fix ?? null,
    superseded: false,
  }));
}

type Seen = Omit<Sighting, 'text'>;

function sightingsOf(check: AnyCheck, facts: SeenFacts, params: unknown, top: Place): readonly Seen[] {
  if (check.sightings) return check.sightings(facts as never, params); // the caller has gathered what the check reads
  const verdict = check.judge(facts as never, params);
  if (verdict.status !== 'fail') return [];
  const fixes = check.fixes?.(facts as never, params) ?? [];
  return verdict.findings.map(({ message, evidence, remedy }) => {
    const at = evidence.map(placeIn).find((it) => it !== null) ?? top;
    const fix = fixes.find((it) => it.at.startOffset === at.startOffset && it.at.startLine === at.startLine);
    return { at, message, ...(remedy !== undefined && { remedy }), ...(fix && { fix }) };
  });
}

function placeIn(evidence: Evidence): Place | null {
  return evidence.kind === 'source' ? evidence.at : null;
}

/**
 * By place, then by id; the same said twice of one place counts once. What a better check says too is marked: of the same line,
 * or by a fix of the same stretch, as where one names the line that is overridden and the other the line that overrides it.
 */
export function arranged(findings: readonly LintFinding[], { better }: LintPlan): readonly LintFinding[] {
  const idsAt = new Map<string, Set<string>>();
  for (const it of findings) for (const key of causesOf(it)) idsAt.set(key, (idsAt.get(key) ?? new Set()).add(it.id));
  const all = [...findings]
    .sort((left, right) => byPlace(left.at, right.at) || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0))
    .filter((it, index, all) => !isSame(it, all[index - 1]))
    .map((it) => {
      const best = better.get(it.id) ?? [];
      const isSaid = causesOf(it).some((key) => best.some((id) => idsAt.get(key)?.has(id)));
      return isSaid ? { ...it, superseded: true } : it;
    });
  const unseen = new Map<string, LintFinding[]>();
  for (const it of all) {
    if (!it.superseded || !it.fix) continue;
    const others = unseen.get(lineOf(it));
    if (others) others.push(it);
    else unseen.set(lineOf(it), [it]);
  }
  return unseen.size === 0 ? all : all.map((it) => withFixOf(it, unseen.get(lineOf(it)) ?? [], better));
}

const lineOf = ({ at }: Pick<LintFinding, 'at'>): string => `${at.file}\0${at.startLine}`;

/** Where what is not shown of the same line has the fix, what is shown instead has it too: `--fix` makes it either way. */
function withFixOf(it: LintFinding, unseen: readonly LintFinding[], better: LintPlan['better']): LintFinding {
  if (it.superseded || it.fix) return it;
  const same = unseen.filter(({ id }) => isBetter(it.id, id, better));
  const [found] = [...same.filter(({ at }) => byPlace(at, it.at) === 0), ...(same.length === 1 ? same : [])];
  return found ? { ...it, fix: found.fix } : it;
}

/** Whether one supersedes another, also by a third. */
function isBetter(id: string, than: string, better: LintPlan['better'], seen: readonly string[] = []): boolean {
  const best = (better.get(than) ?? []).filter((it) => !seen.includes(it));
  return best.includes(id) || best.some((it) => isBetter(id, it, better, [...seen, than]));
}

function causesOf({ at, fix }: LintFinding): readonly string[] {
  const [edit] = fix?.edits ?? [];
  return [lineOf({ at }), ...(edit ? [`${at.file}\0${edit.start}-${edit.end}`] : [])];
}

function byPlace(left: Place, right: Place): number {
  return left.startLine - right.startLine || (left.startColumn ?? 1) - (right.startColumn ?? 1);
}

function isSame(it: LintFinding, before: LintFinding | undefined): boolean {
  return before?.id === it.id && before.message === it.message && byPlace(before.at, it.at) === 0;
}
