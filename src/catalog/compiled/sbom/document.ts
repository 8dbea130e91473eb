import type { PackageType } from '../../../domain/index.ts';
import { parsePurl, type Purl, formatPurl } from '../../purl.ts';
import { given } from '../../shared/reading.ts';
import type { Found } from '../../types.ts';

/** What a document says of one component. */
export interface Component {
  /** How the document points at it. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licences: readonly string[];
}

/** A document in whatever form; `needs` are pairs of ids. */
export interface Document {
  readonly components: readonly Component[];
  readonly needs: readonly (readonly [string, string])[];
}

/** purl types that are a package's type in other words; others are `generic` and keep their purl. */
const TYPES: ReadonlySet<string> = new Set<PackageType>([
  'deb',
  'apk',
  'rpm',
  'alpm',
  'ebuild',
  'npm',
  'pypi',
  'conda',
  'golang',
  'cargo',
  'maven',
  'gem',
  'composer',
  'pear',
  'nuget',
  'hex',
  'otp',
  'pub',
  'swift',
  'cocoapods',
  'conan',
  'cran',
  'hackage',
  'luarocks',
  'opam',
  'nix',
  'julia',
  'swiplpack',
  'terraform',
  'github',
  'bitnami',
  'wordpress-plugin',
  'homebrew',
  'snap',
  'generic',
]);

/** The packages of a document: components with a purl, for without one nobody knows what they are. */
export function packagesOf({ components, needs }: Document): Found[] {
  const named = new Map<string, { component: Component; purl: Purl; name: string }>();
  for (const component of components) {
    const purl = purlIn(component.purl);
    if (purl) named.set(component.id, { component, purl, name: nameOf(purl) });
  }
  const requires = new Map<string, string[]>();
  for (const [from, to] of needs) {
    const need = named.get(to);
    if (need && named.has(from))
      requires.set(from, [
        ...(requires.get(from) ?? []),
        `${need.name}@${need.purl.version ?? need.component.version}`,
      ]);
  }
  return [...named].map(([id, { component, purl, name }]) => foundComponent(component, purl, name, requires.get(id)));
}

function foundComponent(
  component: Component,
  purl: Purl,
  name: string,
  requires: readonly string[] | undefined,
): Found {
  const qualifiers: Readonly<Record<string, string>> = purl.qualifiers ?? {};
  return {
    type: typeOf(purl.type),
    name,
    version: purl.version ?? component.version,
    purl: formatPurl(purl),
    ...given('architecture', qualifiers['arch']),
    ...given('source', sourceOf(qualifiers['upstream'])),
    ...given('licences', component.licences),
    ...given('requires', requires),
  };
}

/** syft names the source package so: `openssl` or `openssl@3.0.17-1`. */
function sourceOf(upstream: string | undefined): Found['source'] {
  if (upstream === undefined || upstream === '') return undefined;
  const [name = '', version] = upstream.split('@');
  return { name, ...(version ? { version } : {}) };
}

function typeOf(type: string): PackageType {
  return TYPES.has(type) ? (type as PackageType) : 'generic'; // the set holds nothing else
}

/** As the ecosystem writes it; a distribution is no part of a name. */
function nameOf({ type, namespace, name }: Purl): string {
  if (!namespace || ['deb', 'apk', 'rpm', 'alpm', 'generic', 'conan'].includes(type)) return name;
  return type === 'maven' ? `${namespace}:${name}` : `${namespace}/${name}`;
}

function purlIn(text: string): Purl | null {
  try {
    return text === '' ? null : parsePurl(text);
  } catch {
    return null; // what is no purl names no package
  }
}

/** Words for "nothing is known" in SPDX. */
export function known(...words: readonly string[]): string[] {
  return [...new Set(words.filter((it) => it !== '' && it !== 'NOASSERTION' && it !== 'NONE'))];
}
