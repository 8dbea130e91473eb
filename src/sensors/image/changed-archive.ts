import { createHash } from 'node:crypto';
import { type Digest, digest, type PlantedFile } from '../../domain/index.ts';
import { sha256 } from '../../formats/index.ts';
import { type ConfigDocument, writeConfig } from '../../formats/oci/index.ts';
import { type TarEntry, type TarPiece, tarPieces, writeTar } from '../../formats/tar/index.ts';
import type { SourceLayer } from './image-source.ts';
import { piecesOf } from './mutants.ts';

/** A changed image: its config, the layers that the engine has, and those that are new. */
export interface ChangedImage {
  readonly tag: string;
  readonly document: ConfigDocument;
  readonly below: readonly SourceLayer[];
  readonly added: readonly Blob[];
}

/** Bytes of an archive's member, made when they are sent: a layer may be as large as what is planted. */
interface Blob {
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly chunks: () => Iterable<Uint8Array>;
}

/** A planted layer as it is stored: plain, so that its blob's digest is its diff id. */
export function plantedBlob(planted: readonly PlantedFile[]): Blob {
  const chunks = () => bytesOf(piecesOf(planted));
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for (const chunk of chunks()) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { digest: digest(`sha256:${hash.digest('hex')}`), sizeBytes, chunks };
}

// Docker's own types: Podman reads no health check from OCI's, and every engine takes them in a layout.
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const CONFIG = 'application/vnd.docker.container.image.v1+json';
const LAYER = 'application/vnd.docker.image.rootfs.diff.tar';

/**
 * What `docker load` takes, as an OCI layout and a docker-archive at once, without the blobs of layers that the engine has:
 * the containerd store and Podman know them by the digests of the manifest, graph drivers by their chain of diff ids.
 */
export function* newPartsArchive({
  tag,
  document,
  below,
  added,
}: ChangedImage): Generator<Uint8Array, void, undefined> {
  const config = plainBlob(writeConfig(document));
  const layers = [
    ...below.map(({ facts, blob, compressedBytes }) => ({
      mediaType: blob === null ? LAYER : `${LAYER}.gzip`,
      digest: blob ?? facts.diffId,
      size: compressedBytes ?? facts.tarBytes,
    })),
    ...added.map((it) => ({ mediaType: LAYER, digest: it.digest, size: it.sizeBytes })),
  ];
  const manifest = jsonBlob({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: CONFIG, digest: config.digest, size: config.sizeBytes },
    layers,
  });
  const annotations = {
    'io.containerd.image.name': `docker.io/library/${tag}`,
    'org.opencontainers.image.ref.name': tag.replace(/^.*:/, ''),
  };
  const index = {
    schemaVersion: 2,
    manifests: [{ mediaType: MANIFEST, digest: manifest.digest, size: manifest.sizeBytes, annotations }],
  };
  const paths = layers.map((layer) => pathOf(layer.digest));
  yield* archiveOf(
    [...added, config, manifest],
    [
      { name: 'oci-layout', body: JSON.stringify({ imageLayoutVersion: '1.0.0' }) },
      { name: 'index.json', body: JSON.stringify(index) },
      dockerManifest(tag, config, paths),
    ],
  );
}

/** The same parts for a docker-archive whose other layers are already written, under these paths. */
export function* restOfArchive(
  { tag, document, added }: ChangedImage,
  paths: readonly string[],
): Generator<Uint8Array, void, undefined> {
  const config = plainBlob(writeConfig(document));
  const all = [...paths, ...added.map((layer) => pathOf(layer.digest))];
  yield* archiveOf([...added, config], [dockerManifest(tag, config, all)]);
}

function dockerManifest(tag: string, config: Blob, layers: readonly string[]): TarEntry {
  const body = JSON.stringify([{ Config: pathOf(config.digest), RepoTags: [tag], Layers: layers }]);
  return { name: 'manifest.json', body };
}

function pathOf(of: string): string {
  return `blobs/${of.replace(':', '/')}`;
}

function plainBlob(bytes: Uint8Array): Blob {
  return { digest: sha256(bytes), sizeBytes: bytes.length, chunks: () => [bytes] };
}

function jsonBlob(value: object): Blob {
  return plainBlob(Buffer.from(JSON.stringify(value)));
}

function* archiveOf(blobs: readonly Blob[], documents: readonly TarEntry[]): Generator<Uint8Array, void, undefined> {
  for (const blob of new Map(blobs.map((it) => [it.digest, it])).values()) {
    const body = { zeros: blob.sizeBytes };
    for (const piece of memberPieces({ name: pathOf(blob.digest), body })) {
      if (piece instanceof Uint8Array) yield piece;
      else yield* blob.chunks();
    }
  }
  yield* writeTar(documents);
}

/** A member without the end of an archive behind it. */
export function memberPieces(entry: TarEntry): readonly TarPiece[] {
  return [...tarPieces([entry])].slice(0, -1);
}

const ZEROS = new Uint8Array(1 << 18);

function* bytesOf(pieces: Iterable<TarPiece>): Generator<Uint8Array, void, undefined> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else
      for (let left = piece.zeros; left > 0; left -= ZEROS.length)
        yield ZEROS.subarray(0, Math.min(left, ZEROS.length));
  }
}
