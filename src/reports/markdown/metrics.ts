import type { EvidenceRecord, Measured, Tick } from '../../domain/index.ts';
import { humanize } from '../../formats/index.ts';
import { glyph } from '../glyph.ts';
import { marginText, measuredText, samplesText, wanted } from '../observed.ts';
import { momentOf } from '../outcome.ts';
import { countProofs, proofsOf } from '../proofs.ts';
import { code, prose, table } from './write.ts';

/** Targets and what was achieved, with what is left of each bound. */
export function metricsPart(record: EvidenceRecord): string {
  const rows = measuredTicks(record).flatMap(({ tick, measured }) =>
    measured.target === null ? [] : [rowOf(tick, measured, measured.target, record)],
  );
  if (rows.length === 0) return '';
  const head = ['Metric', 'Target', 'Achieved', 'Margin', 'Status', 'Red'];
  return `## Optimization metrics\n\n### Targets and what was achieved\n\n${table(head, rows)}`;
}

function measuredTicks({ ticks }: EvidenceRecord): { tick: Tick; measured: Measured }[] {
  return ticks.flatMap((tick) => (tick.measured ? [{ tick, measured: tick.measured }] : []));
}

function rowOf(tick: Tick, measured: Measured, target: string, record: EvidenceRecord): string[] {
  const samples = samplesText(measured);
  const { red, tried } = countProofs(proofsOf(record, tick));
  return [
    `**${prose(measured.what)}** ${code(tick.criterion.id)}`,
    prose(wanted(target, measured.unit)),
    `${measuredText(measured)}${samples === '' ? '' : ` (${samples})`}`,
    marginText(measured) || '–',
    glyph(tick, momentOf(record)),
    tried === 0 ? '–' : `${red}/${tried}`,
  ];
}

const STEPS = '▁▂▃▄▅▆▇█';

/** Every series of samples, with its spread: one number alone says little about time and memory. */
export function seriesPart(record: EvidenceRecord): string {
  const series = measuredTicks(record).filter(({ measured }) => measured.samples.length > 1);
  if (series.length === 0) return '';
  const rows = series.map(({ tick, measured: { what, unit, samples } }) => {
    const sorted = [...samples].sort((a, b) => a - b);
    const [low = 0] = sorted;
    const high = sorted.at(-1) ?? 0;
    const middle = medianOf(sorted);
    const spread = middle === 0 ? '–' : humanize((high - low) / middle, 'ratio');
    const numbers = [low, middle, high].map((it) => humanize(it, unit));
    return [
      `${prose(what)} ${code(tick.criterion.id)}`,
      String(samples.length),
      ...numbers,
      spread,
      sparkline(samples),
    ];
  });
  return `## Performance\n\n${table(['Series', 'Samples', 'Least', 'Median', 'Most', 'Spread', 'Course'], rows)}\n\nSpread is (most − least) ÷ median.`;
}

function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.max(0, middle - 1)], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

const SHOWN = 40;

/** Samples as a row of bars from nothing to the most; of a long series every n-th. */
function sparkline(samples: readonly number[]): string {
  const every = Math.ceil(samples.length / SHOWN);
  const shown = samples.filter((_, index) => index % every === 0);
  const top = Math.max(...shown);
  return shown.map((it) => STEPS[top <= 0 ? 0 : Math.min(7, Math.max(0, Math.round((it / top) * 7)))]).join('');
}
