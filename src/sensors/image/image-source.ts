import { type Digest, type ImageAnomaly, type ImageFacts, imageId, type ImageLayer } from '../../domain/index.ts';
import type { ConfigDocument } from '../../formats/oci/index.ts';
import { configSecrets } from './config-secrets.ts';
import type { LayerFacts } from './layer-facts.ts';
import { lazily } from './lazily.ts';
import { type LayerStack, type MergedFacts, mergedFactsOf, stackLayers } from './merged-facts.ts';

/** A layer with what its archive or manifest says of the blob that carried it. */
export interface SourceLayer {
  readonly facts: LayerFacts;
  /** Of the blob as stored; null where it was not stored compressed, or is not known. */
  readonly blob: Digest | null;
  readonly compressedBytes: number | null;
}

/** Everything that an image's facts are derived from. */
export interface ImageParts {
  readonly reference: string;
  readonly document: ConfigDocument;
  /** Recomputed from the config's bytes. */
  readonly configDigest: Digest;
  readonly configBytes: number;
  readonly manifestDigest: Digest | null;
  readonly layers: readonly SourceLayer[];
  /** What was found wrong with documents and blobs while reading them. */
  readonly anomalies: readonly ImageAnomaly[];
  readonly uniqueBytes: number | null;
  readonly base: ImageFacts['base'];
  /** Milliseconds since the epoch, to tell what claims to come from the future; null = not judged. */
  readonly nowMs: number | null;
}

/** An image ready to be judged, and to be changed by mutants: the layers are merged once and shared. */
export interface ImageSource {
  readonly parts: ImageParts;
  readonly stack: LayerStack;
  readonly merged: MergedFacts;
}

/** Merges the layers. Linear in their entries. */
export function prepareImage(parts: ImageParts): ImageSource {
  const stack = stackLayers(parts.layers.map(({ facts }) => facts));
  return { parts, stack, merged: mergedFactsOf(stack) };
}

/** The facts of an image: pure, and cheap once the image is prepared. */
export function imageFactsOf({ parts, stack, merged }: ImageSource): ImageFacts {
  const { config } = parts.document;
  const layers = imageLayersOf(parts);
  return lazily<ImageFacts>({
    identity: () => ({
      reference: parts.reference,
      imageId: imageId(parts.configDigest),
      manifestDigest: parts.manifestDigest,
      diffIds: layers.map(({ diffId }) => diffId),
      anomalies: anomaliesOf(parts, stack),
    }),
    config: () => config,
    sizes: () => sizesOf(parts, layers, merged.filesBytes),
    layers: () => layers,
    files: () => merged.files,
    accounts: () => merged.accounts,
    executables: () => merged.executables,
    packages: () => merged.packages,
    secrets: () => [...merged.fileSecrets, ...configSecrets(config)],
    sourceMaps: () => merged.sourceMaps,
    waste: () => merged.waste,
    base: () => parts.base,
  });
}

function sizesOf(parts: ImageParts, layers: readonly ImageLayer[], filesBytes: number): ImageFacts['sizes'] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const compressed = parts.layers.map(({ compressedBytes }) => compressedBytes);
  const isCompressed = compressed.some((bytes) => bytes !== null);
  return {
    engineBytes: sum(layers.map(({ sizeBytes }) => sizeBytes)),
    filesBytes,
    compressedBytes: isCompressed
      ? sum(compressed.map((bytes, index) => bytes ?? layers[index]?.tarBytes ?? 0)) + parts.configBytes
      : null,
    uniqueBytes: parts.uniqueBytes,
    tarBytes: sum(layers.map(({ tarBytes }) => tarBytes)),
  };
}

function imageLayersOf({ layers, document }: ImageParts): readonly ImageLayer[] {
  const commands = document.config.history.filter(({ emptyLayer }) => !emptyLayer);
  return layers.map(({ facts, blob, compressedBytes }, index) => ({
    index,
    diffId: facts.diffId,
    blob,
    compressedBytes,
    tarBytes: facts.tarBytes,
    sizeBytes: facts.engineBytes,
    entries: facts.entries.length,
    createdBy: commands[index]?.createdBy || '(missing)',
  }));
}

const A_DAY_MS = 86_400_000;

function anomaliesOf(parts: ImageParts, { layers, merged }: LayerStack): readonly ImageAnomaly[] {
  const { diffIds, config } = parts.document;
  const found: ImageAnomaly[] = [...parts.anomalies];
  if (diffIds.length !== layers.length) {
    found.push({
      kind: 'digest',
      message: `The config names ${diffIds.length} layers, there are ${layers.length}`,
      grave: true,
    });
  }
  layers.forEach(({ diffId, anomalies }, layer) => {
    const declared = diffIds[layer];
    if (declared !== undefined && declared !== diffId) {
      found.push({
        kind: 'digest',
        message: `Layer ${layer} is ${diffId}, the config says ${declared}`,
        layer,
        grave: true,
      });
    }
    found.push(...anomalies.map((it) => ({ ...it, layer })));
  });
  found.push(...merged.anomalies);
  const created = config.created === null ? Number.NaN : Date.parse(config.created);
  if (parts.nowMs !== null && created > parts.nowMs + A_DAY_MS) {
    found.push({ kind: 'future', message: `The image claims to be made on ${config.created}`, grave: false });
  }
  return found;
}
