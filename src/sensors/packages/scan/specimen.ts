import { type Advisories, ecosystemOf } from '../../../catalog/index.ts';
import type { OsRelease, Package, PackageType, Scan } from '../../../domain/index.ts';
import type { Silencer } from './ignored.ts';

type Specimen = NonNullable<Scan['specimen']>;

/** Types in the order in which they are easily planted: what is installed already is preferred. */
const PLANTED: readonly PackageType[] = ['npm', 'pypi', 'deb', 'apk', 'gem', 'composer'];

/** What a live scanner's database has had for years. */
const KNOWN: Specimen = { type: 'npm', name: 'lodash', version: '4.17.4', id: 'CVE-2019-10744' };

/** A package to plant that this data speaks of and that no ignore file lets pass; null where there is no data. */
export function specimenOf(
  advisories: Advisories | null,
  hasScanner: boolean,
  it: { readonly packages: readonly Package[]; readonly os: OsRelease | null; readonly silencers: readonly Silencer[] },
): Scan['specimen'] {
  const installed = new Set(it.packages.map(({ type }) => type));
  const types = PLANTED.toSorted((a, b) => Number(installed.has(b)) - Number(installed.has(a)));
  for (const type of types) {
    const isOurs = ecosystemOf(type, it.os);
    const sections =
      isOurs && advisories ? advisories.header.sections.filter(({ ecosystem }) => isOurs(ecosystem)) : [];
    const found = sections.flatMap(({ specimens }) => specimens).find((specimen) => isHeard(specimen, it));
    if (found) return found;
  }
  return hasScanner ? KNOWN : null;
}

/** Neither installed as it is nor let pass by its name. */
function isHeard(
  { type, name, version, id }: Specimen,
  it: { readonly packages: readonly Package[]; readonly silencers: readonly Silencer[] },
): boolean {
  if (it.packages.some((own) => own.type === type && own.name === name && own.version === version)) return false;
  const probe = {
    id,
    aliases: [],
    purl: `pkg:${type}/${name}@${version}`,
    packageName: name,
    installed: version,
    path: '',
    layer: 0,
    target: '',
    severity: 'critical' as const,
    severityFrom: '',
    score: null,
    fixedIn: ['?'],
    status: 'fixed' as const,
    summary: '',
    published: null,
    by: [],
    suppressed: null,
  };
  return it.silencers.every((silencer) => silencer.suppressionOf(probe, null) === null);
}
