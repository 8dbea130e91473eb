import type { CounterProof, EvidenceRecord } from '../../domain/index.ts';
import { plural } from '../../formats/index.ts';
import { proofsOf } from '../proofs.ts';
import { isCalled, suggestionFor } from '../suggestion.ts';
import { survivedText } from './proof-sections.ts';
import type { Numbered } from './numbered.ts';
import { code, prose } from './write.ts';

/** What a reader must not have to look for: survivors, claims that are red by chance or always, and what was not run. */
export function proofNotes(record: EvidenceRecord, numbered: Numbered): string[] {
  return [
    ...survivors(record, numbered),
    ...called('flaky', 'Red by chance', numbered),
    ...called('indiscriminate', 'Red whatever happens', numbered),
    ...notRun(record),
    ...sameAsOriginal(record),
  ];
}

function survivors(record: EvidenceRecord, numbered: Numbered): string[] {
  const lines = numbered.flatMap(({ tick }) =>
    proofsOf(record, tick).flatMap((it) =>
      it.outcome.status === 'survived'
        ? [
            `- ${code(it.criterion)}: ${it.level === 'null' ? 'nothing there' : prose(it.mutant)}; expected ${it.level === 'null' ? prose(it.expected) : code(it.expected)}, came ${survivedText(it.outcome)}\n  - suggested: ${prose(suggestionFor(tick, it))}`,
          ]
        : [],
    ),
  );
  return lines.length === 0 ? ['No mutant survived.'] : [`### Survived\n\n${lines.join('\n')}`];
}

function called(kind: 'flaky' | 'indiscriminate', title: string, numbered: Numbered): string[] {
  const lines = numbered
    .filter(({ tick }) => isCalled(kind, tick))
    .map(({ tick }) => `- ${code(tick.criterion.id)}: ${prose(tick.proofBecause)}`);
  return lines.length === 0 ? [] : [`### ${title}\n\n${lines.join('\n')}`];
}

/** Grouped by cause: a mode or a missing engine leaves out many at once. */
function notRun({ counterProofs }: EvidenceRecord): string[] {
  const causes = new Map<string, CounterProof[]>();
  for (const it of counterProofs) {
    if (it.outcome.status !== 'not-run') continue;
    const key = `${prose(it.outcome.because)}${it.outcome.later ? ' (a later run may make it)' : ''}`;
    causes.set(key, [...(causes.get(key) ?? []), it]);
  }
  if (causes.size === 0) return [];
  const parts = [...causes].map(([because, proofs]) => `- ${because}\n${byCriterion(proofs)}`);
  return [`### Not run\n\n${parts.join('\n')}`];
}

function byCriterion(proofs: readonly CounterProof[]): string {
  const ids = [...new Set(proofs.map(({ criterion }) => criterion))];
  return ids
    .map((id) => {
      const titles = proofs.filter(({ criterion }) => criterion === id).map(({ mutant }) => prose(mutant));
      return `  - ${code(id)}: ${titles.join('; ')}`;
    })
    .join('\n');
}

function sameAsOriginal({ counterProofs }: EvidenceRecord): string[] {
  const same = counterProofs.filter(({ outcome }) => outcome.status === 'equivalent');
  if (same.length === 0) return [];
  const how = same.length === 1 ? 'counts neither way; it stands' : 'count neither way; they stand';
  return [
    `${plural(same.length, 'change')} left this deployment as it was and ${how} with ${same.length === 1 ? 'its criterion' : 'their criteria'} above.`,
  ];
}
