import type { Stage } from '../../domain/index.ts';

/**
 * Walks the stages with what is so at the end of each, taken up by those that go on from it. `next` is given what was so
 * before, and gives back what is so behind.
 */
export function throughStages<T>(
  stages: readonly Stage[],
  atFirst: (stage: Stage) => T,
  next: (before: T, stage: Stage) => T,
): void {
  const ends: T[] = [];
  for (const stage of stages) {
    const before = stage.base.kind === 'stage' ? ends[stage.base.index] : undefined;
    ends.push(next(before ?? atFirst(stage), stage));
  }
}

/** The stages that no other goes on from. */
export function lastStages(stages: readonly Stage[]): readonly Stage[] {
  const gone = new Set(stages.map(({ base }) => (base.kind === 'stage' ? base.index : -1)));
  return stages.filter(({ index }) => !gone.has(index));
}
