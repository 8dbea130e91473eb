import { createHash } from 'node:crypto';
import { type Buffers, type Digest, digest, type ImageAnomaly, type Ports } from '../../domain/index.ts';
import { sha256 } from '../../formats/index.ts';
import {
  type Compression,
  compressionOf,
  type DeclaredLayer,
  decompressed,
  gunzipped,
} from '../../formats/oci/index.ts';
import { analyseLayer } from './analyse-layer.ts';
import { HashWorker } from './hash-worker.ts';
import { Inflation } from './inflation.ts';
import { BodyKeeper } from './kept-body.ts';
import type { SourceLayer } from './image-source.ts';
import { LAYER_FACTS_VERSION, type LayerFacts, packLayer, unpackLayer } from './layer-facts.ts';

/** A layer's facts, and what was seen of the blob that carried it. */
export interface ReadLayer {
  readonly facts: LayerFacts;
  readonly compression: Compression;
  /** Of the blob as stored. */
  readonly digest: Digest;
  readonly storedBytes: number;
}

/** Opens a layer's blob. The bytes may be read into the buffers that are given, where the source can do so. */
export type OpenBlob = (buffers: Buffers | null) => AsyncIterable<Uint8Array>;

/** Below this, starting a thread costs more than it saves; once it runs, handing it a slot costs next to nothing. */
const WORTH_STARTING_BYTES = 32 << 20;
const WORTH_SENDING_BYTES = 2 << 20;
/** What layers usually inflate to. */
const USUAL_RATIO = 3;

/** Reads layers one after the other, with the same hashing thread, and remembers them by diff id. */
export class LayerReader implements AsyncDisposable {
  private readonly ports: Pick<Ports, 'cache' | 'signal'>;
  private readonly keeper = new BodyKeeper();
  private worker: HashWorker | null = null;

  constructor(ports: Pick<Ports, 'cache' | 'signal'>) {
    this.ports = ports;
  }

  /** Reads a layer's blob, compressed or not. `sizeBytes` only says whether a thread is worth while. */
  async read(open: OpenBlob, sizeBytes: number): Promise<ReadLayer> {
    const stored = new Stored();
    if (sizeBytes > WORTH_STARTING_BYTES) this.worker ??= new HashWorker();
    const expected = (compression: Compression) => sizeBytes * (compression === 'none' ? 1 : USUAL_RATIO);
    const { compression, bytes } = await decompressed(stored.watch(open(this.worker)), (gzip) => {
      const worker = this.workerFor(expected('gzip'));
      return worker ? new Inflation(worker).inflated(gzip) : gunzipped(gzip);
    });
    // Inflating takes about as long as all else: digests are taken here, where bytes are looked at and still near.
    const hasher = compression === 'gzip' ? null : this.workerFor(expected(compression))?.hasher();
    const facts = await analyseLayer(bytes, {
      ...(hasher ? { hasher } : {}),
      keeper: this.keeper,
      signal: this.ports.signal,
      storedBytes: () => stored.bytes,
    });
    this.remember(facts);
    return {
      facts,
      compression,
      digest: stored.digest() ?? (facts.diffId as string as Digest),
      storedBytes: stored.bytes,
    }; // uncompressed: the same bytes
  }

  /** The facts of a layer that was read before, on the word of someone who checked its diff id. */
  recall(diffId: string): LayerFacts | null {
    return unpackLayer(this.ports.cache.read('layers', layerKey(diffId)));
  }

  /** As `read`, but what is known of the promised layer is used when the bytes turn out to be that layer. */
  async readPromised(open: OpenBlob, sizeBytes: number, promised: string | undefined): Promise<ReadLayer> {
    const known = promised === undefined ? null : this.recall(promised);
    if (!known) return this.read(open, sizeBytes);
    const stored = new Stored();
    const { compression, bytes } = await decompressed(stored.watch(open(null)));
    const whole = createHash('sha256');
    for await (const chunk of bytes) {
      this.ports.signal.throwIfAborted();
      whole.update(chunk);
    }
    const actual = digest(`sha256:${whole.digest('hex')}`);
    if (actual !== promised) return this.read(open, sizeBytes);
    return { facts: known, compression, digest: stored.digest() ?? actual, storedBytes: stored.bytes };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker?.[Symbol.asyncDispose]();
  }

  private workerFor(bytes: number): HashWorker | null {
    if (bytes > WORTH_STARTING_BYTES) this.worker ??= new HashWorker();
    return bytes > WORTH_SENDING_BYTES ? this.worker : null;
  }

  private remember(facts: LayerFacts): void {
    this.ports.cache.write('layers', layerKey(facts.diffId), packLayer(facts));
  }
}

/** The layer for an image's parts; compressed sizes are known only where blobs are compressed. */
export function sourceLayerOf({ facts, compression, digest, storedBytes }: ReadLayer): SourceLayer {
  return compression === 'none'
    ? { facts, blob: null, compressedBytes: null }
    : { facts, blob: digest, compressedBytes: storedBytes };
}

/** Where a blob is not what the manifest promises. */
export function blobAnomalies(
  { digest, storedBytes }: ReadLayer,
  promised: DeclaredLayer,
  layer: number,
): readonly ImageAnomaly[] {
  const found: ImageAnomaly[] = [];
  if (promised.digest !== null && promised.digest !== digest) {
    found.push({
      kind: 'digest',
      message: `The blob of layer ${layer} is ${digest}, its name says ${promised.digest}`,
      layer,
      grave: true,
    });
  }
  if (promised.sizeBytes !== null && promised.sizeBytes !== storedBytes) {
    found.push({
      kind: 'size',
      message: `The blob of layer ${layer} has ${storedBytes} bytes, ${promised.sizeBytes} are declared`,
      layer,
      grave: true,
    });
  }
  return found;
}

function layerKey(diffId: string): string {
  return sha256(`layer ${LAYER_FACTS_VERSION} ${diffId}`);
}

/** Counts a blob's bytes as they go by, and digests those of compressed ones: the others have their diff id. */
class Stored {
  bytes = 0;
  private readonly hash = createHash('sha256');
  /** Null until the first bytes have told. */
  private isHashed: boolean | null = null;

  async *watch(blob: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    let held: Uint8Array = new Uint8Array(0);
    for await (const chunk of blob) {
      this.bytes += chunk.length;
      if (this.isHashed === null) {
        held = Buffer.concat([held, chunk]);
        if (held.length >= 4) this.isHashed = compressionOf(held) !== 'none';
        if (this.isHashed) this.hash.update(held);
      } else if (this.isHashed) this.hash.update(chunk);
      yield chunk;
    }
  }

  digest(): Digest | null {
    return this.isHashed ? digest(`sha256:${this.hash.digest('hex')}`) : null;
  }
}
