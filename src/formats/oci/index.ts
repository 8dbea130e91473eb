export { type ConfigDocument, readConfig, writeConfig } from './config.ts';
export {
  type Compression,
  compressionOf,
  damagedStream,
  type Decompressed,
  decompressed,
  gunzipped,
} from './decompress.ts';
export { promisedDigest } from './digest.ts';
export type { Descriptor, OciIndex, OciManifest } from './manifest.ts';
export {
  memberName,
  type DeclaredImage,
  type DeclaredLayer,
  type Documents,
  resolveImage,
  type Wanted,
} from './resolve-image.ts';
