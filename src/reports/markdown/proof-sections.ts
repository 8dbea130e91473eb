import { type CounterProof, type EvidenceRecord, type Tick, unreachable } from '../../domain/index.ts';
import { humanize, plural } from '../../formats/index.ts';
import { glyph } from '../glyph.ts';
import { momentOf } from '../outcome.ts';
import { countProofs, elapsedOf, isRed, isWeak, type Mark, marksOf, proofsOf, redWhereNothingIs } from '../proofs.ts';
import type { Numbered } from './numbered.ts';
import { code, markup, prose, table } from './write.ts';

/** Section by section: a row per criterion, and below it, folded, every mutant with what became of it. */
export function proofSections(record: EvidenceRecord, numbered: Numbered): string[] {
  return record.sections.flatMap(({ title }, section) => {
    const its = numbered.filter(({ tick }) => tick.criterion.section === section);
    if (its.length === 0) return [];
    const rows = its.map(({ number, tick }) => rowOf(number, tick, record));
    const head = ['#', 'Criterion', 'Proof', 'Nothing there', 'Red, by kind of change', 'Red', 'Time'];
    return [`### ${prose(title)}`, table(head, rows), foldedDetails(its, title, record)];
  });
}

function rowOf(number: number, tick: Tick, record: EvidenceRecord): string[] {
  const proofs = proofsOf(record, tick);
  const { red, tried } = countProofs(proofs);
  return [
    String(number),
    `${code(tick.criterion.id)} ${prose(tick.criterion.title)}`,
    glyph(tick, momentOf(record)),
    nothingText(proofs),
    marksOf(proofs).map(markText).join(' · ') || '–',
    `**${red}/${tried}**`,
    humanize(elapsedOf(proofs), 'ms'),
  ];
}

function nothingText(proofs: readonly CounterProof[]): string {
  const isRedThere = redWhereNothingIs(proofs);
  if (isRedThere === null) return '–';
  return isRedThere ? 'red' : '**GREEN**';
}

/** `L 4/4`, `**S 1/2**` where not all went red, `(J 2/2)` where it says little. */
function markText({ level, red, tried, weak, same }: Mark): string {
  if (tried === 0) return `${level} ${same === 1 ? 'same' : `${same} same`}`;
  const text = weak ? `(${level} ${red}/${tried})` : `${level} ${red}/${tried}`;
  return red === tried ? text : `**${text}**`;
}

function foldedDetails(its: Numbered, title: string, record: EvidenceRecord): string {
  const proofs = its.flatMap(({ tick }) => proofsOf(record, tick));
  const summary = `${markup(title)}: every change and what came of it (${proofs.filter(isRed).length} of ${plural(proofs.length, 'judgement')} red)`;
  const parts = its.map(({ number, tick }) => detailsOf(number, tick, record));
  return `<details>\n<summary>${summary}</summary>\n\n${parts.join('\n\n')}\n\n</details>`;
}

function detailsOf(number: number, tick: Tick, record: EvidenceRecord): string {
  const { criterion, proofBecause } = tick;
  const proofs = proofsOf(record, tick);
  const hasOthers = proofs.some((it) => (it.alsoJudged ?? 0) > 0 || (it.alsoRed ?? []).length > 0);
  const head = ['Change', 'Kind', 'Expected', 'What came', 'Time', ...(hasOthers ? ['Other criteria there'] : [])];
  const rows = proofs.map((it) => [
    it.level === 'null' ? 'nothing there' : prose(it.mutant),
    it.level === 'null' ? '' : isWeak(it) ? `(${it.level})` : it.level,
    it.level === 'null' ? prose(it.expected) : code(it.expected),
    outcomeText(it),
    `${humanize(it.elapsedMs, 'ms')}${it.reused ? ', reused' : ''}`,
    ...(hasOthers ? [othersText(it)] : []),
  ]);
  return `**${number}** ${code(criterion.id)}: ${prose(proofBecause)}\n\n${table(head, rows)}`;
}

function outcomeText({ outcome, expected }: CounterProof): string {
  switch (outcome.status) {
    case 'killed':
      return `red${outcome.reason === expected ? '' : ` ${code(outcome.reason)}`}: ${prose(outcome.message)}`;
    case 'survived':
      return survivedText(outcome);
    case 'equivalent':
      return `same as the original: ${prose(outcome.because)}`;
    case 'not-run':
      return `not run: ${prose(outcome.because)}`;
    default:
      return unreachable(outcome);
  }
}

/** How a mutant survived, in words. */
export function survivedText({ verdict, reasons }: Extract<CounterProof['outcome'], { status: 'survived' }>): string {
  if (verdict === 'pass') return '**GREEN**: survived';
  return verdict === 'fail'
    ? `**red for another reason**: ${reasons.map(code).join(', ')}`
    : `**${verdict}**, which is not red`;
}

const NAMED = 6;

/** How specific the world was: who else went red there, and how many did not. */
function othersText({ alsoRed = [], alsoJudged = 0 }: CounterProof): string {
  const left = alsoJudged - alsoRed.length;
  const more = alsoRed.length - NAMED;
  const names = alsoRed.slice(0, NAMED).map(code);
  return [
    ...(names.length === 0 ? [] : [`also red: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`]),
    ...(left > 0 ? [`${plural(left, 'other')} stayed green`] : []),
  ].join('; ');
}
