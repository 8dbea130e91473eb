import { type Digest, type ImageAnomaly, TickproofError } from '../../domain/index.ts';
import { sha256 } from '../canonical.ts';
import { promisedDigest } from './digest.ts';
import { type ArchivedImage, type Descriptor, readArchiveManifest, readIndex, readManifest } from './manifest.ts';

/** The small documents of an archive or a layout, by path; null where there is none. */
export interface Documents {
  read(path: string): Promise<Uint8Array | null>;
}

export interface DeclaredLayer {
  /** Where the blob stands in the archive or layout. */
  readonly path: string;
  /** What manifest or path promise of the blob as stored. */
  readonly digest: Digest | null;
  readonly sizeBytes: number | null;
}

/** An image as its documents declare it; nothing of the layers has been read. */
export interface DeclaredImage {
  readonly configBytes: Uint8Array;
  readonly manifestDigest: Digest | null;
  /** Bottom first. */
  readonly layers: readonly DeclaredLayer[];
  readonly tags: readonly string[];
  /** Where documents are not what their digests promise. */
  readonly anomalies: readonly ImageAnomaly[];
}

export interface Wanted {
  /** Tag or digest, where the archive holds several images. */
  readonly tag?: string | null;
  readonly architecture?: string;
}

const REF_NAME = 'org.opencontainers.image.ref.name';
const DEEPEST_INDEX = 4;

/**
 * Finds the image in a docker-archive (`manifest.json`), an OCI layout (`index.json`) or what is both. Throws
 * `archive-unsupported` when it is neither, `target-not-found` when the image is not in it or not the only one.
 */
export async function resolveImage(documents: Documents, wanted: Wanted = {}): Promise<DeclaredImage> {
  const archived = await documents.read('manifest.json');
  if (archived) return fromDockerArchive(documents, readArchiveManifest(archived), wanted);
  const index = await documents.read('index.json');
  if (index) return fromLayout(documents, readIndex(index).manifests ?? [], wanted);
  throw new TickproofError('archive-unsupported', 'There is neither a manifest.json nor an index.json', {
    remedy: 'Give an archive of `docker save`, or an OCI layout of `docker buildx build -o type=oci`.',
  });
}

async function fromDockerArchive(
  documents: Documents,
  images: readonly ArchivedImage[],
  { tag }: Wanted,
): Promise<DeclaredImage> {
  const image = tag ? images.find(({ RepoTags }) => RepoTags?.some((name) => isSameName(name, tag))) : images[0];
  if (!tag && images.length > 1)
    throw notFound(
      null,
      images.flatMap(({ RepoTags }) => RepoTags ?? []),
    );
  if (!image)
    throw notFound(
      tag ?? null,
      images.flatMap(({ RepoTags }) => RepoTags ?? []),
    );
  const configBytes = await required(documents, memberName(image.Config));
  const promised = promisedDigest(image.Config);
  const twin = await manifestOf(documents, sha256(configBytes));
  return {
    configBytes,
    manifestDigest: twin?.manifestDigest ?? null,
    layers: (image.Layers ?? []).map(
      (path, index) => twin?.layers.find((it) => it.path === memberName(path)) ?? twinless(path, twin?.layers[index]),
    ),
    tags: image.RepoTags ?? [],
    anomalies: [...mismatch('config', promised, configBytes), ...(twin?.anomalies ?? [])],
  };
}

function twinless(path: string, sibling: DeclaredLayer | undefined): DeclaredLayer {
  const digest = /(?:^|\/)blobs\/sha256\//.test(path) ? promisedDigest(path) : null;
  return { path: memberName(path), digest, sizeBytes: digest && sibling?.digest === digest ? sibling.sizeBytes : null };
}

/** `docker save` writes both forms since Docker 25: the OCI one knows the manifest's digest and the blobs' sizes. */
async function manifestOf(documents: Documents, config: Digest): Promise<DeclaredImage | null> {
  const index = await documents.read('index.json');
  if (!index) return null;
  for (const entry of await imagesOf(documents, readIndex(index).manifests ?? [], 0)) {
    const bytes = await documents.read(blobPath(entry.digest));
    if (bytes && readManifest(bytes).config.digest === config) return declaredBy(documents, entry, bytes);
  }
  return null;
}

