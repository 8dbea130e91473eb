import type { EvidenceRecord, Tick } from '../domain/index.ts';
import { plural } from '../formats/index.ts';
import { type Standing, standingOf } from '../record/index.ts';
import { WORDS } from './glyph.ts';
import { oneLine } from './text/visible.ts';

/** Worst last, as a person reads a balance. */
export const ORDER: readonly Standing[] = [
  'proven',
  'failed',
  'vacuous',
  'unproven',
  'inconclusive',
  'stale',
  'waived',
  'inapplicable',
];

/** The moment as of which a record is rendered: its own end, so that the same record gives the same bytes. */
export function momentOf({ run }: Pick<EvidenceRecord, 'run'>): number {
  return Date.parse(run.finishedAt);
}

/** Standings of ticks, counted: `31 proven`, `2 failed (1 advisory)`. */
export function tallyOf(ticks: readonly Tick[], nowMs: number): string[] {
  const counts = ORDER.flatMap((standing) => {
    const of = ticks.filter((tick) => standingOf(tick, nowMs) === standing);
    return of.length === 0 ? [] : [`${of.length} ${WORDS[standing]}${advisoryNote(standing, of)}`];
  });
  return counts.length === 0 ? ['nothing was judged'] : counts;
}

export function tallyText(ticks: readonly Tick[], nowMs: number): string {
  return tallyOf(ticks, nowMs).join(' · ');
}

function advisoryNote(standing: Standing, ticks: readonly Tick[]): string {
  const advisory = ticks.filter(({ criterion }) => !criterion.required).length;
  if (advisory === 0 || standing === 'proven' || standing === 'waived' || standing === 'inapplicable') return '';
  return advisory === ticks.length ? ' (advisory)' : ` (${advisory} advisory)`;
}

/** What an exit code says, for the one who reads the report. */
export function exitMeaning(record: Pick<EvidenceRecord, 'exitCode' | 'decision' | 'run' | 'ticks'>): string {
  const { exitCode, decision } = record;
  switch (exitCode) {
    case 0:
      return decision === 'certified'
        ? 'every required criterion holds, was shown able to fail, and is still true'
        : 'nothing failed; unproven passes were let through by --allow-unproven';
    case 1:
      return 'at least one required criterion failed';
    case 2:
      return 'nothing was selected, so nothing was judged';
    case 3:
      return 'nothing failed, but something required is stale, expired or tampered with';
    case 4:
      return 'nothing failed, but a required pass is unproven or vacuous';
    case 5:
      return undecidedMeaning(record);
    default:
      return 'see the list of exit codes';
  }
}

/** Exit 5 has three causes: what could not be judged, what was left out, and nothing that applies. */
function undecidedMeaning({ run, ticks }: Pick<EvidenceRecord, 'run' | 'ticks'>): string {
  const nowMs = momentOf({ run });
  const isOpen = ticks.some((tick) => tick.criterion.required && standingOf(tick, nowMs) === 'inconclusive');
  const count = run.leftOut.filter(({ required }) => required).length;
  const left = `${plural(count, 'required criterion was', 'required criteria were')} left out by --only or --skip`;
  if (isOpen) return `something required could not be judged${count === 0 ? '' : `, and ${left}`}`;
  if (count === 0) return 'no required criterion applies here, so nothing was shown';
  return `only a selection was judged, which is never a pass: ${left}; run it without them for the whole`;
}

export function decisionText({ decision }: EvidenceRecord): string {
  return decision === 'certified' ? 'CERTIFIED' : 'NOT CERTIFIED';
}

/** The verdict on one line, plain. */
export function verdictLine(record: EvidenceRecord, recordPath: string): string {
  const balance = tallyText(record.ticks, momentOf(record));
  return `${decisionText(record)}  ${balance}  exit ${record.exitCode}: ${exitMeaning(record)}  record ${oneLine(recordPath)}`;
}
