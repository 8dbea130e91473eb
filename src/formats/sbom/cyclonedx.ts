import type { Package, PackageType } from '../../domain/index.ts';
import { declaredLicence } from '../licences/index.ts';
import { imagePurl, referencesOf, type SbomSource } from './source.ts';
import { uuidOf } from './uuid.ts';

interface Property {
  readonly name: string;
  readonly value: string;
}

/** How Trivy calls the kinds of packages; a reader of its kind groups by them. */
const TRIVY_TYPES: Partial<Readonly<Record<PackageType, string>>> = {
  npm: 'node-pkg',
  pypi: 'python-pkg',
  golang: 'gobinary',
  cargo: 'rustbinary',
  maven: 'jar',
  gem: 'gemspec',
  nuget: 'dotnet-core',
  composer: 'composer-vendor',
  conda: 'conda-pkg',
};

const SYSTEM: ReadonlySet<PackageType> = new Set(['deb', 'apk', 'rpm', 'alpm']);
const OS = 'operating-system';

/**
 * A CycloneDX 1.6 document (JSON) of an image's packages, with what Trivy and Grype read beside the standard: source packages,
 * layers, the distribution. The same source gives the same bytes.
 */
export function cycloneDx(source: SbomSource): string {
  const references = referencesOf(source.packages);
  const root = imagePurl(source);
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(`${root} ${source.diffIds.join(' ')}`)}`,
    version: 1,
    metadata: metadataOf(source, root),
    components: [
      ...osComponent(source),
      ...applications(source.packages),
      ...source.packages.map((it) => componentOf(it, references.get(it) ?? it.purl, source)),
    ],
    dependencies: dependenciesOf(source, root, references),
    compositions: [{ aggregate: source.hasUnowned ? 'incomplete' : 'complete', assemblies: [root] }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function metadataOf(source: SbomSource, root: string): object {
  const { reference, imageId, manifestDigest, diffIds, toolVersion, created } = source;
  return {
    ...(created === null ? {} : { timestamp: created }),
    tools: {
      components: [
        { type: 'application', name: 'tickproof', ...(toolVersion === null ? {} : { version: toolVersion }) },
      ],
    },
    component: {
      type: 'container',
      'bom-ref': root,
      name: reference,
      version: imageId,
      purl: root,
      properties: [
        { name: 'aquasecurity:trivy:ImageID', value: imageId },
        ...(manifestDigest === null ? [] : [{ name: 'tickproof:manifest', value: manifestDigest }]),
        ...diffIds.map((value) => ({ name: 'aquasecurity:trivy:DiffID', value })),
      ],
    },
  };
}

function osComponent({ os }: SbomSource): object[] {
  if (!os) return [];
  return [
    {
      type: OS,
      'bom-ref': OS,
      name: os.family,
      ...(os.version === '' ? {} : { version: os.version }),
      ...(os.prettyName ? { description: os.prettyName } : {}),
      properties: [
        { name: 'aquasecurity:trivy:Class', value: 'os-pkgs' },
        { name: 'aquasecurity:trivy:Type', value: os.family },
      ],
    },
  ];
}

/** One per kind of language packages: what hangs under it is of that kind. */
function applications(packages: readonly Package[]): object[] {
  return languageTypes(packages).map((type) => ({
    type: 'application',
    'bom-ref': applicationOf(type),
    name: TRIVY_TYPES[type] ?? type,
    properties: [
      { name: 'aquasecurity:trivy:Class', value: 'lang-pkgs' },
      { name: 'aquasecurity:trivy:Type', value: TRIVY_TYPES[type] ?? type },
    ],
  }));
}

function languageTypes(packages: readonly Package[]): PackageType[] {
  return [...new Set(packages.map(({ type }) => type))].filter((type) => !SYSTEM.has(type)).sort();
}

const applicationOf = (type: PackageType) => `application:${type}`;

function componentOf(it: Package, reference: string, source: SbomSource): object {
  const { namespace, name } = splitName(it);
  return {
    type: 'library',
    'bom-ref': reference,
    ...(namespace === '' ? {} : { group: namespace }),
    name,
    ...(it.version === '' ? {} : { version: it.version }),
    ...licencesOf(it),
    purl: it.purl,
    evidence: {
      identity: [
        { field: 'purl', confidence: 1, methods: [{ technique: techniqueOf(it), confidence: 1, value: it.path }] },
      ],
      occurrences: [{ location: it.path }],
    },
    properties: propertiesOf(it, source),
  };
}

function splitName({ type, name }: Package): { namespace: string; name: string } {
  const cut = type === 'maven' ? name.lastIndexOf(':') : name.lastIndexOf('/');
  if (SYSTEM.has(type) || cut <= 0) return { namespace: '', name };
  return { namespace: name.slice(0, cut), name: name.slice(cut + 1) };
}

function techniqueOf({ cataloguer }: Package): string {
  return cataloguer.endsWith('-binary') || cataloguer.startsWith('program') ? 'binary-analysis' : 'manifest-analysis';
}

function licencesOf({ licences }: Package): object {
  const { text, expression, unknown } = declaredLicence(licences);
  if (expression?.kind === 'licence' && expression.exception === null && !expression.isLater && !isOwn(expression.id))
    return { licenses: [{ license: { id: expression.id } }] };
  if (text !== null) return { licenses: [{ expression: text }] };
  return unknown.length === 0 ? {} : { licenses: licences.map((name) => ({ license: { name } })) };
}

function isOwn(id: string): boolean {
  return id.includes('LicenseRef-');
}

function propertiesOf(it: Package, { diffIds, commands }: SbomSource): Property[] {
  const diffId = diffIds[it.layer];
  const command = commands[it.layer];
  return [
    { name: 'tickproof:cataloguer', value: it.cataloguer },
    { name: 'tickproof:layer', value: String(it.layer) },
    ...(command ? [{ name: 'tickproof:introducedBy', value: command }] : []),
    { name: 'tickproof:sizeBytes', value: String(it.sizeBytes) },
    { name: 'aquasecurity:trivy:PkgType', value: TRIVY_TYPES[it.type] ?? it.type },
    ...(SYSTEM.has(it.type) ? [] : [{ name: 'aquasecurity:trivy:FilePath', value: it.path.replace(/^\//, '') }]),
    ...(diffId === undefined ? [] : [{ name: 'aquasecurity:trivy:LayerDiffID', value: diffId }]),
    ...(SYSTEM.has(it.type) ? sourceProperties(it) : []),
  ];
}

/** Without them a reader takes the binary package for its own source, and looks for advisories under the wrong name. */
function sourceProperties({ name, version, source }: Package): Property[] {
  const { epoch, upstream, release } = partsOf(source?.version ?? version);
  return [
    { name: 'aquasecurity:trivy:SrcName', value: source?.name ?? name },
    { name: 'aquasecurity:trivy:SrcVersion', value: upstream },
    ...(release === '' ? [] : [{ name: 'aquasecurity:trivy:SrcRelease', value: release }]),
    ...(epoch === '' ? [] : [{ name: 'aquasecurity:trivy:SrcEpoch', value: epoch }]),
  ];
}

function partsOf(version: string): { epoch: string; upstream: string; release: string } {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon === -1 ? '' : version.slice(0, colon),
    upstream: dash === -1 ? rest : rest.slice(0, dash),
    release: dash === -1 ? '' : rest.slice(dash + 1),
  };
}

function dependenciesOf(
  { os, packages }: SbomSource,
  root: string,
  references: ReadonlyMap<Package, string>,
): readonly object[] {
  const known = new Set(references.values());
  const under = (accepts: (it: Package) => boolean) =>
    packages.filter(accepts).flatMap((it) => references.get(it) ?? []);
  const system = under(({ type }) => SYSTEM.has(type));
  const types = languageTypes(packages);
  return [
    { ref: root, dependsOn: [...(os ? [OS] : system), ...types.map(applicationOf)] },
    ...(os ? [{ ref: OS, dependsOn: system }] : []),
    ...types.map((type) => ({ ref: applicationOf(type), dependsOn: under((it) => it.type === type) })),
    ...packages.map((it) => ({
      ref: references.get(it) ?? it.purl,
      dependsOn: it.requires.filter((purl) => known.has(purl)),
    })),
  ];
}
