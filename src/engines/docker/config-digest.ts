import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { TickproofError } from '../../domain/index.ts';
import type { DockerHost } from './host.ts';
import { saveImage } from './save.ts';
import { shaped } from './shapes.ts';
import { smallMembers } from './members.ts';

/** Where containerd keeps blobs: dockerd's own containerd below its root, else the system's. */
const CONTENT = 'io.containerd.content.v1.content/blobs/sha256';
const SYSTEM_CONTAINERD = '/var/lib/containerd';
const LARGEST_BLOB = 4 * 1024 * 1024; // manifests and configs; larger ones are refused by registries as well

/** What tells one image's config from the others in the same index. */
export interface ConfigTraits {
  readonly diffIds: readonly string[];
  readonly architecture: string;
}

const documentShape = z.object({
  architecture: z.optional(z.string()),
  config: z.optional(z.object({ digest: z.optional(z.string()) })),
  manifests: z.optional(z.array(z.object({ digest: z.string() }))),
  rootfs: z.optional(z.object({ diff_ids: z.optional(z.array(z.string())) })),
});
type BlobDocument = z.output<typeof documentShape>;

/**
 * The digest of the image's config. The classic store's id is just that; the containerd store's is of a manifest or an
 * index. Then, cheapest first: what was learnt before, the engine's own content (addressed by digest, so it cannot
 * mislead) where this user may read it, and the engine's export up to the config.
 */
export async function configDigestOf(host: DockerHost, engineId: string, traits: ConfigTraits): Promise<string> {
  if (host.info.store !== 'containerd') return engineId.startsWith('sha256:') ? engineId : `sha256:${engineId}`;
  const known = host.cache.read('facts', cacheKey(engineId));
  if (typeof known === 'string') return known;
  const found = fromContent(host, engineId, traits) ?? (await fromExport(host, engineId, traits));
  learnConfigDigest(host, engineId, found);
  return found;
}

/** Keeps what a build said. */
export function learnConfigDigest(host: Pick<DockerHost, 'cache'>, engineId: string, configDigest: string): void {
  host.cache.write('facts', cacheKey(engineId), configDigest);
}

function cacheKey(engineId: string): string {
  return `config-of ${engineId}`;
}

function fromContent(host: DockerHost, engineId: string, traits: ConfigTraits): string | null {
  if (!host.info.local || host.rootFolder === null) return null;
  const folders = [join(host.rootFolder, 'containerd/daemon'), SYSTEM_CONTAINERD].map((it) => join(it, CONTENT));
  const documentOf = (digest: string): BlobDocument | null => {
    const name = digest.replace('sha256:', '');
    const bytes = folders.reduce<Uint8Array | null>((found, it) => found ?? blobAt(host, join(it, name)), null);
    return bytes && sha256(bytes) === digest ? documentIn(bytes) : null;
  };
  const search = (digest: string, depth: number): string | null => {
    const document = documentOf(digest);
    if (!document) return null;
    if (isConfig(document, traits)) return digest;
    const below = [document.config?.digest ?? [], (document.manifests ?? []).map((it) => it.digest)].flat();
    return depth === 0 ? null : (below.map((it) => search(it, depth - 1)).find((it) => it !== null) ?? null);
  };
  return search(engineId, 2); // index, manifest, config
}

function blobAt({ files }: DockerHost, path: string): Uint8Array | null {
  try {
    const found = files.stat(path);
    return found && found.sizeBytes <= LARGEST_BLOB ? files.readBytes(path) : null;
  } catch {
    return null; // root's alone: the export will do
  }
}

/** The blobs come in the order of their digests; reading ends at the config. */
async function fromExport(host: DockerHost, engineId: string, traits: ConfigTraits): Promise<string> {
  for await (const bytes of smallMembers(saveImage(host, engineId), LARGEST_BLOB)) {
    const document = documentIn(bytes);
    if (document && isConfig(document, traits)) return sha256(bytes);
  }
  throw new TickproofError('engine-failed', `${host.api.name} exports ${engineId} without its config`, {
    remedy: 'Pull or build the image again.',
  });
}

function isConfig({ rootfs, architecture }: BlobDocument, traits: ConfigTraits): boolean {
  const own = rootfs?.diff_ids;
  const { diffIds } = traits;
  if (architecture !== traits.architecture) return false;
  return own !== undefined && own.length === diffIds.length && own.every((it, index) => it === diffIds[index]);
}

const BRACE = 0x7b;

function documentIn(bytes: Uint8Array): BlobDocument | null {
  if (bytes[0] !== BRACE) return null;
  try {
    return shaped(documentShape, JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null; // a layer that begins with a brace
  }
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
