import {
  type Atom,
  digest,
  type ImageFacts,
  type Inputs,
  type Ports,
  type Sensor,
  type Target,
  TickproofError,
} from '../../domain/index.ts';
import { sha256 } from '../../formats/index.ts';
import { readConfig } from '../../formats/oci/index.ts';
import { inspectedImage, readEngineImage, uniqueBytesOf } from './engine-image.ts';
import { declaredInArchive, declaredInLayout, readArchive, readLayout } from './image-homes.ts';
import { type ImageParts, type ImageSource, imageFactsOf, prepareImage } from './image-source.ts';
import { keptFor } from './memory.ts';
import { partsOfRead } from './parts.ts';
import { LayerReader } from './read-layer.ts';

export interface ImageSensorOptions {
  /** The base image that the target was built on, where someone knows it. */
  readonly baseOf?: (target: Target, ports: Ports) => Promise<ImageFacts['base']>;
}

/** The image that a target means: the one named, or the one that was built from the folder. */
type Home =
  | { readonly kind: 'engine'; readonly reference: string }
  | { readonly kind: 'archive'; readonly path: string }
  | { readonly kind: 'layout'; readonly path: string; readonly tag: string | null };

/** The sensor of images: facts from the bytes of engine images, archives and layouts. */
export function createImageSensor(options: ImageSensorOptions = {}): Sensor<'image'> {
  return {
    kind: 'image',
    inputs: async (target, _atoms, _asks, ports) => {
      const home = homeOf(target);
      if (home) return inputsOf(home, ports);
      return target.builtId === null ? null : inputs(target.builtId, target.builtDiffIds);
    },
    gather: async (target, atoms, _asks, ports) =>
      pick(imageFactsOf(await readImage(target, atoms, ports, options)), atoms),
  };
}

export const imageSensor = createImageSensor();

/**
 * Reads an image for its facts and for mutants of it. Throws `image-not-found`, `engine-missing`, `target-not-found`,
 * `archive-corrupt` or `archive-unsupported` where it cannot be read.
 */
export async function readImage(
  target: Target,
  atoms: readonly Atom[],
  ports: Ports,
  options: ImageSensorOptions = {},
): Promise<ImageSource> {
  const home = homeOf(target);
  if (!home) {
    throw new TickproofError('image-not-found', 'There is no image of this folder yet', {
      remedy: 'Let Tickproof build it (it needs an engine), or name an image: `tickproof verify docker:NAME`.',
    });
  }
  const { parts, ...merged } = await preparedAt(home, ports);
  const uniqueBytes =
    home.kind === 'engine' && atoms.includes('image.sizes') ? await uniqueTo(home.reference, parts, ports) : null;
  const base = options.baseOf && atoms.includes('image.base') ? await options.baseOf(target, ports) : null;
  return { parts: { ...parts, uniqueBytes, base, nowMs: ports.clock.now() }, ...merged };
}

/** The image read and its layers merged: once for a run, whoever asks. */
async function preparedAt(home: Home, ports: Ports): Promise<ImageSource> {
  const prepare = async () => {
    const reader = new LayerReader(ports);
    try {
      return prepareImage({ ...(await partsAt(home, ports, reader)), uniqueBytes: null, base: null, nowMs: null });
    } finally {
      await reader[Symbol.asyncDispose]();
    }
  };
  const key = await stateOf(home, ports);
  return key === null ? prepare() : keptFor(ports.cache, key, prepare);
}

/** What tells an image from what stands in the same place later; null where only its bytes do. */
async function stateOf(home: Home, ports: Ports): Promise<string | null> {
  if (home.kind === 'layout') return null;
  if (home.kind === 'engine')
    return JSON.stringify([home, (await inspectedImage(home.reference, ports)).image.imageId]);
  const stat = ports.files.stat(home.path);
  return stat && JSON.stringify([home, wantedBy(ports), stat.sizeBytes, stat.modifiedMs]);
}

/** Reads an archive without a target, for those who have only a path and, where it holds several images, a tag. */
export async function readArchivedImage(
  path: string,
  tag: string | null,
  ports: Pick<Ports, 'files' | 'cache' | 'signal'>,
): Promise<ImageSource> {
  const reader = new LayerReader(ports);
  try {
    const parts = partsOfRead(path, await readArchive(path, { tag }, ports, reader));
    return prepareImage({ ...parts, uniqueBytes: null, base: null, nowMs: null });
  } finally {
    await reader[Symbol.asyncDispose]();
  }
}

function homeOf({ subject, built }: Target): Home | null {
  switch (subject.kind) {
    case 'folder':
      return built === null ? null : { kind: 'engine', reference: built };
    case 'engine-image':
      return { kind: 'engine', reference: subject.reference };
    case 'docker-archive':
    case 'oci-archive':
      return { kind: 'archive', path: subject.path };
    case 'oci-layout':
      return { kind: 'layout', path: subject.path, tag: subject.tag };
  }
}

async function partsAt(
  home: Home,
  ports: Ports,
  reader: LayerReader,
): Promise<Omit<ImageParts, 'uniqueBytes' | 'base' | 'nowMs'>> {
  const wanted = wantedBy(ports);
  switch (home.kind) {
    case 'engine':
      return readEngineImage(home.reference, ports, reader);
    case 'archive':
      return partsOfRead(home.path, await readArchive(home.path, wanted, ports, reader));
    case 'layout':
      return partsOfRead(home.path, await readLayout(home.path, { ...wanted, tag: home.tag }, ports, reader));
  }
}

async function uniqueTo(reference: string, parts: Pick<ImageParts, 'layers'>, ports: Ports): Promise<number | null> {
  const { engine, image } = await inspectedImage(reference, ports);
  return uniqueBytesOf(parts, image, engine);
}

/** The image's identity is enough: layers and config follow from their digests. */
async function inputsOf(home: Home, ports: Ports): Promise<Inputs | null> {
  if (home.kind === 'engine') {
    const { image } = await inspectedImage(home.reference, ports);
    return inputs(image.imageId, image.diffIds);
  }
  const wanted = wantedBy(ports);
  const declared =
    home.kind === 'archive'
      ? await declaredInArchive(home.path, wanted, ports)
      : await declaredInLayout(home.path, { ...wanted, tag: home.tag }, ports);
  return declared && inputs(sha256(declared.configBytes), readConfig(declared.configBytes).diffIds);
}

function inputs(id: string, diffIds: readonly string[]): Inputs {
  return { 'image.id': digest(id), 'image.diffIds': sha256(diffIds.join('\n')) };
}

function wantedBy({ engine }: Ports): { readonly architecture: string } {
  return { architecture: engine?.info.architecture ?? 'amd64' };
}

function pick(facts: ImageFacts, atoms: readonly Atom[]): Partial<ImageFacts> {
  const wanted = new Set<string>(atoms);
  const names = Object.keys(facts) as (keyof ImageFacts)[]; // it has no others
  return Object.fromEntries(names.filter((name) => wanted.has(`image.${name}`)).map((name) => [name, facts[name]]));
}
