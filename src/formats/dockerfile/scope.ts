import type { Instruction, ParsedDockerfile, Stage } from '../../domain/index.ts';
import type { BuildArguments } from './stages.ts';
import { type Effective, type Scope, Walk } from './walk.ts';

export type { Effective, Scope };

type Visit = (instruction: Instruction, scope: Scope, stage: Stage) => void;

const MOST_TRIGGERED = 1_000_000; // triggers are run by each stage that is made from theirs

/** The stages that a stage is made of, root first. */
export function chainOf(stages: readonly Stage[], stage: Stage): Stage[] {
  const chain: Stage[] = [];
  for (let next: Stage | undefined = stage; next; next = parentOf(stages, next)) chain.push(next);
  return chain.toReversed();
}

function parentOf(stages: readonly Stage[], { base }: Stage): Stage | undefined {
  return base.kind === 'stage' ? stages[base.index] : undefined;
}

/** Walks a stage and those below it in the order they are built, with the triggers that ONBUILD left, and says what it ends with. */
export function effectiveOf(
  parsed: ParsedDockerfile,
  stage: Stage,
  args: BuildArguments = {},
  visit?: Visit,
): Effective {
  const walk = new Walk(parsed, args);
  let below: Stage | null = null;
  for (const link of chainOf(parsed.stages, stage)) {
    if (!below) walk.begin(link);
    for (const instruction of [...triggersOf(below), ...link.body]) {
      visit?.(instruction, walk.scope(), link);
      walk.take(instruction);
    }
    walk.leave();
    below = link;
  }
  return walk.effective();
}

/**
 * Walks each of these stages once, by itself, as it begins: with what those below it left. A stage comes right behind the one
 * that it is made from, so that each instruction is read once however many stages go on from it.
 */
export function eachInStages(
  parsed: ParsedDockerfile,
  wanted: readonly Stage[],
  args: BuildArguments,
  visit: Visit,
): void {
  const walk = new Walk(parsed, args, true);
  const asked = new Set(wanted);
  const { roots, above } = branchesOf(parsed.stages, wanted);
  let triggered = 0;
  const waiting = roots.map((stage) => ({ stage, below: null as Stage | null, mark: -1 })).toReversed();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { stage, below, mark } = next;
    if (mark >= 0) walk.undo(mark);
    else {
      waiting.push({ stage, below, mark: walk.mark() });
      if (!below) walk.begin(stage);
      const triggers = triggered > MOST_TRIGGERED ? [] : triggersOf(below);
      triggered += triggers.length;
      for (const instruction of [...triggers, ...stage.body]) {
        if (asked.has(stage)) visit(instruction, walk.scope(), stage);
        walk.take(instruction);
      }
      walk.leave();
      for (const child of (above.get(stage) ?? []).toReversed()) waiting.push({ stage: child, below: stage, mark: -1 });
    }
  }
}

/** The wanted stages and all below them as a forest. */
function branchesOf(stages: readonly Stage[], wanted: readonly Stage[]) {
  const needed = new Set<Stage>();
  for (const stage of wanted) {
    for (let next: Stage | undefined = stage; next && !needed.has(next); next = parentOf(stages, next))
      needed.add(next);
  }
  const roots: Stage[] = [];
  const above = new Map<Stage, Stage[]>();
  for (const stage of stages.filter((it) => needed.has(it))) {
    const parent = parentOf(stages, stage);
    const beside = parent ? (above.get(parent) ?? []) : roots;
    beside.push(stage);
    if (parent) above.set(parent, beside);
  }
  return { roots, above };
}

/** What a stage's ONBUILDs leave to those that are made from it. */
export function triggersOf(below: Stage | null): readonly Instruction[] {
  return (below?.body ?? []).flatMap(({ keyword, inner }) => (keyword === 'ONBUILD' && inner ? [inner] : []));
}
