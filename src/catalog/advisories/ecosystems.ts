import type { OsRelease, Package, PackageType } from '../../domain/index.ts';

/** Ecosystems of OSV whose packages are a language's own. */
const OF_TYPE: Readonly<Partial<Record<PackageType, string>>> = {
  npm: 'npm',
  pypi: 'PyPI',
  golang: 'Go',
  cargo: 'crates.io',
  maven: 'Maven',
  gem: 'RubyGems',
  composer: 'Packagist',
  nuget: 'NuGet',
  hex: 'Hex',
  pub: 'Pub',
  swift: 'SwiftURL',
  conan: 'ConanCenter',
  cran: 'CRAN',
  hackage: 'Hackage',
  bitnami: 'Bitnami',
  julia: 'Julia',
};

/** Distributions with advisories in OSV's format: what their ecosystems are called for a release. */
const OF_FAMILY: Readonly<Record<string, { readonly type: PackageType; readonly names: (os: OsRelease) => RegExp }>> = {
  debian: { type: 'deb', names: (os) => exactly('Debian', debianRelease(os)) },
  ubuntu: { type: 'deb', names: ({ version }) => RegExp(`^Ubuntu(?::${escaped(version)}(?::LTS)?)?$`) },
  alpine: { type: 'apk', names: ({ version }) => exactly('Alpine', `v${version.split('.').slice(0, 2).join('.')}`) },
  wolfi: { type: 'apk', names: () => exactly('Wolfi', '') },
  chainguard: { type: 'apk', names: () => exactly('Chainguard', '') },
  rocky: { type: 'rpm', names: (os) => exactly('Rocky Linux', major(os)) },
  almalinux: { type: 'rpm', names: (os) => exactly('AlmaLinux', major(os)) },
  mageia: { type: 'rpm', names: (os) => exactly('Mageia', major(os)) },
  azurelinux: { type: 'rpm', names: (os) => exactly('Azure Linux', major(os)) },
  mariner: { type: 'rpm', names: (os) => exactly('Azure Linux', major(os)) },
  rhel: {
    type: 'rpm',
    names: (os) => RegExp(`^Red Hat:enterprise_linux:${escaped(major(os))}(?:\\.\\d{1,3})?(?:::|$)`),
  },
  'opensuse-leap': { type: 'rpm', names: ({ version }) => exactly('openSUSE', `Leap ${version}`) },
  sles: { type: 'rpm', names: (os) => RegExp(`^SUSE:Linux Enterprise [\\w ]{1,60} ${escaped(servicePack(os))}$`) },
  openeuler: { type: 'rpm', names: ({ version }) => RegExp(`^openEuler:${escaped(version)}`) },
};

const DEBIAN_RELEASES: Readonly<Record<string, string>> = {
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
};

function debianRelease({ version, codename }: OsRelease): string {
  if (/^\d/.test(version)) return version.split('.')[0] ?? version;
  const name = codename ?? version.split('/')[0] ?? '';
  return Object.hasOwn(DEBIAN_RELEASES, name) ? (DEBIAN_RELEASES[name] ?? '') : '';
}

const major = ({ version }: OsRelease): string => version.split('.')[0] ?? version;

function servicePack({ version }: OsRelease): string {
  const [release = '', pack] = version.split('.');
  return pack === undefined || pack === '0' ? release : `${release} SP${pack}`;
}

const escaped = (text: string): string => text.replaceAll(/[^\w ]/g, (char) => `\\${char}`);

/** An ecosystem without a release covers every release. */
function exactly(name: string, release: string): RegExp {
  return RegExp(`^${escaped(name)}${release === '' ? '' : `(?::${escaped(release)})?`}$`);
}

/** Whether an ecosystem of the data is the one that a type of packages has in this image; null where OSV knows none. */
export function ecosystemOf(type: PackageType, os: OsRelease | null): ((ecosystem: string) => boolean) | null {
  const own = OF_TYPE[type];
  if (own !== undefined) return (ecosystem) => ecosystem === own;
  const family = os && Object.hasOwn(OF_FAMILY, os.family) ? OF_FAMILY[os.family] : undefined;
  if (!os || family?.type !== type) return null;
  const pattern = family.names(os);
  return (ecosystem) => pattern.test(ecosystem);
}

/** The type of packages that an ecosystem of OSV is about. */
export function typeOfEcosystem(ecosystem: string): PackageType | null {
  const colon = ecosystem.indexOf(':');
  return TYPE_OF.get(colon < 0 ? ecosystem : ecosystem.slice(0, colon)) ?? null;
}

const SYSTEMS: Readonly<Record<'deb' | 'apk' | 'rpm', string>> = {
  deb: 'Debian,Ubuntu',
  apk: 'Alpine,Wolfi,Chainguard',
  rpm: 'Red Hat,Rocky Linux,AlmaLinux,Mageia,Azure Linux,openSUSE,SUSE,openEuler',
};

const TYPE_OF: ReadonlyMap<string, PackageType> = new Map([
  ...Object.entries(OF_TYPE).map(([type, name]) => [name, type as PackageType] as const), // its keys
  ...Object.entries(SYSTEMS).flatMap(([type, names]) =>
    names.split(',').map((name) => [name, type as PackageType] as const),
  ),
]);

export function isDistribution(ecosystem: string): boolean {
  return ['deb', 'apk', 'rpm'].includes(typeOfEcosystem(ecosystem) ?? '');
}

/** The name as it is looked up: ecosystems that do not tell cases or separators apart have one spelling. */
export function nameKey(ecosystem: string, name: string): string {
  switch (ecosystem) {
    case 'PyPI':
      return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
    case 'NuGet':
    case 'Packagist':
    case 'Hex':
    case 'SwiftURL':
      return name.toLowerCase();
    default:
      return name;
  }
}

/** Name and version that advisories know a package by: Debian's family speaks of source packages, Alpine of origins. */
export function coordinatesOf({ type, name, version, source }: Package): {
  readonly name: string;
  readonly version: string;
} {
  if ((type === 'deb' || type === 'apk') && source) return { name: source.name, version: source.version || version };
  if (type === 'golang') return { name, version: version.replace(/^(?:go|v)(?=\d)/, '') };
  if (type === 'gem') return { name, version: version.replace(GEM_PLATFORM, '') };
  return { name, version };
}

/** A gem built for a platform has its name behind the version; advisories do not. */
const GEM_PLATFORM = /-(?:x86|x64|aarch64|arm|java|jruby|universal|mswin|mingw)[\w.-]{0,40}$/;
