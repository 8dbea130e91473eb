import { randomBytes } from 'node:crypto';
import { type Engine, type Ports, type RunChange, type Target, TickproofError } from '../../domain/index.ts';
import { memberName } from '../../formats/oci/index.ts';
import { passingMembers } from '../../formats/tar/index.ts';
import { type ChangedImage, memberPieces, newPartsArchive, plantedBlob, restOfArchive } from './changed-archive.ts';
import { inspectedImage } from './engine-image.ts';
import { withFolders } from './folders-of-layer.ts';
import type { ImageSource } from './image-source.ts';
import { readImage } from './sensor.ts';

/** An image of the engine that its disposal removes. */
export interface LoadedImage extends AsyncDisposable {
  readonly image: string;
}

/**
 * The target's image with more layers on top and another config, under a name of this run. Only what is new is loaded;
 * an engine that does not take that gets the whole image. Containers of it must be gone before it is disposed of.
 */
export async function loadedImage(
  target: Target,
  change: Pick<RunChange, 'layers' | 'config'>,
  ports: Ports,
): Promise<LoadedImage> {
  const reference = target.built ?? (target.subject.kind === 'engine-image' ? target.subject.reference : null);
  if (reference === null) {
    throw new TickproofError('image-not-found', 'The image is not on the engine', {
      remedy: 'Load it (`docker load -i FILE`), and name it as the engine does.',
    });
  }
  const { engine } = await inspectedImage(reference, ports);
  const source = await readImage(target, [], ports);
  const tag = `${ports.owner.name(`mutant-${randomBytes(3).toString('hex')}`)}:latest`;
  const image = changedImage(tag, source, change);
  const loaded = { image: tag, [Symbol.asyncDispose]: () => engine.removeImage(tag) };
  try {
    await loadAny(engine, reference, image);
  } catch (error) {
    await loaded[Symbol.asyncDispose]();
    throw error;
  }
  return loaded;
}

/** As its facts would be at levels K and L: each new layer has a line of history. */
function changedImage(
  tag: string,
  { parts, merged }: ImageSource,
  { layers = [], config }: Pick<RunChange, 'layers' | 'config'>,
): ChangedImage {
  const added = (layers.length > 0 ? withFolders(layers, merged.files) : []).map(plantedBlob);
  const { document } = parts;
  const lines = added.map((_, index) => ({ createdBy: `planted layer ${index + 1}`, emptyLayer: false }));
  return {
    tag,
    document: {
      config: { ...document.config, history: [...document.config.history, ...lines], ...config },
      diffIds: [...document.diffIds, ...added.map(({ digest }) => digest)],
    },
    below: parts.layers,
    added,
  };
}

async function loadAny(engine: Engine, reference: string, image: ChangedImage): Promise<void> {
  try {
    await engine.loadImage(chunksOf(newPartsArchive(image)));
    if (await isThere(engine, image)) return;
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code !== 'engine-failed') throw error;
  }
  await engine.removeImage(image.tag);
  await engine.loadImage(wholeArchive(engine, reference, image));
  if (await isThere(engine, image)) return;
  throw new TickproofError('engine-failed', `The engine does not load ${reference} with a change`, {
    remedy: 'Run `tickproof doctor` to see whether the engine is well.',
  });
}

/** Loaded, and in the engine's list: one that misses blobs is not, and would not be found again after a kill. */
async function isThere(engine: Engine, { tag, document }: ChangedImage): Promise<boolean> {
  const seen = await engine.inspectImage(tag);
  const wanted = document.diffIds;
  if (!seen || seen.diffIds.length !== wanted.length || !wanted.every((it, index) => seen.diffIds[index] === it))
    return false;
  return (await engine.listImages()).some(({ tags }) => tags.some((it) => it === tag || it.endsWith(`/${tag}`)));
}

const DOCUMENTS = new Set(['index.json', 'oci-layout', 'repositories', 'manifest.json']);
const LARGEST_MANIFEST = 4 << 20;

/** The engine's export with the new layers and the new config behind it, as a docker-archive. */
async function* wholeArchive(
  engine: Engine,
  reference: string,
  image: ChangedImage,
): AsyncGenerator<Uint8Array, void, undefined> {
  let manifest: Uint8Array = new Uint8Array();
  for await (const { header, body } of passingMembers(engine.saveImage(reference))) {
    const name = memberName(header.name);
    if (name === 'manifest.json' && header.bodyBytes <= LARGEST_MANIFEST) manifest = await collected(body);
    if (header.type === 'directory' || DOCUMENTS.has(name)) continue;
    const { type, linkName } = header;
    const entry =
      type === 'file' ? { name, body: { zeros: header.bodyBytes } } : { name, type: 'symlink' as const, linkName };
    for (const piece of memberPieces(entry)) {
      if (piece instanceof Uint8Array) yield piece;
      else yield* body;
    }
  }
  const paths = layerPathsIn(manifest);
  if (paths.length !== image.below.length) {
    throw new TickproofError('engine-failed', `The engine exports ${reference} without its layers`, {
      remedy: 'Pull or build the image again.',
    });
  }
  yield* restOfArchive(image, paths);
}

function layerPathsIn(manifest: Uint8Array): readonly string[] {
  try {
    const [first] = JSON.parse(Buffer.from(manifest).toString('utf8')) as readonly { readonly Layers?: unknown }[]; // looked at below
    return Array.isArray(first?.Layers) ? first.Layers.map(String) : [];
  } catch {
    return [];
  }
}

async function collected(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function* chunksOf(bytes: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  yield* bytes;
}
