import { parsePurl } from '../../../catalog/index.ts';
import type { Package, PackageType, ScanEngine } from '../../../domain/index.ts';
import type { ReportFinding } from '../../../formats/scans/index.ts';
import type { Finding } from './finding.ts';

/** What scanners call the types of packages. */
const TYPES: Readonly<Record<string, PackageType>> = {
  deb: 'deb',
  debian: 'deb',
  ubuntu: 'deb',
  apk: 'apk',
  alpine: 'apk',
  wolfi: 'apk',
  chainguard: 'apk',
  rpm: 'rpm',
  redhat: 'rpm',
  centos: 'rpm',
  rocky: 'rpm',
  alma: 'rpm',
  oracle: 'rpm',
  amazon: 'rpm',
  fedora: 'rpm',
  photon: 'rpm',
  suse: 'rpm',
  'opensuse-leap': 'rpm',
  slem: 'rpm',
  'cbl-mariner': 'rpm',
  azurelinux: 'rpm',
  npm: 'npm',
  'node-pkg': 'npm',
  yarn: 'npm',
  pnpm: 'npm',
  bun: 'npm',
  pypi: 'pypi',
  python: 'pypi',
  'python-pkg': 'pypi',
  pip: 'pypi',
  poetry: 'pypi',
  pipenv: 'pypi',
  uv: 'pypi',
  'conda-pkg': 'conda',
  golang: 'golang',
  'go-module': 'golang',
  gobinary: 'golang',
  gomod: 'golang',
  cargo: 'cargo',
  'rust-crate': 'cargo',
  rustbinary: 'cargo',
  maven: 'maven',
  jar: 'maven',
  pom: 'maven',
  gradle: 'maven',
  'java-archive': 'maven',
  gem: 'gem',
  gemspec: 'gem',
  bundler: 'gem',
  composer: 'composer',
  'composer-vendor': 'composer',
  'php-composer': 'composer',
  nuget: 'nuget',
  dotnet: 'nuget',
  'dotnet-core': 'nuget',
  hex: 'hex',
  pub: 'pub',
  swift: 'swift',
  cocoapods: 'cocoapods',
  conan: 'conan',
  bitnami: 'bitnami',
  binary: 'generic',
};

/** Null where it is a word of none of the scanners. */
export function typeOfWord(word: string): PackageType | null {
  return Object.hasOwn(TYPES, word) ? (TYPES[word] ?? null) : null;
}

/** Findings of a report, each with the installed package that it is about. */
export function findingsOf(
  engine: ScanEngine['name'],
  found: readonly ReportFinding[],
  packages: readonly Package[],
): readonly Finding[] {
  const byPurl = new Map(packages.map((it) => [bare(it.purl), it]));
  const byName = new Map(packages.map((it) => [`${it.type} ${it.name} ${it.version}`, it]));
  return found
    .filter(({ id, suppressedBecause }) => id !== '' && suppressedBecause === null)
    .map((it): Finding => {
      const type = typeOfWord(it.packageType) ?? typeOfPurl(it.purl) ?? 'generic';
      const known = byPurl.get(bare(it.purl ?? '')) ?? byName.get(`${type} ${it.packageName} ${it.installed}`);
      return {
        engine,
        package: known ?? unknownPackage(it, type),
        id: it.id,
        aliases: it.aliases.filter((alias) => /^(?:CVE|GHSA)-/.test(alias)),
        advisories: it.aliases.filter((alias) => !/^(?:CVE|GHSA)-/.test(alias)),
        severity: it.severity,
        severityFrom: it.severityFrom,
        rank: 1,
        score: it.score,
        fixedIn: it.fixedIn,
        status: it.status,
        summary: it.summary.slice(0, 160),
        published: it.published,
      };
    });
}

/** Without qualifiers: each tool writes its own. */
function bare(purl: string): string {
  try {
    const { type, namespace, name, version } = parsePurl(purl);
    return `${type}/${namespace ?? ''}/${name}@${version ?? ''}`;
  } catch {
    return ''; // no purl: the name is tried
  }
}

function typeOfPurl(purl: string | null): PackageType | null {
  return typeOfWord(/^pkg:([a-z0-9.+-]{1,40})\//i.exec(purl ?? '')?.[1]?.toLowerCase() ?? '');
}

/** A package that the scanner sees and we do not. */
function unknownPackage(it: ReportFinding, type: PackageType): Package {
  return {
    type,
    name: it.packageName || 'unnamed',
    version: it.installed,
    architecture: null,
    source: null,
    licences: [],
    purl: it.purl ?? `pkg:${type}/${encodeURIComponent(it.packageName)}@${encodeURIComponent(it.installed)}`,
    cataloguer: 'report',
    path: it.path,
    layer: -1,
    sizeBytes: 0,
    files: 0,
    shippedBy: null,
    requires: [],
  };
}
