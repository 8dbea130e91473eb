import type { OsRelease, Package } from '../../domain/index.ts';

/** What an SBOM is made of. */
export interface SbomSource {
  /** What the image was called when it was read. */
  readonly reference: string;
  readonly imageId: string;
  readonly manifestDigest: string | null;
  /** `amd64`. */
  readonly architecture: string;
  readonly diffIds: readonly string[];
  /** History command of each layer. */
  readonly commands: readonly string[];
  readonly os: OsRelease | null;
  readonly packages: readonly Package[];
  /** Some files of the image belong to no package. */
  readonly hasUnowned: boolean;
  /** Of the tool that made it, where somebody is to read it. */
  readonly toolVersion: string | null;
  /** RFC 3339; null leaves the time out, so that the same image gives the same bytes. */
  readonly created: string | null;
}

/** The image as a package URL. */
export function imagePurl({ reference, imageId, architecture }: SbomSource): string {
  const name =
    reference
      .replace(/^.*\//, '')
      .replace(/[@:].*$/, '')
      .toLowerCase() || 'image';
  return `pkg:oci/${encodeURIComponent(name)}@${encodeURIComponent(imageId)}?arch=${architecture}`;
}

/** The same package at several places is several components: what stands behind `#` tells them apart. */
export function referencesOf(packages: readonly Package[]): ReadonlyMap<Package, string> {
  const counts = new Map<string, number>();
  const taken = new Set(packages.map(({ purl }) => purl)); // a purl may end in `#2` itself
  return new Map(
    packages.map((it) => {
      let seen = (counts.get(it.purl) ?? 0) + 1;
      while (seen > 1 && taken.has(`${it.purl}#${seen}`)) seen += 1;
      counts.set(it.purl, seen);
      const reference = seen === 1 ? it.purl : `${it.purl}#${seen}`;
      taken.add(reference);
      return [it, reference];
    }),
  );
}
