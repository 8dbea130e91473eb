import type { CounterProof, EvidenceRecord, MutantLevel, Tick } from '../domain/index.ts';
import type { Sign } from './glyph.ts';

export type Level = CounterProof['level'];

/** As a reader meets them: from what is edited in memory to what an engine makes, and last what is only compared. */
export const LEVELS: readonly MutantLevel[] = ['S', 'K', 'L', 'R', 'P', 'B', 'J'];

export const LEVEL_NAMES: Readonly<Record<Level, string>> = {
  null: 'nothing there',
  S: 'text edited',
  K: 'config edited',
  L: 'layer added',
  R: 'container started otherwise',
  P: 'stack started otherwise',
  B: 'built otherwise',
  J: 'numbers only',
};

/** What the letters beside the counter-proofs of a record say; `strong` marks a letter. */
export function legendOf(
  { counterProofs }: Pick<EvidenceRecord, 'counterProofs'>,
  strong: (letter: string) => string,
): string {
  const used = LEVELS.filter((level) => counterProofs.some((it) => it.level === level));
  const names = used.map((level) => `${strong(level)} ${LEVEL_NAMES[level]}`);
  const weak = counterProofs.some(isWeak)
    ? ' What stands in parentheses shows only that the answer is judged, and is never enough by itself.'
    : '';
  return `How the deployment was changed: ${names.join(' · ')}.${weak}`;
}

/** Counter-proofs of one criterion, counted: `red` of `tried`, without the null world and what is equivalent here. */
export interface ProofCount {
  readonly red: number;
  readonly tried: number;
}

export function proofsOf(
  { counterProofs }: Pick<EvidenceRecord, 'counterProofs'>,
  { criterion }: Pick<Tick, 'criterion'>,
): CounterProof[] {
  return counterProofs.filter((it) => it.criterion === criterion.id);
}

export function countProofs(proofs: readonly CounterProof[]): ProofCount {
  const tried = proofs.filter(({ level, outcome }) => level !== 'null' && outcome.status !== 'equivalent');
  return { red: tried.filter(isRed).length, tried: tried.length };
}

export function isRed({ outcome }: Pick<CounterProof, 'outcome'>): boolean {
  return outcome.status === 'killed';
}

/** Shows that the answer is judged, and no more. */
export function isWeak({ level, weak }: Pick<CounterProof, 'level' | 'weak'>): boolean {
  return level === 'J' || weak === true;
}

/** The sign's word, with the count behind it where counter-proofs were tried: `proven 3/3`, `vacuous 2/3`, `failed`. */
export function wordWithCount({ word, standing }: Sign, proofs: readonly CounterProof[]): string {
  const { red, tried } = countProofs(proofs);
  const isAboutProof = standing === 'proven' || standing === 'unproven' || standing === 'vacuous';
  return isAboutProof && tried > 0 ? `${word} ${red}/${tried}` : word;
}

/** The mutants of one level, counted; weak ones stand apart. */
export interface Mark extends ProofCount {
  readonly level: MutantLevel;
  readonly weak: boolean;
  /** How many change nothing here. */
  readonly same: number;
  readonly survived: number;
}

export function marksOf(proofs: readonly CounterProof[]): Mark[] {
  return LEVELS.flatMap((level) =>
    [false, true].flatMap((weak) => {
      const its = proofs.filter((it) => it.level === level && isWeak(it) === weak);
      if (its.length === 0) return [];
      const same = its.filter(({ outcome }) => outcome.status === 'equivalent').length;
      const survived = its.filter(({ outcome }) => outcome.status === 'survived').length;
      return [{ level, weak, same, survived, ...countProofs(its) }];
    }),
  );
}

/** Whether the null world turned it red; null where that was not tried. */
export function redWhereNothingIs(proofs: readonly CounterProof[]): boolean | null {
  const there = proofs.filter(({ level }) => level === 'null');
  return there.length === 0 ? null : there.every(isRed);
}

/** Time that the mutants of one criterion took. */
export function elapsedOf(proofs: readonly CounterProof[]): number {
  return proofs.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
}
