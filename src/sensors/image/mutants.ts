import type { Example, ImageConfig, ImageFacts, PlantedFile } from '../../domain/index.ts';
import { type ConfigDocument, digestOf, writeConfig } from '../../formats/oci/index.ts';
import { type TarEntry, tarPieces } from '../../formats/tar/index.ts';
import { analysePieces } from './analyse-layer.ts';
import { type ImageSource, imageFactsOf, type SourceLayer } from './image-source.ts';
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

/** The same layers under another config, with the identity that such an image has. `edit` may return null: nothing to change. */
export function withConfig(source: ImageSource, edit: (config: ImageConfig) => ImageConfig | null): ImageSource | null {
  const config = edit(source.parts.document.config);
  return config && withDocument(source, { ...source.parts.document, config });
}

/** The same image with its config's bytes changed under the digest that they had: an archive that lies. */
export function withForgedConfig(source: ImageSource): ImageSource {
  const { parts } = source;
  const message = `The config is not ${parts.configDigest}, as its name says`;
  return { ...source, parts: { ...parts, anomalies: [...parts.anomalies, { kind: 'digest', message, grave: true }] } };
}

/** The image with more layers on top. Only what they touch is merged again. */
export function withLayers(source: ImageSource, planted: readonly (readonly PlantedFile[])[]): ImageSource {
  const added = planted.map(layerOf);
  const { document, layers } = source.parts;
  const history = added.map((_, index) => ({ createdBy: `planted layer ${index + 1}`, emptyLayer: false }));
  const config = { ...document.config, history: [...document.config.history, ...history] };
  const stack = stackLayers(added, source.stack);
  const changed = withDocument(source, {
    config,
    diffIds: [...document.diffIds, ...added.map(({ diffId }) => diffId)],
  });
  return {
    parts: { ...changed.parts, layers: [...layers, ...added.map(unstored)] },
    stack,
    merged: mergedFactsOf(stack),
  };
}

/** An image made of nothing but planted layers and a config: what examples of checks are written as. */
export function imageFromExample({ config, layers = [] }: NonNullable<Example['image']>): ImageSource {
  const document = { config: { ...NO_CONFIG, ...config }, diffIds: [] };
  const stack = stackLayers([]);
  const parts = {
    reference: 'example',
    document,
    configDigest: digestOf(writeConfig(document)),
    configBytes: 0,
    manifestDigest: null,
    layers: [],
    anomalies: [],
    uniqueBytes: null,
    base: null,
    nowMs: null,
  };
  const empty: ImageSource = { parts, stack, merged: mergedFactsOf(stack) };
  const built = withLayers(empty, layers);
  return config?.history ? withDocument(built, { ...built.parts.document, config: document.config }) : built;
}

/** The facts of an example, as the sensor would gather them. */
export function exampleFacts(image: NonNullable<Example['image']>): ImageFacts {
  return imageFactsOf(imageFromExample(image));
}

/** A planted layer as the sensor would read it from an archive. */
export function layerOf(planted: readonly PlantedFile[]): LayerFacts {
  return analysePieces(tarPieces(planted.map(entryOf)));
}

function withDocument(source: ImageSource, document: ConfigDocument): ImageSource {
  const bytes = writeConfig(document);
  const { parts } = source;
  return {
    ...source,
    parts: { ...parts, document, configDigest: digestOf(bytes), configBytes: bytes.length, manifestDigest: null },
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
