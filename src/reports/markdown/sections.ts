import { type Evidence, type EvidenceRecord, type Tick, unreachable } from '../../domain/index.ts';
import { remedyOf, type ShortFinding, shortened } from '../findings.ts';
import { signOf } from '../glyph.ts';
import { briefly, expectedOf, measuredText, observedOf, samplesText, wanted } from '../observed.ts';
import { staleText } from '../open.ts';
import { momentOf } from '../outcome.ts';
import { proofsOf, wordWithCount } from '../proofs.ts';
import { withoutColours } from '../text/visible.ts';
import { block, code, prose, table } from './write.ts';

const FINDINGS = 10;

/** The checklist: purpose, how to see it by hand, expected and observed, success criteria. */
export function sectionsPart(record: EvidenceRecord): string {
  const parts = record.sections.flatMap(({ title, purpose, prose: own }, index) => {
    const ticks = record.ticks.filter(({ criterion }) => criterion.section === index);
    if (ticks.length === 0 && own === undefined) return [];
    return [
      [
        `### ${index + 1}. ${prose(title)}`,
        ...(purpose === undefined ? [] : [`**Purpose**: ${prose(purpose)}`]),
        ...(own === undefined
          ? []
          : [
              `<!-- prose -->\n${own
                .split('\n')
                .map((line) => `> ${prose(line)}`.trimEnd())
                .join('\n')}`,
            ]),
        ...commandsOf(ticks),
        ...measuresOf(ticks),
        ...(ticks.length === 0
          ? []
          : [`**Success criteria**:\n\n${ticks.map((tick) => bulletOf(tick, record)).join('\n')}`]),
      ].join('\n\n'),
    ];
  });
  return parts.length === 0 ? '' : `## Verification checklist\n\n${parts.join('\n\n')}`;
}

function commandsOf(ticks: readonly Tick[]): string[] {
  const lines = [...new Set(ticks.flatMap(({ reproduce }) => reproduce))];
  if (lines.length === 0) return [];
  const names = lines.some((line) => /\bIMAGE\b/.test(line)) ? ['# IMAGE stands for a name of your own'] : [];
  return [block('bash', [...names, ...lines].join('\n'))];
}

function measuresOf(ticks: readonly Tick[]): string[] {
  const rows = ticks.flatMap((tick) => {
    const { measured } = tick;
    if (!measured?.target) return [];
    const samples = samplesText(measured);
    return [
      [
        prose(measured.what),
        prose(wanted(measured.target, measured.unit)),
        `${measuredText(measured)}${samples === '' ? '' : ` (${samples})`}`,
      ],
    ];
  });
  return rows.length === 0 ? [] : [table(['What is measured', 'Expected', 'Observed'], rows)];
}

/** Sign, sentence, what was seen, proof; below it all that is to be known where it does not hold. */
function bulletOf(tick: Tick, record: EvidenceRecord): string {
  const { criterion, verdict } = tick;
  const sign = signOf(tick, momentOf(record));
  const id =
    criterion.id === criterion.check ? code(criterion.id) : `**${prose(criterion.id)}** (${code(criterion.check)})`;
  const observed = verdict.status === 'pass' ? observedOf(tick) : '';
  const seen = observed === '' ? '' : `: ${tick.measured?.target ? prose(observed) : code(observed)}`;
  const head = `- ${sign.symbol} ${prose(criterion.title)}${seen} · ${id} · ${wordWithCount(sign, proofsOf(record, tick))}${criterion.required ? '' : ' · advisory'}`;
  const below = [...detailsOf(tick), ...waiverOf(tick)];
  return [
    head,
    ...below.map((line) =>
      line
        .split('\n')
        .map((part) => (part === '' ? '' : `  ${part}`))
        .join('\n'),
    ),
  ].join('\n');
}

function detailsOf(tick: Tick): string[] {
  const { verdict, criterion, proof, proofBecause, currency } = tick;
  if (verdict.status === 'inapplicable') return [`- because: ${prose(verdict.because)}`];
  if (verdict.status === 'inconclusive')
    return [`- because: ${prose(verdict.because)}`, `- to mend: ${prose(verdict.remedy)}`];
  if (verdict.status === 'fail') {
    const expected = expectedOf(tick);
    const left = verdict.findings.length - FINDINGS;
    return [
      ...(expected === criterion.title ? [] : [`- expected: ${prose(expected)}`]),
      ...verdict.findings.slice(0, FINDINGS).map((it) => findingText(shortened(it, tick.measured), observedOf(tick))),
      ...(left > 0 ? [`- and ${left} more, all in the record`] : []),
      `- why it matters: ${prose(criterion.why)}`,
      `- to mend: ${prose(remedyOf(tick))}`,
    ];
  }
  return [
    ...(proof === 'proven' ? [] : [`- proof: ${prose(proofBecause)}`]),
    ...(currency === 'fresh' ? [] : [`- ${currency}: ${prose(staleText(tick))}`]),
  ];
}

function findingText({ message, reason, layers, evidence }: ShortFinding, observed: string): string {
  const quoted = evidence.flatMap(quotationOf);
  const places = evidence.filter((it) => quotationOf(it).length === 0).map(placeText);
  const layer = layers.length === 0 ? [] : [`layer ${layers.join(', ')}`];
  const head = `- observed: ${[`${prose(message ?? observed)} (${code(reason)})`, ...layer, ...places].join('; ')}`;
  const blocks = quoted.map((part) =>
    part
      .split('\n')
      .map((line) => (line === '' ? '' : `  ${line}`))
      .join('\n'),
  );
  return blocks.length === 0 ? head : `${[head, ...blocks].join('\n\n')}\n`;
}

/** What has several lines stands in a block of its own. */
function quotationOf(it: Evidence): string[] {
  if (it.kind === 'log') return [`${it.stream}:\n\n${block('text', withoutColours(it.text))}`];
  if (it.kind === 'value' && it.value.trim().includes('\n'))
    return [`${prose(it.what)}:\n\n${block('text', it.value)}`];
  return it.kind === 'source' ? [`${code(`${it.at.file}:${it.at.startLine}`)}:\n\n${block('text', it.text)}`] : [];
}

function placeText(it: Evidence): string {
  switch (it.kind) {
    case 'file':
      return [
        code(it.path),
        ...(it.layer === undefined ? [] : [`layer ${it.layer}`]),
        ...(it.detail ? [code(it.detail)] : []),
      ].join(' ');
    case 'value':
      return `${prose(it.what)} ${code(it.value)}`;
    case 'measure':
    case 'source':
    case 'log':
    case 'tree':
    case 'table':
      return prose(briefly(it));
    default:
      return unreachable(it);
  }
}

function waiverOf({ criterion: { waiver } }: Tick): string[] {
  return waiver ? [`- waived until ${code(waiver.until)} by ${prose(waiver.owner)}: ${prose(waiver.because)}`] : [];
}
