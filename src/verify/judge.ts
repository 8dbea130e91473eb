import type { Atom, Criterion, Kind, SeenFacts, Verdict } from '../domain/index.ts';
import { heldAgainstClient } from './disagreement.ts';
import type { Gathered } from './gather.ts';
import { type GroupName, groupsOf } from './plan.ts';

/** Judges one criterion by what was gathered. Pure; a `judge` that throws is a bug, and is not caught. */
export function judgeCriterion(
  criterion: Criterion,
  groups: ReadonlyMap<GroupName, Gathered>,
): { verdict: Verdict; facts: SeenFacts } {
  const facts: Record<string, unknown> = {};
  for (const group of groupsOf(criterion)) {
    const gathered = groups.get(group);
    if (gathered?.status !== 'seen') return { verdict: unseen(gathered), facts };
    facts[group.split('@')[0] ?? group] = gathered.facts;
  }
  const judge = (its: SeenFacts) => judgeFacts(criterion, its);
  return { verdict: heldAgainstClient(criterion, facts, judge(facts), judge), facts };
}

/** Judges facts that are at hand; an atom that the sensor left out makes the verdict inconclusive. */
export function judgeFacts(criterion: Pick<Criterion, 'check' | 'params'>, facts: SeenFacts): Verdict {
  const missing = (criterion.check.reads as readonly Atom[]).find((atom) => !has(facts, atom));
  if (missing !== undefined) {
    if (missing.startsWith('run.') && facts.run?.state?.running === false) return ENDED;
    if (missing.startsWith('run.') && facts.run?.state?.running === true) return NOT_READY;
    if (missing.startsWith('build.') && facts.build?.outcome?.status === 'failed') return NOT_BUILT;
    return {
      status: 'inconclusive',
      because: `\`${missing}\` could not be observed`,
      remedy: 'Run `tickproof doctor` to see what is missing here.',
    };
  }
  return criterion.check.judge(facts as never, criterion.params); // the registry has forgotten the type; `has` looked at each atom
}

const ENDED: Verdict = {
  status: 'inconclusive',
  because: 'the container did not stay up, so this could not be observed: see run/starts',
  remedy: 'Mend the start first.',
};

const NOT_READY: Verdict = {
  status: 'inconclusive',
  because: 'the service did not get ready, so this could not be observed: see run/startup and run/healthy',
  remedy: 'Mend what keeps it from getting ready first.',
};

const NOT_BUILT: Verdict = {
  status: 'inconclusive',
  because: 'the image could not be built, so this could not be observed: see build/succeeds',
  remedy: 'Mend the build first.',
};

function has(facts: SeenFacts, atom: Atom): boolean {
  const [kind, part] = atom.split('.') as [Kind, string]; // the shape of an atom
  const group: object | undefined = facts[kind];
  return group !== undefined && part in group && Reflect.get(group, part) !== undefined;
}

function unseen(gathered: Gathered | undefined): Verdict {
  if (gathered?.status === 'unseen')
    return { status: 'inconclusive', because: gathered.because, remedy: gathered.remedy };
  return { status: 'inconclusive', because: 'nothing was gathered', remedy: 'Run `tickproof doctor`.' };
}
