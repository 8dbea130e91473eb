import { type Evidence, type Measured, type NonEmpty, type Tick, unreachable } from '../domain/index.ts';
import { humanize, plural } from '../formats/index.ts';

/** What was seen, in a few words. Empty where nothing could be seen. Text from the world: escape it. */
export function observedOf({ verdict, measured }: Tick): string {
  if (verdict.status === 'inapplicable' || verdict.status === 'inconclusive') return '';
  if (measured?.target && (verdict.status === 'pass' || isBroken(measured))) return measuredText(measured);
  return verdict.status === 'pass' ? summaryOf(verdict.evidence) : verdict.findings[0].message;
}

/** What was wanted: the bound where it was judged, else the sentence of the criterion. */
export function expectedOf({ measured, criterion, verdict }: Tick): string {
  const byNumber = measured?.target && (verdict.status === 'pass' || isBroken(measured));
  return byNumber && measured?.target ? `${measured.what} ${wanted(measured.target, measured.unit)}` : criterion.title;
}

/** A bound of 0 has no shares, so its margin says nothing once it is broken. */
function isBroken({ margin }: Measured): boolean {
  return margin === null || margin <= 0;
}

/** A measured number with its unit. */
export function measuredText({ value, unit }: Measured): string {
  return humanize(value, unit);
}

/** A bound as it was written, with the sign that counts where it stood without. */
export function wanted(target: string, unit: string): string {
  if (/^[<>=≤≥]/.test(target)) return target;
  return unit === 'count' ? `= ${target}` : `<= ${target}`;
}

/** How many samples stand behind a number, and how far they lie apart: `3 samples, 2.8 s to 3.1 s`. */
export function samplesText({ samples, unit }: Measured): string {
  if (samples.length < 2) return '';
  return `${plural(samples.length, 'sample')}, ${humanize(Math.min(...samples), unit)} to ${humanize(Math.max(...samples), unit)}`;
}

/** What is left of a bound: `6 % left`, `60 % over`; nothing where a bound has no shares. */
export function marginText({ margin }: Measured): string {
  if (margin === null) return '';
  if (margin === 0) return 'none left';
  return margin > 0 ? `${humanize(margin, 'ratio')} left` : `${humanize(-margin, 'ratio')} over`;
}

function summaryOf([first, ...more]: NonEmpty<Evidence>): string {
  const rest = more.length === 0 ? '' : ` (+${more.length})`;
  return `${briefly(first)}${first.kind === 'value' ? '' : rest}`;
}

const SHORT = 160;

/** Several facts that were seen, one behind the other; what stands at places is told by the places. */
export function factsSeen(tick: Tick, most: number): string {
  const { measured, verdict } = tick;
  if (verdict.status !== 'pass') return observedOf(tick);
  const judged = measured?.target ? [`${measured.what} ${measuredText(measured)}`] : [];
  const others = verdict.evidence
    .filter((it) => it.kind === 'value' || it.kind === 'measure' || it.kind === 'file' || it.kind === 'log')
    .filter((it) => !(it.kind === 'measure' && it.what === measured?.what && judged.length > 0))
    .map((it) => cutAt(briefly(it), SHORT));
  const all = [...new Set([...judged, ...others])];
  const left = all.length - most;
  return [...all.slice(0, most), ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
}

function cutAt(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** What the criterion was asked with, beside its bound: `path /health, status 200`. Empty where everything is the default. */
export function askedWith({ criterion: { params } }: Tick): string {
  if (typeof params !== 'object' || params === null) return '';
  const parts = Object.entries(params).flatMap(([name, value]) => {
    const text = name === 'target' ? '' : paramText(value);
    return text === '' ? [] : [`${name} ${text}`];
  });
  return cutAt(parts.join(', '), 3 * SHORT);
}

function paramText(value: unknown): string {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value))
    return value
      .map(paramText)
      .filter((it) => it !== '')
      .join(' ');
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  if ('text' in value && 'op' in value && typeof value.text === 'string') return value.text; // a bound, as it was written
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}

/** All that was seen, whatever came of it. */
export function evidenceIn({ verdict }: Pick<Tick, 'verdict'>): readonly Evidence[] {
  switch (verdict.status) {
    case 'pass':
      return verdict.evidence;
    case 'fail':
      return verdict.findings.flatMap(({ evidence }) => evidence);
    case 'inconclusive':
      return verdict.evidence ?? [];
    case 'inapplicable':
      return [];
    default:
      return unreachable(verdict);
  }
}

/** One piece of evidence on one line. */
export function briefly(it: Evidence): string {
  switch (it.kind) {
    case 'source':
      return `${it.at.file}:${it.at.startLine}`;
    case 'file':
      return [
        it.path,
        ...(it.layer === undefined ? [] : [`layer ${it.layer}`]),
        ...(it.detail ? [it.detail] : []),
      ].join(', ');
    case 'measure':
      return `${it.what} ${humanize(it.value, it.unit)}`;
    case 'value':
      return `${it.what} ${it.value}`;
    case 'log':
      return it.text.split('\n')[0] ?? '';
    case 'tree':
    case 'table':
      return it.title;
    default:
      return unreachable(it);
  }
}
