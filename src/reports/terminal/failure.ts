import type { EvidenceRecord, Evidence, Finding, Tick } from '../../domain/index.ts';
import { humanize } from '../../formats/index.ts';
import { signOf } from '../glyph.ts';
import { expectedOf, marginText, observedOf, samplesText, wanted } from '../observed.ts';
import { momentOf } from '../outcome.ts';
import { paintFor, roomOf, type Style, toneOf } from '../paint.ts';
import { proofsOf } from '../proofs.ts';
import { oneLine } from '../text/visible.ts';
import { padded } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';
import { field } from './field.ts';
import { frameLines, logLines } from './frame.ts';

const FINDINGS = 8;

/** A criterion that does not hold, in full: expected, observed, where, why it matters, what to do, and the next command. */
export function failureLines(tick: Tick, record: EvidenceRecord, style: Style): string[] {
  return [
    ...headingLines(tick, record, style),
    ...bodyLines(tick, record, style),
    ...waiverLines(tick, style),
    ...nextLines(tick, style),
  ];
}

function headingLines(tick: Tick, record: EvidenceRecord, style: Style): string[] {
  const paint = paintFor(style);
  const { standing, symbol, word } = signOf(tick, momentOf(record));
  const { id, title, required } = tick.criterion;
  const text = `${oneLine(id)}  ${oneLine(title)}  (${word}${required ? '' : ', advisory'})`;
  const tone = toneOf(paint, standing);
  return wrapped(text, roomOf(style) - 4).map(
    (line, index) => ` ${index === 0 ? tone(padded(symbol, 2)) : '  '} ${tone(paint.bold(line))}`,
  );
}

function bodyLines(tick: Tick, record: EvidenceRecord, style: Style): string[] {
  const { verdict } = tick;
  switch (verdict.status) {
    case 'fail':
      return failedLines(tick, verdict.findings, style);
    case 'inconclusive':
      return [...field('because', verdict.because, style), ...field('mend', verdict.remedy, style)];
    case 'inapplicable':
      return field('because', verdict.because, style);
    default:
      return unprovenLines(tick, record, style);
  }
}

function failedLines(tick: Tick, findings: readonly Finding[], style: Style): string[] {
  const { criterion, measured } = tick;
  const paint = paintFor(style);
  const observed = observedOf(tick);
  const numbers = measured?.target ? [samplesText(measured), marginText(measured)].filter((it) => it !== '') : [];
  const shown = findings.slice(0, FINDINGS);
  return [
    ...field('expected', expectedOf(tick), style, paint.green),
    ...field('observed', [observed, ...numbers].join(', '), style, paint.red),
    ...shown.flatMap((it, index) => findingLines(it, index === 0 && it.message === observed, style)),
    ...(findings.length > FINDINGS
      ? field('', `… and ${findings.length - FINDINGS} more, all in the record`, style)
      : []),
    ...field('why', criterion.why, style),
    ...field('mend', criterion.remedy, style),
  ];
}

function findingLines({ message, evidence, reason }: Finding, isSaid: boolean, style: Style): string[] {
  const said = isSaid ? [] : field('found', message, style);
  return [...said, ...evidence.flatMap((it) => evidenceLines(it, style)), ...field('reason', reason, style)];
}

function evidenceLines(it: Evidence, style: Style): string[] {
  switch (it.kind) {
    case 'source':
      return [...field('where', `${it.at.file}:${it.at.startLine}`, style), ...frameLines(it, style)];
    case 'file':
      return field(
        'image',
        [it.path, ...(it.layer === undefined ? [] : [`layer ${it.layer}`]), ...(it.detail ? [it.detail] : [])].join(
          '  ',
        ),
        style,
      );
    case 'measure':
      return field(
        'seen',
        `${it.what}: ${humanize(it.value, it.unit)}${it.target ? `, wanted ${wanted(it.target.text, it.unit)}` : ''}`,
        style,
      );
    case 'value':
      return field('seen', `${it.what}: ${it.value}`, style);
    case 'log':
      return [...field('log', it.stream, style), ...logLines(it.text, style)];
    default:
      return field('seen', it.title, style);
  }
}

/** A pass that is no ✅: why not, and which mutants it survived. */
function unprovenLines(tick: Tick, record: EvidenceRecord, style: Style): string[] {
  const { standing } = signOf(tick, momentOf(record));
  const observed = field('observed', observedOf(tick), style);
  if (standing === 'stale') return [...observed, ...field('because', staleText(tick), style)];
  const survivors = proofsOf(record, tick).filter(({ outcome }) => outcome.status === 'survived');
  return [
    ...observed,
    ...field('because', tick.proofBecause, style),
    ...survivors
      .slice(0, FINDINGS)
      .flatMap(({ mutant, expected, level }) =>
        field('survived', `${mutant} (level ${level}, expected ${expected})`, style),
      ),
  ];
}

function staleText({ currency, validUntil }: Tick): string {
  if (currency === 'expired')
    return `it was true until ${validUntil ?? 'a date that is not known'}; run \`tickproof verify\` again`;
  return currency === 'tampered'
    ? 'the record was changed after it was written'
    : 'what it depends on has changed; run `tickproof verify` again';
}

function waiverLines({ criterion: { waiver } }: Tick, style: Style): string[] {
  return waiver ? field('waived', `until ${waiver.until} by ${waiver.owner}: ${waiver.because}`, style) : [];
}

function nextLines({ criterion, reproduce }: Tick, style: Style): string[] {
  const paint = paintFor(style);
  return [
    ...reproduce.flatMap((line) => field('by hand', line, style)),
    ...field('next', `tickproof explain ${criterion.check}`, style, paint.cyan),
  ];
}