async function fromLayout(
  documents: Documents,
  manifests: readonly Descriptor[],
  wanted: Wanted,
): Promise<DeclaredImage> {
  const { tag } = wanted;
  const named = tag ? manifests.filter((it) => it.digest === tag || isNamed(it, tag)) : manifests;
  const images = await imagesOf(documents, named, 0);
  const fitting = images.length > 1 ? forArchitecture(images, wanted.architecture ?? 'amd64') : images;
  const [image, another] = fitting;
  if (!image || (another && !tag))
    throw notFound(
      tag ?? null,
      manifests.flatMap((it) => it.annotations?.[REF_NAME] ?? it.digest),
    );
  return declaredBy(documents, image, await required(documents, blobPath(image.digest)));
}

async function declaredBy(documents: Documents, image: Descriptor, bytes: Uint8Array): Promise<DeclaredImage> {
  const { config, layers } = readManifest(bytes);
  const configBytes = await required(documents, blobPath(config.digest));
  const name = image.annotations?.['io.containerd.image.name'] ?? image.annotations?.[REF_NAME];
  return {
    configBytes,
    manifestDigest: image.digest,
    layers: (layers ?? []).map(({ digest, size }) => ({ path: blobPath(digest), digest, sizeBytes: size })),
    tags: name ? [name] : [],
    anomalies: [
      ...mismatch('manifest', image.digest, bytes),
      ...mismatch('config', config.digest, configBytes, config.size),
    ],
  };
}

/** Manifests of runnable images below these entries: nested indexes are followed, attestations are none. */
async function imagesOf(
  documents: Documents,
  entries: readonly Descriptor[],
  depth: number,
): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = [];
  for (const entry of entries) {
    if (isAttestation(entry)) continue;
    const isIndex = entry.mediaType.includes('index') || entry.mediaType.includes('manifest.list');
    const bytes = isIndex && depth < DEEPEST_INDEX ? await documents.read(blobPath(entry.digest)) : null;
    if (bytes) found.push(...(await imagesOf(documents, readIndex(bytes).manifests ?? [], depth + 1)));
    else if (!isIndex && (await documents.read(blobPath(entry.digest)))) found.push(entry); // an export holds one platform of an index
  }
  return found;
}

function isAttestation({ annotations, platform }: Descriptor): boolean {
  return annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' || platform?.architecture === 'unknown';
}

function forArchitecture(images: readonly Descriptor[], architecture: string): readonly Descriptor[] {
  const fitting = images.filter(({ platform }) => platform?.architecture === architecture);
  return fitting.length > 0 ? fitting : images;
}

function isNamed({ annotations }: Descriptor, tag: string): boolean {
  const names = [annotations?.[REF_NAME], annotations?.['io.containerd.image.name']];
  return names.some((name) => name !== undefined && isSameName(name, tag));
}

/** `nginx:1`, `docker.io/library/nginx:1` and, for short, `1` name the same image. */
function isSameName(name: string, wanted: string): boolean {
  const full = (text: string) => {
    const short = text.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
    return /:[^/]*$|@/.test(short) ? short : `${short}:latest`;
  };
  return full(name) === full(wanted) || name.endsWith(`:${wanted}`);
}

function mismatch(
  what: string,
  promised: Digest | null,
  bytes: Uint8Array,
  sizeBytes = bytes.length,
): readonly ImageAnomaly[] {
  const actual = sha256(bytes);
  const digests: ImageAnomaly[] =
    promised === null || promised === actual
      ? []
      : [{ kind: 'digest', message: `The ${what} is ${actual}, its name says ${promised}`, grave: true }];
  if (sizeBytes === bytes.length) return digests;
  return [
    ...digests,
    { kind: 'size', message: `The ${what} has ${bytes.length} bytes, ${sizeBytes} are declared`, grave: true },
  ];
}

async function required(documents: Documents, path: string): Promise<Uint8Array> {
  const bytes = await documents.read(path);
  if (bytes) return bytes;
  throw new TickproofError('archive-corrupt', `${path} is missing from the image`, {
    remedy: 'Save or fetch the image again: a part of it is not there.',
  });
}

function notFound(tag: string | null, known: readonly string[]): TickproofError {
  const names = known.length > 0 ? `It holds ${known.slice(0, 10).join(', ')}.` : 'It holds no image.';
  const message = tag
    ? `There is no image ${tag} in it`
    : known.length > 0
      ? 'It holds several images'
      : 'It holds no image';
  return new TickproofError('target-not-found', message, {
    remedy: `Name one image after the path, as in \`oci:DIR:TAG\`. ${names}`,
  });
}

function blobPath(digest: Digest): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/** Names in archives may start with `./`. */
export function memberName(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '');
}
