import type { CounterProof, EvidenceRecord } from '../domain/index.ts';

type EngineLevel = 'R' | 'P' | 'B';

/** What an engine made of the deployment once, and how the criteria that were judged there fared. All by id. */
export interface World {
  readonly level: EngineLevel;
  /** The compose project, where it is one. */
  readonly stack: string | null;
  readonly title: string;
  /** Red for the expected reason. */
  readonly killed: readonly string[];
  /** Should have gone red, and did not, or for another reason. */
  readonly survived: readonly string[];
  readonly alsoRed: readonly string[];
  readonly alsoGreen: readonly string[];
  /** Stayed green, and the record does not say which. */
  readonly othersGreen: number;
  readonly elapsedMs: number;
  readonly reused: boolean;
}

type Made = CounterProof & { readonly level: EngineLevel };

/** The worlds that an engine made, in the order of the record; what was not run is none. */
export function worldsOf({ counterProofs, ticks }: Pick<EvidenceRecord, 'counterProofs' | 'ticks'>): World[] {
  const stacks = new Map(ticks.map(({ criterion }) => [criterion.id, criterion.stack ?? null]));
  const takenOver = new Set(ticks.filter(({ reused }) => reused).map(({ criterion }) => criterion.id));
  const groups = new Map<string, Made[]>();
  for (const it of counterProofs) {
    if (!isMade(it)) continue;
    const key = JSON.stringify([it.level, stacks.get(it.criterion) ?? null, it.world ?? it.mutant]);
    const group = groups.get(key);
    if (group) group.push(it);
    else groups.set(key, [it]);
  }
  return [...groups.values()].flatMap(([first, ...more]) =>
    first ? [worldFrom([first, ...more], stacks.get(first.criterion) ?? null, takenOver)] : [],
  );
}

function isMade(it: CounterProof): it is Made {
  const isTried = it.outcome.status === 'killed' || it.outcome.status === 'survived';
  return isTried && (it.level === 'R' || it.level === 'P' || it.level === 'B');
}

function worldFrom(proofs: readonly [Made, ...Made[]], stack: string | null, takenOver: ReadonlySet<string>): World {
  const survived = idsOf(proofs.filter(({ outcome }) => outcome.status === 'survived'));
  const killed = idsOf(proofs).filter((id) => !survived.includes(id));
  const own = new Set([...killed, ...survived]);
  const foreign = (pick: (it: Made) => readonly string[]) =>
    [...new Set(proofs.flatMap(pick))].filter((id) => !own.has(id));
  const alsoRed = foreign((it) => it.alsoRed ?? []);
  const alsoGreen = foreign((it) => it.alsoGreen ?? []).filter((id) => !alsoRed.includes(id));
  const judged = Math.max(0, ...proofs.map(({ alsoJudged }) => alsoJudged ?? 0));
  return {
    level: proofs[0].level,
    stack,
    title: [...new Set(proofs.map(({ mutant }) => mutant))].join('; '),
    killed,
    survived,
    alsoRed,
    alsoGreen,
    othersGreen: Math.max(0, judged - alsoRed.length - alsoGreen.length - (own.size - 1)),
    elapsedMs: Math.max(...proofs.map(({ elapsedMs }) => elapsedMs)),
    reused: proofs.every(({ reused, criterion }) => reused === true || takenOver.has(criterion)),
  };
}

function idsOf(proofs: readonly CounterProof[]): string[] {
  return [...new Set(proofs.map(({ criterion }) => criterion))];
}

const FEW = 3; // red everywhere says little where next to nothing else was judged

/** Whether everything that was judged there went red: such a world tells no criterion from another. */
export function brokeEverything({ killed, survived, alsoRed, alsoGreen, othersGreen }: World): boolean {
  const isAllRed = survived.length === 0 && alsoGreen.length === 0 && othersGreen === 0;
  return isAllRed && alsoRed.length > 0 && killed.length + alsoRed.length > FEW;
}
