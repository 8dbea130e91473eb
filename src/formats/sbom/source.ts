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
  return new Map(
    packages.map((it) => {
      const seen = counts.get(it.purl) ?? 0;
      counts.set(it.purl, seen + 1);
      return [it, seen === 0 ? it.purl : `${it.purl}#${seen + 1}`];
    }),
  );
}
