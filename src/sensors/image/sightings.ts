import { type LayerReading, publishedDigests } from '../../catalog/index.ts';
import type { SecretSighting } from '../../domain/index.ts';
import type { LayerFacts, LayerSecret } from './layer-facts.ts';

/** Where a layer's path is to be seen in the end; or since which layer it is not. */
export interface Fate {
  readonly isVisible: (layer: number, path: string) => boolean;
  readonly deletedIn: (layer: number, path: string) => number | undefined;
}

/**
 * Secrets in the files of every layer, deleted ones too. What lies in a file just as its package published it is nobody's secret
 * here, and counts little.
 */
export function fileSightings(
  layers: readonly LayerFacts[],
  readings: readonly LayerReading[],
  { isVisible, deletedIn }: Fate,
): readonly SecretSighting[] {
  const paths = new Set(layers.flatMap(({ secrets }) => secrets.map(({ path }) => path)));
  const published = publishedDigests(readings, paths);
  return layers.flatMap(({ secrets, entries }, layer) => {
    const contents = secrets.length === 0 ? null : new Map(entries.map((it) => [it.path, it.sha256]));
    return secrets.map((secret): SecretSighting => {
      const { rule, path, line, masked, confidence } = secret;
      const since = isVisible(layer, path) ? undefined : deletedIn(layer, path);
      const isPublished = isOneOf(published.get(path) ?? [], secret, contents?.get(path));
      return {
        rule,
        where: { kind: 'file', path, line, layer, ...(since === undefined ? {} : { deletedIn: since }) },
        masked,
        confidence: isPublished ? 'low' : confidence,
      };
    });
  });
}

function isOneOf(digests: readonly string[], { sums }: LayerSecret, sha256: string | undefined): boolean {
  return digests.some((it) => it === `md5:${sums?.md5}` || it === `sha1:${sums?.sha1}` || it === `sha256:${sha256}`);
}
