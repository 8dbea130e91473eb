import type { DockerfileFacts, Saving } from '../../../../domain/index.ts';
import type { Attributed } from '../attribution.ts';
import type { Origin } from '../origins.ts';
import { baseSaving } from './base-saving.ts';
import { cacheRules } from './cache-rules.ts';
import { duplicateRule, hiddenRules } from './fate-rules.ts';
import { kindRules, SYMBOLS } from './kind-rules.ts';
import { packageRules } from './package-rules.ts';
import { type Culprit, culpritOf } from './places.ts';
import type { SavingRule, Surroundings } from './rule.ts';
import { bytesOf, largestPaths, type Taken } from './taken.ts';

/** In the order in which they take: what is hidden first, whole folders and packages next, doubles of what is left last. */
const RULES: readonly SavingRule[] = [...hiddenRules, ...cacheRules, ...packageRules, ...kindRules, duplicateRule];

/** Less than a block of a disk is not worth an edit. */
const LEAST_BYTES = 4096;

/**
 * What could go, largest first. Each byte is in one saving at most. What an edit of this Dockerfile can reach is named with
 * its instruction; what lies in the base image is added up apart.
 */
export function savingsOf(
  contents: readonly Attributed[],
  origins: readonly Origin[],
  dockerfile: DockerfileFacts | null,
  around: Surroundings,
): readonly Saving[] {
  const taken = contents.flatMap((content) => takenOf(content, around));
  const isOfBase = ({ content: { layer, by, fate } }: Taken): boolean =>
    origins[fate === 'rewritten' && by !== null ? by : layer]?.fromBase === true;
  const own = grouped(
    taken.filter((it) => !isOfBase(it) && it.bytes > 0),
    origins,
    dockerfile,
  );
  const base = baseSaving(
    taken.filter((it) => isOfBase(it) && it.rule.kind !== 'overwritten'), // what a later layer had to change
    dockerfile,
  );
  return [...own, ...(base ? [base] : [])]
    .filter(({ bytes }) => bytes >= LEAST_BYTES)
    .sort((a, b) => Number(a.inBase) - Number(b.inBase) || b.bytes - a.bytes);
}

function takenOf(content: Attributed, around: Surroundings): readonly Taken[] {
  const rule = RULES.find(({ takes }) => takes(content, around));
  if (rule) return [{ rule, content, bytes: content.sizeBytes }];
  return content.symbolBytes > 0 ? [{ rule: SYMBOLS, content, bytes: content.symbolBytes }] : [];
}

/** One saving per kind and instruction to change. */
function grouped(
  taken: readonly Taken[],
  origins: readonly Origin[],
  dockerfile: DockerfileFacts | null,
): readonly Saving[] {
  const groups = new Map<string, { culprit: Culprit; members: Taken[] }>();
  const culprits = new Map<string, Culprit>();
  for (const it of taken) {
    const { rule, content } = it;
    const layer = content.by ?? content.layer;
    const asked = `${layer} ${rule.kind}`;
    const culprit = culprits.get(asked) ?? culpritOf(origins[layer], dockerfile, rule.command);
    culprits.set(asked, culprit);
    const key = `${rule.kind} ${culprit.at?.startLine ?? culprit.what}`;
    const group = groups.get(key) ?? { culprit, members: [] };
    group.members.push(it);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ culprit, members }) => {
    const [first] = members;
    return first ? [savingOf(first.rule, culprit, members)] : [];
  });
}

function savingOf(rule: Taken['rule'], { at, what }: Culprit, members: readonly Taken[]): Saving {
  const { kind, title, risk, confidence } = rule;
  return {
    kind,
    title,
    bytes: bytesOf(members),
    files: members.length,
    paths: largestPaths(members),
    edit: rule.edit(what),
    at,
    risk,
    confidence,
    inBase: false,
    trial: null,
  };
}
