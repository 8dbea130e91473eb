import { apk } from './apk.ts';
import { bitnami } from './bitnami.ts';
import { deb } from './deb.ts';
import { generic } from './generic.ts';
import { go } from './go.ts';
import { jvm } from './jvm.ts';
import { cran, hackage } from './lists.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import type { VersionOrder } from './order.ts';
import { packagist } from './packagist.ts';
import { pacman } from './pacman.ts';
import { portage } from './portage.ts';
import { pub } from './pub.ts';
import { pypi } from './pypi.ts';
import { rpm } from './rpm.ts';
import { rubygems } from './rubygems.ts';
import { semver } from './semver.ts';

export type { Dialect, VersionOrder } from './order.ts';
export { affects, type OsvAffected, type OsvEvent, type OsvRange, sameEcosystem } from './osv-ranges.ts';

/** By ecosystem of OSV and by type of purl, in lower case. */
const ORDERS: ReadonlyMap<string, VersionOrder> = new Map([
  ...named(deb, 'debian', 'ubuntu', 'echo', 'deb'),
  ...named(apk, 'alpine', 'chainguard', 'wolfi', 'minimos', 'alpaquita', 'bellsoft hardened containers', 'apk'),
  ...named(rpm, 'red hat', 'rocky linux', 'almalinux', 'suse', 'opensuse', 'openeuler', 'mageia', 'azure linux'),
  ...named(rpm, 'photon os', 'amazon linux', 'oracle linux', 'fedora', 'rpm'),
  ...named(pacman, 'arch linux', 'arch', 'alpm', 'pacman'),
  ...named(portage, 'gentoo', 'ebuild', 'portage'),
  ...named(npm, 'npm'),
  ...named(pypi, 'pypi', 'conda'),
  ...named(go, 'go', 'golang'),
  ...named(semver, 'crates.io', 'cargo', 'hex', 'swifturl', 'swift', 'github actions', 'github', 'julia', 'semver'),
  ...named(maven, 'maven'),
  ...named(rubygems, 'rubygems', 'gem', 'cocoapods'),
  ...named(packagist, 'packagist', 'composer'),
  ...named(nuget, 'nuget'),
  ...named(pub, 'pub'),
  ...named(bitnami, 'bitnami'),
  ...named(cran, 'cran', 'bioconductor'),
  ...named(hackage, 'hackage', 'ghc'),
  ...named(jvm, 'jvm', 'java'),
  ...named(generic, 'generic', 'conancenter', 'conan', 'wordpress', 'wordpress-plugin'),
]);

function named(order: VersionOrder, ...names: readonly string[]): (readonly [string, VersionOrder])[] {
  return names.map((name) => [name, order] as const);
}

/** The order of an OSV ecosystem (`Debian:12`, `PyPI`) or purl type (`deb`, `pypi`); null where none is known. */
export function orderOf(name: string): VersionOrder | null {
  const colon = name.indexOf(':');
  return ORDERS.get((colon < 0 ? name : name.slice(0, colon)).trim().toLowerCase()) ?? null;
}
