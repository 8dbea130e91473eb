import type { Example, ImageConfig, ImageFacts, PlantedFile } from '../../domain/index.ts';
import { sha256 } from '../../formats/index.ts';
import { type ConfigDocument, writeConfig } from '../../formats/oci/index.ts';
import { type TarEntry, type TarPiece, tarPieces } from '../../formats/tar/index.ts';
import { analysePieces } from './analyse-layer.ts';
import { type ImageSource, imageFactsOf, prepareImage, type SourceLayer } from './image-source.ts';
import type { LayerFacts } from './layer-facts.ts';
import { mergedFactsOf, stackLayers } from './merged-facts.ts';
import { baseOf, parentOf, WHITEOUT } from './names.ts';

const NO_CONFIG: ImageConfig = {
  user: '',
  entrypoint: [],
  cmd: [],
  env: [],
  labels: {},
  exposedPorts: [],
  volumes: [],
  workingDir: '',
  stopSignal: null,
  healthcheck: null,
  shell: null,
  history: [],
  created: null,
  os: 'linux',
  architecture: 'amd64',
  variant: null,
};

/** Level K: the facts of the same layers under another config, with the identity that such an image has. Null where `edit` gives null. */
export function withConfig(source: ImageSource, edit: (config: ImageConfig) => ImageConfig | null): ImageFacts | null {
  const config = edit(source.parts.document.config);
  return config && imageFactsOf(reconfigured(source, { ...source.parts.document, config }));
}

/** Level K: the facts of an archive that lies: its config's bytes are not what their digest says. */
export function withForgedConfig({ parts, ...rest }: ImageSource): ImageFacts {
  const message = `The config is not ${parts.configDigest}, as its name says`;
  return imageFactsOf({
    ...rest,
    parts: { ...parts, anomalies: [...parts.anomalies, { kind: 'digest', message, grave: true }] },
  });
}

/** Level L: the facts of the image with more layers on top. Only what they touch is merged again. */
export function withLayers(source: ImageSource, planted: readonly (readonly PlantedFile[])[]): ImageFacts {
  return imageFactsOf(plantLayers(source, planted));
}

/** The image with more layers on top, ready to be changed further. */
export function plantLayers(source: ImageSource, planted: readonly (readonly PlantedFile[])[]): ImageSource {
  const added = planted.map(layerOf);
  const { document, layers, uniqueBytes } = source.parts;
  const history = added.map((_, index) => ({ createdBy: `planted layer ${index + 1}`, emptyLayer: false }));
  const config = { ...document.config, history: [...document.config.history, ...history] };
  const stack = stackLayers(added, source.stack);
  const { parts } = reconfigured(source, {
    config,
    diffIds: [...document.diffIds, ...added.map(({ diffId }) => diffId)],
  });
  const addedBytes = added.reduce((sum, { engineBytes }) => sum + engineBytes, 0);
  return {
    parts: {
      ...parts,
      layers: [...layers, ...added.map(unstored)],
      uniqueBytes: uniqueBytes === null ? null : uniqueBytes + addedBytes,
    },
    stack,
    merged: mergedFactsOf(stack, source.merged),
  };
}

/** The facts of an image made of nothing but planted layers and a config: what examples of checks are written as. */
export function imageFromExample(example: NonNullable<Example['image']>): ImageFacts {
  return imageFactsOf(sourceFromExample(example));
}

/** The same, for mutants to be planted on. */
export function sourceFromExample({ config, layers = [] }: NonNullable<Example['image']>): ImageSource {
  const document = { config: { ...NO_CONFIG, ...config }, diffIds: [] };
  const empty = prepareImage({
    reference: 'example',
    document,
    configDigest: sha256(writeConfig(document)),
    configBytes: 0,
    manifestDigest: null,
    layers: [],
    anomalies: [],
    uniqueBytes: null,
    base: null,
    nowMs: null,
  });
  const built = plantLayers(empty, layers);
  return config?.history ? reconfigured(built, { ...built.parts.document, config: document.config }) : built;
}

/** A planted layer as the sensor would read it from an archive. */
export function layerOf(planted: readonly PlantedFile[]): LayerFacts {
  return analysePieces(piecesOf(planted));
}

/** The bytes of a planted layer, its fillers as numbers. */
export function piecesOf(planted: readonly PlantedFile[]): Iterable<TarPiece> {
  return tarPieces(planted.map(entryOf));
}

function reconfigured(source: ImageSource, document: ConfigDocument): ImageSource {
  const bytes = writeConfig(document);
  const { parts } = source;
  return {
    ...source,
    parts: { ...parts, document, configDigest: sha256(bytes), configBytes: bytes.length, manifestDigest: null },
  };
}

function unstored(facts: LayerFacts): SourceLayer {
  return { facts, blob: null, compressedBytes: null };
}

function entryOf({ path, type, mode, uid, gid, linkTarget, text, sizeBytes }: PlantedFile): TarEntry {
  const name = path.replace(/^\/+/, '');
  if (type === 'whiteout') return { name: `${parentOf(`/${name}`)}/${WHITEOUT}${baseOf(name)}`.slice(1), body: '' };
  return {
    name: type === 'directory' ? `${name}/` : name,
    type,
    ...(mode === undefined ? {} : { mode }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
    ...(linkTarget === undefined ? {} : { linkName: linkTarget }),
    ...(type === 'file' ? { body: text ?? { zeros: sizeBytes ?? 0 } } : {}),
  };
}
