import type { OsRelease, Package, PackageType, ScanTarget, Severity, Vulnerability } from '../../../domain/index.ts';
import type { Look } from './finding.ts';

const LABELS: Readonly<Partial<Record<PackageType, string>>> = {
  npm: 'Node.js',
  pypi: 'Python',
  conda: 'Conda',
  golang: 'Go',
  cargo: 'Rust',
  maven: 'Java',
  gem: 'Ruby',
  composer: 'PHP',
  nuget: '.NET',
  hex: 'Elixir',
  deb: 'system packages (deb)',
  apk: 'system packages (apk)',
  rpm: 'system packages (rpm)',
  alpm: 'system packages (alpm)',
  ebuild: 'system packages (ebuild)',
  generic: 'programs without a package',
};

/** The row that packages of a type count in. */
export function targetOf(type: PackageType): string {
  return LABELS[type] ?? type;
}

/** The system's row also says which system it is. */
function labelOf(type: PackageType, os: OsRelease | null): string {
  const label = targetOf(type);
  if (!os || !label.startsWith('system packages')) return label;
  return [os.family, os.version].filter((it) => it !== '').join(' ');
}

/**
 * A row for each type of packages that is installed or was found. What counts are the vulnerabilities that nobody waved
 * through. A type whose packages nobody looked at has no counts: packages that a distribution ships are looked at by whom
 * looks at the distribution's.
 */
export function tableOf(
  packages: readonly Package[],
  vulnerabilities: readonly Vulnerability[],
  looks: readonly Look[],
  os: OsRelease | null,
): { readonly targets: readonly ScanTarget[]; readonly labelled: readonly Vulnerability[] } {
  const found = looks.flatMap(({ findings }) => findings.map(({ package: it }) => it.type));
  const types = [...new Set([...packages.map(({ type }) => type), ...found])];
  const typeOfRow = new Map(types.map((type) => [targetOf(type), type]));
  const rows = types.map((type): ScanTarget => {
    const own = packages.filter((it) => it.type === type);
    const counted = vulnerabilities.filter(
      ({ target, suppressed }) => target === targetOf(type) && suppressed === null,
    );
    const needed = new Set(own.map((it) => (it.shippedBy === null ? type : typeOfShipper(it.shippedBy))));
    const lookers = looks.filter(
      ({ engine }) => engine.failed === null && [...needed].some((it) => it && engine.covers.includes(it)),
    );
    const isWhole = [...needed].every((it) => it && lookers.some(({ engine }) => engine.covers.includes(it)));
    const isCounted = own.length > 0 && isWhole;
    return {
      target: labelOf(type, os),
      type,
      packages: own.length,
      bySeverity: isCounted ? severities(counted) : null,
      fixable: isCounted ? counted.filter(({ fixedIn }) => fixedIn.length > 0).length : null,
      lookedAtBy: [...new Set([...lookers.map(({ engine }) => engine.name), ...counted.flatMap(({ by }) => by)])],
    };
  });
  const labelled = vulnerabilities.map((it) => {
    const type = typeOfRow.get(it.target);
    return type === undefined ? it : { ...it, target: labelOf(type, os) };
  });
  return { targets: rows.sort((a, b) => b.packages - a.packages || (a.type < b.type ? -1 : 1)), labelled };
}

const typeOfShipper = (purl: string): PackageType | null =>
  (/^pkg:(deb|apk|rpm|alpm)\//.exec(purl)?.[1] as PackageType | undefined) ?? null; // words of the pattern

function severities(vulnerabilities: readonly Vulnerability[]): Readonly<Record<Severity, number>> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };
  for (const { severity } of vulnerabilities) counts[severity] += 1;
  return counts;
}
