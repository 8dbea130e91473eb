import type { EvidenceRecord, Tick } from '../../domain/index.ts';
import { proofsOf } from '../proofs.ts';

/** Criteria for which a proof was tried, by the number that they have in all tables. */
export type Numbered = readonly { readonly number: number; readonly tick: Tick }[];

export function numberedIn(record: EvidenceRecord): Numbered {
  const tried = record.ticks.filter((tick) => proofsOf(record, tick).length > 0);
  return record.sections
    .flatMap((_, section) => tried.filter(({ criterion }) => criterion.section === section))
    .map((tick, index) => ({ number: index + 1, tick }));
}
