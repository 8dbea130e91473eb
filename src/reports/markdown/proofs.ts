import { type CounterProof, type EvidenceRecord, type MutantLevel, unreachable } from '../../domain/index.ts';
import { countProofs, proofsOf } from '../proofs.ts';
import { code, prose, table } from './write.ts';

const LEVELS: readonly (MutantLevel | 'null')[] = ['null', 'S', 'K', 'L', 'J', 'R', 'P', 'B'];

const LEVEL_NAMES: Readonly<Record<MutantLevel | 'null', string>> = {
  null: 'nothing there',
  S: 'text edited',
  K: 'config edited',
  L: 'layer added',
  J: 'numbers only',
  R: 'run changed',
  P: 'stack changed',
  B: 'rebuilt',
};

/** Which criteria were shown able to fail, by what, and which were not. */
export function proofsPart(record: EvidenceRecord): string {
  if (record.counterProofs.length === 0) return '';
  return [
    '## Counter-proofs',
    'Each criterion that holds was judged again on worlds where its sentence is false. A number is how many of them went red **for the expected reason**; a criterion that stays green there proves nothing.',
    matrix(record),
    ...leftovers(record),
    details(record),
  ].join('\n\n');
}

/** The kill matrix in small: a row per criterion, a column per kind of change. */
function matrix(record: EvidenceRecord): string {
  const used = LEVELS.filter((level) => record.counterProofs.some((it) => it.level === level));
  const rows = record.ticks.flatMap((tick) => {
    const proofs = proofsOf(record, tick);
    if (proofs.length === 0) return [];
    const { red, tried } = countProofs(proofs);
    return [
      [
        code(tick.criterion.id),
        ...used.map((level) => cellOf(proofs.filter((it) => it.level === level))),
        `**${red}/${tried}**`,
      ],
    ];
  });
  return table(['Criterion', ...used.map((level) => LEVEL_NAMES[level]), 'Red'], rows);
}

function cellOf(proofs: readonly CounterProof[]): string {
  const tried = proofs.filter(({ outcome }) => outcome.status !== 'equivalent');
  if (tried.length === 0) return proofs.length === 0 ? '' : 'same';
  const red = tried.filter(({ outcome }) => outcome.status === 'killed').length;
  return red === tried.length ? `${red}/${tried.length}` : `**${red}/${tried.length}**`;
}

function leftovers({ counterProofs }: EvidenceRecord): string[] {
  const survived = counterProofs.filter(({ outcome }) => outcome.status === 'survived');
  const rest = counterProofs.filter(({ outcome }) => outcome.status === 'not-run' || outcome.status === 'equivalent');
  return [
    ...(survived.length === 0 ? ['No mutant survived.'] : [`**Survived**:\n\n${survived.map(line).join('\n')}`]),
    ...(rest.length === 0 ? [] : [`**Not run, or the same as the original here**:\n\n${rest.map(line).join('\n')}`]),
  ];
}

function line({ criterion, mutant, outcome, expected }: CounterProof): string {
  return `- ${code(criterion)}: ${prose(mutant)}; expected ${code(expected)}, ${outcomeText(outcome)}`;
}

function outcomeText(outcome: CounterProof['outcome']): string {
  switch (outcome.status) {
    case 'killed':
      return `red: ${prose(outcome.message)}`;
    case 'survived':
      return outcome.verdict === 'fail'
        ? `red for another reason: ${outcome.reasons.map(code).join(', ')}`
        : `was ${outcome.verdict}`;
    case 'equivalent':
      return `changes nothing here: ${prose(outcome.because)}`;
    case 'not-run':
      return `not run: ${prose(outcome.because)}`;
    default:
      return unreachable(outcome);
  }
}

function details({ counterProofs }: EvidenceRecord): string {
  const killed = counterProofs.filter(({ outcome }) => outcome.status === 'killed');
  const rows = killed.map(({ criterion, mutant, level, outcome }) => {
    const reason = outcome.status === 'killed' ? outcome.reason : '';
    return [code(criterion), prose(mutant), LEVEL_NAMES[level], code(reason)];
  });
  const summary = `<summary>All ${killed.length} that went red, with what was changed and the reason that came back</summary>`;
  return `<details>\n${summary}\n\n${table(['Criterion', 'Change', 'Kind', 'Went red for'], rows)}\n\n</details>`;
}
