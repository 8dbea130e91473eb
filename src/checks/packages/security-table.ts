import type { Scan, ScanTarget, Vulnerability } from '../../domain/index.ts';
import { type Evidence, humanize, seen } from '../kit.ts';

/** Findings and statements that are listed one by one. */
export const SHOWN = 20;

/** What counts: nobody let it pass. */
export const counting = (scan: Scan): readonly Vulnerability[] =>
  scan.vulnerabilities.filter(({ suppressed }) => suppressed === null);

export const nameOf = ({ id, packageName, installed, fixedIn }: Vulnerability): string =>
  `${id} in ${packageName} ${installed}${fixedIn.length > 0 ? ` (mended in ${fixedIn.slice(0, 3).join(', ')})` : ''}`;

/** The security table, who looked with data of when, and what was let pass. */
export function tableOf(scan: Scan): readonly Evidence[] {
  const rows = scan.targets.map((it) => seen.value(it.target, rowOf(it)));
  const engines = scan.engines.map((it) => {
    const data = it.dataDate === null ? 'data of no known date' : `data of ${it.dataDate} (${it.dataAgeDays} days old)`;
    return seen.value(`engine ${[it.name, it.version ?? ''].join(' ').trim()}`, it.failed ?? `${data}; ${it.how}`);
  });
  const passed = scan.vulnerabilities.flatMap((it) => {
    if (it.suppressed === null) return [];
    const { by, file, because, until } = it.suppressed;
    return [
      seen.value(
        `let pass: ${nameOf(it)}`,
        `${it.severity}; ${by} ${file}: ${because}${until === null ? '' : `, until ${until}`}`,
      ),
    ];
  });
  const idle = scan.idle.map(({ file, entry, fault, detail }) =>
    seen.value(`${file}: ${entry}`, `${fault}: ${detail}`),
  );
  return [...rows, ...engines, ...passed.slice(0, SHOWN), ...idle.slice(0, SHOWN)];
}

function rowOf({ packages, bySeverity, fixable, lookedAtBy }: ScanTarget): string {
  const of = `${humanize(packages, 'count')} packages`;
  if (bySeverity === null) return `${of}: not looked at`;
  const counts = Object.entries(bySeverity).map(([severity, number]) => `${severity} ${number}`);
  return `${of}: ${counts.join(', ')}; with a fix ${fixable}; looked at by ${lookedAtBy.join(', ')}`;
}
