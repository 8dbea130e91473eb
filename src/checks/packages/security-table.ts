import type { Scan, ScanEngine, ScanTarget, Severity, Vulnerability } from '../../domain/index.ts';
import { unreadableText } from './coverage.ts';
import { type Evidence, humanize, plural, seen } from '../kit.ts';

/** Findings and statements that are listed one by one. */
export const SHOWN = 20;

/** What counts: nobody let it pass. */
export const counting = (scan: Scan): readonly Vulnerability[] =>
  scan.vulnerabilities.filter(({ suppressed }) => suppressed === null);

export const nameOf = ({ id, packageName, installed, fixedIn }: Vulnerability): string =>
  `${id} in ${packageName} ${installed}${fixedIn.length > 0 ? ` (mended in ${fixedIn.slice(0, 3).join(', ')})` : ''}`;

/** What was found in all, in a few words; what was let pass is not kept back. */
export function balanceOf(scan: Scan): Evidence {
  const found = counting(scan);
  const packages = scan.targets.reduce((sum, it) => sum + it.packages, 0);
  const counts = (['critical', 'high', 'medium', 'low'] as const).map(
    (severity) => `${found.filter((it) => it.severity === severity).length} ${severity}`,
  );
  const passed = scan.vulnerabilities.length - found.length;
  const rest = passed === 0 ? '' : `; ${passed} let pass`;
  return seen.value(`in ${plural(packages, 'package')}`, `${counts.join(', ')}${rest}`);
}

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'];
const HEAD = ['Target', 'Type', 'Packages', ...SEVERITIES, 'with a fix', 'looked at by'];

/** The security table, who looked with data of when, and what was let pass. Empty where there is no package at all. */
export function tableOf(scan: Scan): readonly Evidence[] {
  const { targets, engines, idle } = scan;
  if (targets.length === 0) return [];
  const passed = scan.vulnerabilities.flatMap((it) => (it.suppressed ? [passedRow(it, it.suppressed)] : []));
  return [
    seen.table('Known vulnerabilities per target', HEAD, targets.map(rowOf), notesOf(targets, engines)),
    ...(passed.length === 0 ? [] : [seen.table('Let pass', PASSED, passed.slice(0, SHOWN))]),
    ...(idle.length === 0
      ? []
      : [
          seen.table(
            'Entries that let nothing pass',
            ['File', 'Entry', 'Why'],
            idle.slice(0, SHOWN).map(({ file, entry, fault, detail }) => [file, entry, `${fault}: ${detail}`]),
          ),
        ]),
  ];
}

/** A kind of packages that nobody looked at has question marks, which is not zero. */
function rowOf({ target, type, packages, bySeverity, fixable, lookedAtBy }: ScanTarget): string[] {
  const counts = SEVERITIES.map((severity) => (bySeverity === null ? '?' : String(bySeverity[severity])));
  const by = lookedAtBy.length === 0 ? 'nobody' : lookedAtBy.join(', ');
  return [target, type, humanize(packages, 'count'), ...counts, fixable === null ? '?' : String(fixable), by];
}

function notesOf(targets: readonly ScanTarget[], engines: readonly ScanEngine[]): string[] {
  const isOpen = targets.some(({ bySeverity }) => bySeverity === null);
  return [
    ...(engines.length === 0 ? ['Nobody looked: no engine had data.'] : engines.map(engineText)),
    ...engines.flatMap((it) => it.unreadable.map((data) => `${unreadableText(data)}.`)),
    ...(isOpen ? ['? stands for not looked at, which is not zero.'] : []),
  ];
}

function engineText({ name, version, dataDate, dataAgeDays, how, failed }: ScanEngine): string {
  const engine = [name, version ?? ''].join(' ').trim();
  if (failed !== null) return `${engine} could not look: ${failed}`;
  const age = dataAgeDays === null ? '' : ` (${plural(dataAgeDays, 'day')} old)`;
  return `${engine}: data of ${dataDate ?? 'no known date'}${age}; ${how}`;
}

const PASSED = ['Vulnerability', 'Severity', 'By', 'Because', 'Until'];

function passedRow(
  it: Vulnerability,
  { by, file, because, until }: NonNullable<Vulnerability['suppressed']>,
): readonly string[] {
  const whose = file.includes(by) ? file : `${by} ${file}`; // `.trivyignore` is the name of its file, too
  return [nameOf(it), it.severity, whose, because, until ?? 'for ever'];
}
