import type { EvidenceRecord } from '../../domain/index.ts';
import { LEVEL_NAMES, LEVELS } from '../proofs.ts';
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
    legend(record),
    ...proofSections(record, numbered),
    ...proofWorlds(record, numbered),
    ...proofNotes(record, numbered),
    ...untried(record, numbered),
  ].join('\n\n');
}

function legend({ counterProofs }: EvidenceRecord): string {
  const used = LEVELS.filter((level) => counterProofs.some((it) => it.level === level));
  const names = used.map((level) => `**${level}** ${LEVEL_NAMES[level]}`);
  const weak = counterProofs.some((it) => it.level === 'J' || it.weak)
    ? ' What stands in parentheses shows only that the answer is judged, and is never enough by itself.'
    : '';
  return `How the deployment was changed: ${names.join(' · ')}.${weak}`;
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
