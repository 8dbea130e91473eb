import type { CounterProof, EvidenceRecord, Tick } from '../../domain/index.ts';
import { humanize } from '../../formats/index.ts';
import { askedWith, expectedOf, factsSeen } from '../observed.ts';
import { isRed, isWeak, proofsOf } from '../proofs.ts';
import { code, prose, table } from '../markdown/write.ts';
import { nameOf, numberedTicks, statusOf } from './own.ts';

/** The five steps, from what must hold to its being seen; each is told by what the run did, in the order in which it proves something. */
export function stepsPart(record: EvidenceRecord, implementation: string): readonly string[] {
  return [required(record), seenRed(record), implementation, seenGreen(record)];
}

function required(record: EvidenceRecord): string {
  const { criteria } = record.inputs;
  const lines = numberedTicks(record).map((tick, index) => {
    const { criterion } = tick;
    const place = criterion.at ? `, ${code(`${criterion.at.file}:${criterion.at.startLine}`)}` : '';
    return `${index + 1}. ${nameOf(tick)} (${code(criterion.check)}${place}${criterion.required ? '' : ', advisory'})`;
  });
  return [
    '## Step 1: What must hold',
    `Criteria: ${criteria.path === null ? `the built-in profile ${code(criteria.profile)}` : code(criteria.path)}, ${code(criteria.sha256)}`,
    lines.join('\n'),
  ].join('\n\n');
}

const WORLDS = 5;

/** Red first: what each criterion said where its sentence was made false, and where there is nothing at all. */
function seenRed(record: EvidenceRecord): string {
  const ticks = numberedTicks(record);
  const judged = ticks.map((tick) => ({ tick, red: distinct(proofsOf(record, tick).filter(isRed)) }));
  const shown = judged.filter(({ red }) => red.some((it) => it.level !== 'null' && !isWeak(it)));
  const untried = judged.filter((it) => !shown.includes(it)).map(({ tick }) => code(tick.criterion.id));
  const rows = shown.flatMap(({ tick, red }) => rowsOf(tick, red));
  return [
    '## Step 2: Seen red first',
    `${shown.length} of ${ticks.length} went red in worlds where their sentence is false, each for the reason named. Nothing on disk was changed for it.`,
    ...(rows.length === 0 ? [] : [table(['Criterion', 'World', 'Reason', 'What it said'], rows)]),
    ...(untried.length === 0
      ? []
      : [`Not seen red in a world of this deployment, so not proven: ${untried.join(', ')}.`]),
  ].join('\n\n');
}

/** Both sides of a bound may read alike once they are rounded. */
function distinct(proofs: readonly CounterProof[]): readonly CounterProof[] {
  const seen = new Set<string>();
  return proofs.filter(({ mutant, outcome }) => {
    const text = `${mutant} ${outcome.status === 'killed' ? outcome.message : ''}`;
    return !seen.has(text) && seen.add(text);
  });
}

function rowsOf({ criterion }: Tick, red: readonly CounterProof[]): string[][] {
  const rows = red
    .slice(0, WORLDS)
    .map(({ level, mutant, outcome }, index) => [
      index === 0 ? code(criterion.id) : '',
      level === 'null' ? 'where there is nothing' : prose(mutant),
      outcome.status === 'killed' ? code(outcome.reason) : '',
      outcome.status === 'killed' ? prose(outcome.message) : '',
    ]);
  const left = red.length - WORLDS;
  return left > 0 ? [...rows, ['', left === 1 ? 'and one more world' : `and ${left} more worlds`, '', '']] : rows;
}

/** Then green: the run's own answer for each, with the command that shows the same by hand. */
function seenGreen(record: EvidenceRecord): string {
  const ticks = numberedTicks(record);
  const holds = ticks.filter(({ verdict }) => verdict.status === 'pass').length;
  return [
    '## Step 4: Seen to hold',
    `${holds} of ${ticks.length} hold.`,
    table(
      ['Result', 'Criterion', 'Check'],
      ticks.map((tick) => [statusOf(tick, record), code(tick.criterion.id), code(tick.criterion.check)]),
    ),
    ...ticks.map((tick) => detail(tick, record)),
  ].join('\n\n');
}

const FACTS = 6;

function detail(tick: Tick, record: EvidenceRecord): string {
  const { criterion, verdict, reproduce, reused, judgedAt, elapsedMs } = tick;
  const observed =
    verdict.status === 'inconclusive' || verdict.status === 'inapplicable' ? verdict.because : factsSeen(tick, FACTS);
  const asked = askedWith(tick);
  const when = reused
    ? `taken over, judged ${code(judgedAt)}`
    : `judged ${code(judgedAt)} in ${humanize(elapsedMs, 'ms')}`;
  return [
    `### ${prose(criterion.id === criterion.check ? criterion.title : `${criterion.id}: ${criterion.title}`)}`,
    [
      ...(reproduce.length === 0 ? [] : [`- **Command**: ${reproduce.map(code).join(', ')}`]),
      `- **Expected**: ${prose(expectedOf(tick))}`,
      ...(asked === '' ? [] : [`- **Asked with**: ${prose(asked)}`]),
      `- **Observed**: ${prose(observed) || '–'}`,
      `- **Result**: ${statusOf(tick, record)} (${when})`,
      `- **Proof**: ${prose(tick.proofBecause)}`,
    ].join('\n'),
  ].join('\n\n');
}
