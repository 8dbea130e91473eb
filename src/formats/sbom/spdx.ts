import type { Package } from '../../domain/index.ts';
import { declaredLicence, licencesIn } from '../licences/index.ts';
import { imagePurl, referencesOf, type SbomSource } from './source.ts';
import { uuidOf } from './uuid.ts';

const NOTHING_SAID = 'NOASSERTION';
const IMAGE = 'SPDXRef-Image';
/** SPDX wants a time; where none is to be told, it is this one. */
const NO_TIME = '1970-01-01T00:00:00Z';

/** An SPDX 2.3 document (JSON) of an image's packages. The same source gives the same bytes. */
export function spdx(source: SbomSource): string {
  const { reference, packages, toolVersion, created, diffIds } = source;
  const root = imagePurl(source);
  const ids = idsOf(packages);
  const own = new OwnLicences();
  const described = packages.map((it) => packageOf(it, ids.get(it) ?? '', own));
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: reference,
    documentNamespace: `urn:uuid:${uuidOf(`${root} ${diffIds.join(' ')} spdx`)}`,
    creationInfo: {
      created: created === null ? NO_TIME : created.replace(/\.\d+Z$/, 'Z'),
      creators: [`Tool: tickproof${toolVersion === null ? '' : `-${toolVersion}`}`],
    },
    packages: [imagePackage(source, root), ...described],
    relationships: [
      relationship('SPDXRef-DOCUMENT', 'DESCRIBES', IMAGE),
      ...packages.map((it) => relationship(IMAGE, 'CONTAINS', ids.get(it) ?? '')),
      ...requirements(packages, ids),
    ],
    ...own.section(),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function imagePackage({ reference, imageId }: SbomSource, root: string): object {
  return {
    SPDXID: IMAGE,
    name: reference,
    versionInfo: imageId,
    primaryPackagePurpose: 'CONTAINER',
    downloadLocation: NOTHING_SAID,
    filesAnalyzed: false,
    licenseConcluded: NOTHING_SAID,
    licenseDeclared: NOTHING_SAID,
    copyrightText: NOTHING_SAID,
    checksums: [{ algorithm: 'SHA256', checksumValue: imageId.replace(/^sha256:/, '') }],
    externalRefs: [purlReference(root)],
  };
}

function packageOf(it: Package, id: string, own: OwnLicences): object {
  return {
    SPDXID: id,
    name: it.name,
    ...(it.version === '' ? {} : { versionInfo: it.version }),
    ...(it.source ? { sourceInfo: `built from ${it.source.name} ${it.source.version}` } : {}),
    primaryPackagePurpose: 'LIBRARY',
    downloadLocation: NOTHING_SAID,
    filesAnalyzed: false,
    licenseConcluded: NOTHING_SAID,
    licenseDeclared: own.declared(it.licences),
    copyrightText: NOTHING_SAID,
    comment: `found in ${it.path}, layer ${it.layer}`,
    externalRefs: [purlReference(it.purl)],
  };
}

function purlReference(locator: string): object {
  return { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: locator };
}

function relationship(from: string, type: string, to: string): object {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

function requirements(packages: readonly Package[], ids: ReadonlyMap<Package, string>): object[] {
  const byPurl = new Map(packages.toReversed().map((it) => [it.purl, ids.get(it) ?? '']));
  return packages.flatMap((it) =>
    it.requires.flatMap((purl) => {
      const to = byPurl.get(purl);
      return to === undefined ? [] : [relationship(ids.get(it) ?? '', 'DEPENDS_ON', to)];
    }),
  );
}

/** Letters, digits, dots and dashes are all that an identifier may have. */
function idsOf(packages: readonly Package[]): ReadonlyMap<Package, string> {
  return new Map(
    [...referencesOf(packages)].map(([it, reference]) => [
      it,
      `SPDXRef-Package-${it.type}-${it.name.replaceAll(/[^A-Za-z0-9.-]+/g, '-')}-${uuidOf(reference).slice(0, 8)}`,
    ]),
  );
}

/** Names that are on no list are referred to, and told in full once. */
class OwnLicences {
  private readonly texts = new Map<string, string>();

  declared(licences: readonly string[]): string {
    const { text, expression } = declaredLicence(licences);
    if (expression && text !== null) {
      for (const { id } of licencesIn(expression)) if (id.startsWith('LicenseRef-')) this.texts.set(id, id);
      return text;
    }
    const names = [...new Set(licences.map((it) => it.trim()).filter((it) => it !== ''))];
    if (names.length === 0) return NOTHING_SAID;
    const refs = names.map((name) => {
      const known = declaredLicence([name]);
      return known.text === null
        ? this.referTo(name)
        : known.expression?.kind === 'or'
          ? `(${known.text})`
          : known.text;
    });
    return refs.join(' AND ');
  }

  section(): object {
    if (this.texts.size === 0) return {};
    const extracted = [...this.texts].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      hasExtractedLicensingInfos: extracted.map(([licenseId, extractedText]) => ({ licenseId, extractedText })),
    };
  }

  private referTo(name: string): string {
    const id = `LicenseRef-${name.replaceAll(/[^A-Za-z0-9.-]+/g, '-').slice(0, 60)}-${uuidOf(name).slice(0, 8)}`;
    this.texts.set(id, name);
    return id;
  }
}
