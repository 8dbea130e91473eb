import type { Package, Vulnerability } from '../../../domain/index.ts';
import { readVex, type VexDocument, type VexStatement, type VexSubject } from '../../../formats/vex/index.ts';
import type { Idle, NamedText, Silencer } from './ignored.ts';
import type { ScannedImage } from './imported.ts';
import { matchesPurl, purlOrNull } from './purl-match.ts';

interface Stated {
  readonly file: string;
  readonly format: VexDocument['format'];
  readonly statement: VexStatement;
  used: boolean;
}

/** Statements of VEX documents. Of those that fit, the latest counts; only "not affected" and "fixed" let pass. */
export function vexOf(texts: readonly NamedText[], image: ScannedImage, packages: readonly Package[]): Silencer {
  const unreadable: Idle[] = [];
  const stated: Stated[] = [];
  for (const { file, text } of texts) {
    const read = readVex(text);
    if ('fault' in read) unreadable.push({ file, entry: '', fault: 'unreadable', detail: read.fault });
    else stated.push(...read.statements.map((statement) => ({ file, format: read.format, statement, used: false })));
  }
  return {
    suppressionOf(vulnerability) {
      const fitting = stated.filter(({ statement }) => fits(statement, vulnerability, image, packages));
      for (const it of fitting) it.used = true;
      const latest = fitting.reduce<Stated | null>(
        (best, it) => (best && best.statement.atMs > it.statement.atMs ? best : it),
        null,
      );
      if (!latest || !['not-affected', 'fixed'].includes(latest.statement.status)) return null;
      const { stated: word, justification, because } = latest.statement;
      const reason = [word.replaceAll('_', ' '), justification?.replaceAll('_', ' ') ?? '', because];
      return {
        by: latest.format,
        file: latest.file,
        because: reason.filter((it) => it !== '').join(': '),
        until: null,
      };
    },
    idle: () => [
      ...unreadable,
      ...stated
        .filter(({ used }) => !used)
        .map(({ file, statement }): Idle => {
          return { file, entry: statement.vulnerability, fault: 'unused', detail: 'it fits nothing that was found' };
        }),
    ],
  };
}

function fits(it: VexStatement, found: Vulnerability, image: ScannedImage, packages: readonly Package[]): boolean {
  const names = [found.id, ...found.aliases];
  if (![it.vulnerability, ...it.aliases].some((name) => name !== '' && names.includes(name))) return false;
  return it.subjects.some((subject) => isAbout(subject, found, image, packages));
}

/** The product is the package itself; or it is the image, or a package in it, and the component is the package (or none is named, of an image). */
function isAbout(
  { product, subcomponents }: VexSubject,
  found: Vulnerability,
  image: ScannedImage,
  packages: readonly Package[],
): boolean {
  const name = withoutBill(product);
  if (subcomponents.length === 0) return matchesPurl(name, found.purl) || isImage(name, image);
  const holds = isImage(name, image) || packages.some(({ purl }) => matchesPurl(name, purl));
  return holds && subcomponents.some((part) => matchesPurl(withoutBill(part), found.purl));
}

/** `urn:cdx:<serial>/<version>#<reference>`: our references are package URLs. */
function withoutBill(reference: string): string {
  return reference.startsWith('urn:cdx:') ? reference.slice(reference.indexOf('#') + 1) : reference;
}

/** By digest, or by `pkg:oci/name`, whose version is a digest and whose name is the last part of the repository. */
function isImage(name: string, image: ScannedImage): boolean {
  if (image.digests.includes(name)) return true;
  const purl = purlOrNull(name);
  if (purl?.type !== 'oci' && purl?.type !== 'docker') return false;
  if (purl.version !== null && purl.version.startsWith('sha256:')) return image.digests.includes(purl.version);
  return image.names.map(partsOf).some(({ repository, tag }) => {
    if (purl.name !== repository.slice(repository.lastIndexOf('/') + 1).toLowerCase()) return false;
    const url = purl.qualifiers['repository_url'];
    const wanted = purl.qualifiers['tag'] ?? purl.version;
    return (wanted === null || wanted === undefined || wanted === tag) && (url === undefined || url === repository);
  });
}

function partsOf(reference: string): { readonly repository: string; readonly tag: string } {
  const [named = ''] = reference.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return colon < 0
    ? { repository: named, tag: 'latest' }
    : { repository: named.slice(0, colon), tag: named.slice(colon + 1) };
}
