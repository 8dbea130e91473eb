import {
  type Digest,
  type Engine,
  type EngineImage,
  type ImageAnomaly,
  type Ports,
  TickproofError,
} from '../../domain/index.ts';
import { sha256 } from '../../formats/index.ts';
import { type ConfigDocument } from '../../formats/oci/index.ts';
import { readStream } from './image-homes.ts';
import type { ImageParts, SourceLayer } from './image-source.ts';
import { LAYER_FACTS_VERSION } from './layer-facts.ts';
import { partsOfRead } from './parts.ts';
import type { LayerReader } from './read-layer.ts';

/** What is remembered of an image beside its layers. Plain JSON. */
interface Remembered {
  readonly version: number;
  readonly document: ConfigDocument;
  readonly configDigest: Digest;
  readonly configBytes: number;
  readonly manifestDigest: Digest | null;
  readonly layers: readonly {
    readonly diffId: string;
    readonly blob: Digest | null;
    readonly compressedBytes: number | null;
  }[];
  readonly anomalies: readonly ImageAnomaly[];
}

export type EngineParts = Omit<ImageParts, 'uniqueBytes' | 'base' | 'nowMs'>;

/** The engine's word on an image; throws `image-not-found`, or `engine-missing` where there is none to ask. */
export async function inspectedImage(reference: string, ports: Ports): Promise<{ engine: Engine; image: EngineImage }> {
  const { engine, whyNoEngine } = ports;
  if (!engine) {
    throw new TickproofError(
      'engine-missing',
      `No engine to ask for ${reference}: ${whyNoEngine ?? 'none was chosen'}`,
      {
        remedy:
          'Start Docker or Podman (`tickproof doctor` says what is missing), or name an archive: `docker-archive:FILE`.',
      },
    );
  }
  const image = await engine.inspectImage(reference);
  if (image) return { engine, image };
  throw new TickproofError('image-not-found', `There is no image ${reference} on the engine`, {
    remedy: `Build it, or fetch it with \`${engine.info.kind} pull ${reference}\`.`,
  });
}

/** The image's parts: from what is remembered when all of it is, else from an export, of which only unknown layers are looked at. */
export async function readEngineImage(reference: string, ports: Ports, reader: LayerReader): Promise<EngineParts> {
  const { engine, image } = await inspectedImage(reference, ports);
  const remembered = recallImage(reference, image, ports, reader);
  if (remembered) return remembered;
  const read = await readStream(
    engine.saveImage(reference),
    { architecture: engine.info.architecture },
    reader,
    new Set(image.diffIds),
  );
  const parts = partsOfRead(reference, read);
  rememberImage(image, parts, ports);
  return parts;
}

/** Bytes of the layers that no other named image of the engine has; null where asking would take long. */
export async function uniqueBytesOf(
  { layers }: Pick<ImageParts, 'layers'>,
  image: EngineImage,
  engine: Engine,
): Promise<number | null> {
  const others = (await engine.listImages()).filter(
    ({ dangling, engineId }) => !dangling && engineId !== image.engineId,
  );
  if (others.length > MOST_OTHERS) return null;
  const shared = new Set<string>();
  for (const { engineId } of others) {
    const other = await engine.inspectImage(engineId);
    if (other && other.imageId !== image.imageId) for (const diffId of other.diffIds) shared.add(diffId);
  }
  return layers.reduce((sum, { facts }) => (shared.has(facts.diffId) ? sum : sum + facts.engineBytes), 0);
}

const MOST_OTHERS = 64;

function imageKey({ imageId }: EngineImage): string {
  return sha256(`image ${LAYER_FACTS_VERSION} ${imageId}`);
}

function recallImage(reference: string, image: EngineImage, { cache }: Ports, reader: LayerReader): EngineParts | null {
  const known = cache.read('layers', imageKey(image)) as Remembered | null | undefined; // our own writing; another version is refused below
  if (known?.version !== LAYER_FACTS_VERSION) return null;
  const layers: SourceLayer[] = [];
  for (const { diffId, blob, compressedBytes } of known.layers) {
    const facts = reader.recall(diffId);
    if (!facts) return null;
    layers.push({ facts, blob, compressedBytes });
  }
  const { document, configDigest, configBytes, manifestDigest, anomalies } = known;
  return { reference, document, configDigest, configBytes, manifestDigest, layers, anomalies };
}

function rememberImage(image: EngineImage, parts: EngineParts, { cache }: Ports): void {
  const { document, configDigest, configBytes, manifestDigest, anomalies } = parts;
  const layers = parts.layers.map(({ facts, blob, compressedBytes }) => ({
    diffId: facts.diffId,
    blob,
    compressedBytes,
  }));
  const entry: Remembered = {
    version: LAYER_FACTS_VERSION,
    document,
    configDigest,
    configBytes,
    manifestDigest,
    layers,
    anomalies,
  };
  cache.write('layers', imageKey(image), entry);
}
