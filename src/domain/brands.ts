/** No value carries the mark: it exists for the compiler alone, under a name that declarations can say. */
export type Branded<T, B extends string> = T & { readonly '~brand': B };

/** `sha256:` and 64 hex digits, of some bytes. */
export type Digest = Branded<string, 'Digest'>;
/** The digest of a layer's uncompressed tar. */
export type DiffId = Branded<string, 'DiffId'>;
/** The digest of an image's config: the same on every engine and store. */
export type ImageId = Branded<string, 'ImageId'>;

const SHAPE = /^sha256:[0-9a-f]{64}$/;

/** Whether the text is a sha256 digest in its canonical spelling. */
export function isDigest(text: string): text is Digest {
  return SHAPE.test(text);
}

/** Takes a text that a digest function or a validated document gave; throws `Error` on anything else. */
export function digest(text: string): Digest {
  if (!isDigest(text)) throw new Error(`not a sha256 digest: ${text}`);
  return text;
}

/** Marks a digest as that of an uncompressed layer. */
export function diffId(text: string): DiffId {
  return digest(text) as string as DiffId; // the only door into the brand
}

/** Marks a digest as that of an image config. */
export function imageId(text: string): ImageId {
  return digest(text) as string as ImageId; // the only door into the brand
}
