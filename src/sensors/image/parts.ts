import { sha256 } from '../../formats/index.ts';
import { readConfig } from '../../formats/oci/index.ts';
import type { ReadImage } from './image-homes.ts';
import type { ImageParts } from './image-source.ts';
import { blobAnomalies, sourceLayerOf } from './read-layer.ts';

/** What was read, as the parts that facts are derived from; every digest in them is recomputed, every promise compared. */
export function partsOfRead(
  reference: string,
  { declared, layers }: ReadImage,
): Omit<ImageParts, 'uniqueBytes' | 'base' | 'nowMs'> {
  const promised = declared.layers;
  return {
    reference,
    document: readConfig(declared.configBytes),
    configDigest: sha256(declared.configBytes),
    configBytes: declared.configBytes.length,
    manifestDigest: declared.manifestDigest,
    layers: layers.map(sourceLayerOf),
    anomalies: [
      ...declared.anomalies,
      ...layers.flatMap((layer, index) => {
        const promise = promised[index];
        return promise ? blobAnomalies(layer, promise, index) : [];
      }),
    ],
  };
}
