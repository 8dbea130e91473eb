import { z } from 'zod';
import { isDigest } from '../../domain/index.ts';
import { notValid, readJson } from './config.ts';

const platform = z.object({
  os: z.string().default(''),
  architecture: z.string().default(''),
  variant: z.string().optional(),
});

const descriptor = z.object({
  mediaType: z.string().default(''),
  digest: z.string().refine(isDigest, 'not a sha256 digest'),
  size: z.number().int().nonnegative(),
  annotations: z.record(z.string(), z.string()).nullish(),
  platform: platform.nullish(),
});

const index = z.object({ manifests: z.array(descriptor).nullish() });
const manifest = z.object({ config: descriptor, layers: z.array(descriptor).nullish() });
const dockerArchive = z.array(
  z.object({
    Config: z.string().min(1),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()).nullish(),
  }),
);

/** A pointer to a blob: media type, digest and size. */
export type Descriptor = z.infer<typeof descriptor>;
export type OciIndex = z.infer<typeof index>;
export type OciManifest = z.infer<typeof manifest>;
/** An image of a docker-archive: paths inside the archive. */
export type ArchivedImage = z.infer<typeof dockerArchive>[number];

function reader<T>(what: string, schema: z.ZodType<T>): (bytes: Uint8Array) => T {
  return (bytes) => {
    const read = schema.safeParse(readJson(bytes, what));
    if (read.success) return read.data;
    throw notValid(what, read.error);
  };
}

export const readIndex = reader('image index', index);
export const readManifest = reader('image manifest', manifest);
export const readArchiveManifest = reader('manifest.json', dockerArchive);
