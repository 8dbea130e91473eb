import type { Weight } from './weight.ts';

/** The kinds of packages, in the words of the purl specification. */
export type PackageType =
  | 'deb'
  | 'apk'
  | 'rpm'
  | 'alpm'
  | 'ebuild'
  | 'npm'
  | 'pypi'
  | 'conda'
  | 'golang'
  | 'cargo'
  | 'maven'
  | 'gem'
  | 'composer'
  | 'pear'
  | 'nuget'
  | 'hex'
  | 'otp'
  | 'pub'
  | 'swift'
  | 'cocoapods'
  | 'conan'
  | 'cran'
  | 'hackage'
  | 'luarocks'
  | 'opam'
  | 'nix'
  | 'julia'
  | 'swiplpack'
  | 'terraform'
  | 'github'
  | 'bitnami'
  | 'wordpress-plugin'
  | 'homebrew'
  | 'snap'
  | 'kernel'
  | 'generic';

/** What /etc/os-release and its kin say; `family` in the words of advisory sources: `debian`, `ubuntu`, `alpine`, `rhel`. */
export interface OsRelease {
  readonly family: string;
  /** `12`, `3.20.3`, `24.04`; empty for rolling ones. */
  readonly version: string;
  readonly codename: string | null;
  readonly prettyName: string | null;
}

/** A package of an image. */
export interface Package {
  readonly type: PackageType;
  readonly name: string;
  /** As its ecosystem writes it, epoch and release included: `1:2.3-4`. */
  readonly version: string;
  readonly architecture: string | null;
  /** Source package and its version, where a distribution's advisories speak of those. */
  readonly source: { readonly name: string; readonly version: string } | null;
  /** As declared, not normalised. */
  readonly licences: readonly string[];
  readonly purl: string;
  /** Which reader found it: `dpkg`, `python-installed`, `go-binary`. */
  readonly cataloguer: string;
  /** Database or metadata file that names it. */
  readonly path: string;
  /** Index of the layer that brought it in. */
  readonly layer: number;
  /** Bytes and number of its files that are visible in the image; 0 where it owns none or they are not known. */
  readonly sizeBytes: number;
  readonly files: number;
  /** purl of the distribution's package that ships this one's metadata: then the distribution's advisories speak for it. */
  readonly shippedBy: string | null;
  /** purls of installed packages that it needs. */
  readonly requires: readonly string[];
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'negligible' | 'unknown';

/** One vulnerability of one package, after grouping by aliases; `id` is the one that people search for (a CVE where there is one). */
export interface Vulnerability {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly purl: string;
  readonly packageName: string;
  readonly installed: string;
  readonly path: string;
  readonly layer: number;
  /** Row of the table that it counts in. */
  readonly target: string;
  readonly severity: Severity;
  /** Where the severity comes from: `CVSS:3.1 vector`, `GHSA`, `trivy (nvd)`. */
  readonly severityFrom: string;
  readonly score: number | null;
  /** Versions that mend it, lowest first; empty = none known. */
  readonly fixedIn: readonly string[];
  readonly status:
    | 'affected'
    | 'fixed'
    | 'will-not-fix'
    | 'fix-deferred'
    | 'end-of-life'
    | 'under-investigation'
    | 'not-affected'
    | 'unknown';
  readonly summary: string;
  /** RFC 3339, where the source says. */
  readonly published: string | null;
  /** Who found it: names of engines. */
  readonly by: readonly string[];
  /** A statement that it does not count, and whose; it stays visible. */
  readonly suppressed: Suppression | null;
}

export interface Suppression {
  readonly by: '.trivyignore' | 'openvex' | 'csaf' | 'cyclonedx';
  readonly file: string;
  readonly because: string;
  /** YYYY-MM-DD; null = for ever. */
  readonly until: string | null;
}

/** One that looked for vulnerabilities, or could not. */
export interface ScanEngine {
  readonly name: 'osv' | 'archive' | 'trivy' | 'grype' | 'report';
  readonly version: string | null;
  /** RFC 3339 of the newest datum; null = not said. */
  readonly dataDate: string | null;
  /** Days between the data's date and the look, one decimal; null = not said. */
  readonly dataAgeDays: number | null;
  /** Where the data lies, or the argv that was run. */
  readonly how: string;
  /** Package types that it looks at with this data. */
  readonly covers: readonly PackageType[];
  /** Why it could not look; null = it did. */
  readonly failed: string | null;
  /** What of its data could not be read, by source: nobody knows what it would have said. */
  readonly unreadable: readonly UnreadableData[];
}

/** Advisories of a source that could not be read: how many, and the first files of them. */
export interface UnreadableData {
  readonly source: string;
  readonly advisories: number;
  readonly files: readonly string[];
}

/** One row of the security table: all packages of a kind. A type that nobody looked at has null counts, which is not zero. */
export interface ScanTarget {
  readonly target: string;
  readonly type: PackageType;
  readonly packages: number;
  readonly bySeverity: Readonly<Record<Severity, number>> | null;
  readonly fixable: number | null;
  readonly lookedAtBy: readonly string[];
}

/** What is known about vulnerabilities. */
export interface Scan {
  readonly engines: readonly ScanEngine[];
  readonly targets: readonly ScanTarget[];
  readonly vulnerabilities: readonly Vulnerability[];
  /** Ignore and VEX entries that matched nothing, or have expired. */
  readonly idle: readonly {
    readonly file: string;
    readonly entry: string;
    readonly fault: 'unused' | 'expired' | 'unreadable';
    readonly detail: string;
  }[];
  /** A package with an advisory of high or critical severity in this data, for counter-proofs; null = no data. */
  readonly specimen: {
    readonly type: PackageType;
    readonly name: string;
    readonly version: string;
    readonly id: string;
  } | null;
  /** Package databases of the image that could not be read: what they name was looked at by nobody. */
  readonly unread?: readonly { readonly path: string; readonly fault: string }[];
  /** When it was looked, RFC 3339. */
  readonly at: string;
}

/** Facts of the packages in an image. */
export interface PackagesFacts {
  readonly os: OsRelease | null;
  /** Sorted by purl, then path. */
  readonly installed: readonly Package[];
  /** Databases and metadata files that were read, by reader; and those that could not be, with the reason. */
  readonly sources: readonly {
    readonly cataloguer: string;
    readonly path: string;
    readonly packages: number;
    readonly fault: string | null;
  }[];
  readonly scan: Scan;
  readonly weight: Weight;
}
