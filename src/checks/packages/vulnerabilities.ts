import type { Scan, Severity, Vulnerability } from '../../domain/index.ts';
import {
  type Bound,
  count,
  defineCheck,
  duration,
  type Evidence,
  fail,
  type Finding,
  finding,
  inconclusive,
  isNonEmpty,
  justOver,
  meets,
  pass,
  seen,
  z,
} from '../kit.ts';
import { DAY_MS, gapOf } from './coverage.ts';
import { exampleOf, invented, withScan } from './example.ts';
import { balanceOf, counting, nameOf, SHOWN, tableOf } from './security-table.ts';
import { filesOf } from './specimen.ts';

const params = z.strictObject({
  critical: count('0').describe('How many of critical severity there may be, with a fix or without'),
  high: count('0').describe('How many of high severity there may be'),
  medium: count().optional().describe('How many of medium severity there may be; absent = any number'),
  low: count().optional().describe('How many of low severity there may be; absent = any number'),
  fixableOnly: z.boolean().default(true).describe('High, medium and low count only where a fix is known'),
  maxAge: duration('<=7d').describe('How old the data may be that was looked with'),
  ignoreUnknown: z
    .boolean()
    .default(false)
    .describe('Let those pass that nobody has rated; otherwise they fail with a fix, and leave it open without one'),
  allowUnscanned: z
    .array(z.string())
    .default([])
    .describe('Types of packages that may go without a look, because no data speaks of them: `generic`'),
});
type Params = z.output<typeof params>;
type Reason = 'vulnerable' | 'not-scanned' | 'data-stale';

export default defineCheck({
  id: 'packages/vulnerabilities',
  version: 1,
  title: 'The packages have no serious known vulnerabilities, by data that is fresh',
  why: 'A scanner without data, or with old data, finds nothing as well: zero counts only where somebody looked at every kind of package, and with what.',
  remedy:
    'Update the packages to the versions that mend them; what does not concern you, say in a VEX document or an ignore entry with a reason and an end.',
  references: [
    'https://ossf.github.io/osv-schema/',
    'https://www.first.org/cvss/specification-document',
    'https://github.com/openvex/spec',
  ],
  aliases: ['CIS-DI-0004', 'PROD-001.5'],
  reads: ['packages.scan'],
  params,
  reasons: ['vulnerable', 'not-scanned', 'data-stale'],
  example: exampleOf(),
  mutants: [
    {
      level: 'J',
      title: 'data older than the criterion allows',
      reason: 'data-stale',
      edit: (facts, { maxAge }) => {
        const dataAgeDays = justOver(maxAge, DAY_MS) / DAY_MS;
        return withScan(facts, (scan) => ({ engines: scan.engines.map((it) => ({ ...it, dataAgeDays })) }));
      },
    },
    {
      level: 'J',
      title: 'no engine that has data',
      reason: 'not-scanned',
      edit: (facts) =>
        withScan(facts, ({ targets }) => ({
          engines: [],
          targets: targets.map((it) => ({ ...it, bySeverity: null, fixable: null, lookedAtBy: [] })),
        })),
    },
    {
      level: 'J',
      title: 'one more of critical severity than is allowed',
      reason: 'vulnerable',
      edit: (facts, { critical }) => {
        const more = Math.max(1, Math.ceil(justOver(critical, 1)));
        return withScan(facts, ({ vulnerabilities }) => ({
          vulnerabilities: [...vulnerabilities, ...Array.from({ length: more }, (_, index) => invented(index))],
        }));
      },
    },
  ],
  mutantsFor: ({ packages: { scan } }, wanted) => {
    const times = tooManyOf(wanted);
    return [
      {
        level: 'L',
        title: scan.specimen
          ? `${scan.specimen.name} ${scan.specimen.version} installed${times > 1 ? ` ${times} times` : ''}, which ${scan.specimen.id} speaks of`
          : 'a package installed that the data knows to be vulnerable',
        reason: 'vulnerable',
        edit: () => {
          const files = scan.specimen && times <= MOST_COPIES ? filesOf(scan.specimen, times) : null;
          return files && [files];
        },
      },
    ];
  },

  judge: ({ packages: { scan } }, wanted) => {
    const table = tableOf(scan);
    const vulnerable = tooMany(scan, wanted, table);
    if (isNonEmpty(vulnerable)) return fail(...vulnerable);
    const gap = gapOf(scan, wanted);
    if (gap) return inconclusive(gap.because, gap.remedy, { reason: gap.reason, evidence: table });
    const unrated = counting(scan).filter(({ severity }) => severity === 'unknown');
    if (unrated.length > 0 && !wanted.ignoreUnknown)
      return inconclusive(
        `nobody has rated ${unrated.length} that have no fix: ${unrated.slice(0, 5).map(nameOf).join('; ')}`,
        'Look at them and say so in a VEX document, or set `ignoreUnknown: true`.',
        { evidence: table },
      );
    return pass(balanceOf(scan), ...table);
  },
});

/** A finding for each severity that is above its bound. What nobody rated may be critical: with a fix it counts as such. */
function tooMany(scan: Scan, wanted: Params, table: readonly Evidence[]): readonly Finding<Reason>[] {
  const found = counting(scan);
  const isCounted = (it: Vulnerability) => it.severity === 'critical' || it.fixedIn.length > 0 || !wanted.fixableOnly;
  const bounds: readonly (readonly [Severity, Bound | undefined])[] = [
    ['critical', wanted.critical],
    ['high', wanted.high],
    ['medium', wanted.medium],
    ['low', wanted.low],
  ];
  const rated = bounds.flatMap(([severity, bound]) => {
    const own = found.filter((it) => it.severity === severity && isCounted(it));
    return bound === undefined || keeps(bound, own.length)
      ? []
      : [grievance(`of ${severity} severity`, own, bound, table)];
  });
  const unrated = found.filter(({ severity, fixedIn }) => severity === 'unknown' && fixedIn.length > 0);
  if (wanted.ignoreUnknown || keeps(wanted.critical, unrated.length)) return rated;
  return [...rated, grievance('that nobody has rated, with a fix', unrated, wanted.critical, table)];
}

const MOST_COPIES = 50;

/** How many of a package, which is of critical or high severity, are one too many by either bound. */
function tooManyOf({ critical, high }: Params): number {
  let times = 1;
  while (times <= MOST_COPIES && (keeps(critical, times) || keeps(high, times))) times += 1;
  return times;
}

/** Fewer than a number that was written without a sign are well, too. */
const keeps = (bound: Bound, number: number): boolean =>
  meets(bound.op === '=' ? { ...bound, op: '<=' } : bound, number);

function grievance(
  what: string,
  own: readonly Vulnerability[],
  bound: Bound,
  table: readonly Evidence[],
): Finding<Reason> {
  const named = own.slice(0, 3).map(nameOf).join('; ');
  const message = `${own.length} ${what}, wanted ${bound.text}${named === '' ? '' : `: ${named}`}`;
  const listed = own
    .slice(0, SHOWN)
    .map((it) =>
      seen.file({ path: it.path, layer: it.layer }, `${nameOf(it)}: ${it.severityFrom}, seen by ${it.by.join(', ')}`),
    );
  return finding(
    'vulnerable',
    message,
    seen.measure(`vulnerabilities ${what}`, own.length, 'count', bound),
    ...listed,
    ...table,
  );
}
