import type { CounterProof, EvidenceRecord, Tick } from '../domain/index.ts';
import type { Sign } from './glyph.ts';

/** Counter-proofs of one criterion, counted: `red` of `tried`, without the null world and what is equivalent here. */
export interface ProofCount {
  readonly red: number;
  readonly tried: number;
}

export function proofsOf(
  { counterProofs }: Pick<EvidenceRecord, 'counterProofs'>,
  { criterion }: Tick,
): CounterProof[] {
  return counterProofs.filter((it) => it.criterion === criterion.id);
}

export function countProofs(proofs: readonly CounterProof[]): ProofCount {
  const tried = proofs.filter(({ level, outcome }) => level !== 'null' && outcome.status !== 'equivalent');
  return { red: tried.filter(({ outcome }) => outcome.status === 'killed').length, tried: tried.length };
}

/** The sign's word, with the count behind it where counter-proofs were tried: `proven 3/3`, `vacuous 2/3`, `failed`. */
export function wordWithCount({ word, standing }: Sign, proofs: readonly CounterProof[]): string {
  const { red, tried } = countProofs(proofs);
  const isAboutProof = standing === 'proven' || standing === 'unproven' || standing === 'vacuous';
  return isAboutProof && tried > 0 ? `${word} ${red}/${tried}` : word;
}
