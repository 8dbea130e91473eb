import type { EvidenceRecord } from '../../domain/index.ts';
import { legendOf } from '../proofs.ts';
import { sumProofs, sumsText } from '../proof-sums.ts';
import { type Numbered, numberedIn } from './numbered.ts';
import { proofNotes } from './proof-notes.ts';
import { proofSections } from './proof-sections.ts';
import { proofWorlds } from './proof-worlds.ts';
import { code, prose } from './write.ts';

/** The kill matrix: which criteria were shown able to fail, by what, in which worlds, and which were not. */
export function proofsPart(record: EvidenceRecord): string {
  const sums = sumProofs(record);
  if (!sums) return '';
  const numbered = numberedIn(record);
  return [
    '## Counter-proofs',
    `**${sumsText(sums)}.**`,
    'Each criterion that holds was judged again on worlds where its sentence is false. A number is how many of them went red **for the expected reason**; a criterion that stays green there proves nothing.',
    legendOf(record, (letter) => `**${letter}**`),
    ...proofSections(record, numbered),
    ...proofWorlds(record, numbered),
    ...proofNotes(record, numbered),
    ...untried(record, numbered),
  ].join('\n\n');
}

/** What was not tried: only what holds is. */
function untried({ ticks }: EvidenceRecord, numbered: Numbered): string[] {
  const tried = new Set(numbered.map(({ tick }) => tick));
  const rest = ticks.filter((tick) => !tried.has(tick));
  if (rest.length === 0) return [];
  const why = new Map<string, string[]>();
  for (const { verdict, criterion, proofBecause } of rest) {
    const because = verdict.status === 'pass' ? proofBecause : 'only what holds is shown able to fail';
    why.set(because, [...(why.get(because) ?? []), code(criterion.id)]);
  }
  const lines = [...why].map(([because, ids]) => `- ${prose(because)}: ${ids.join(', ')}`);
  return [`### Not tried\n\n${lines.join('\n')}`];
}
