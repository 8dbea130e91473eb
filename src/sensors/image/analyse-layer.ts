import { corruptArchive, type TarPiece } from '../../formats/tar/index.ts';
import { DirectHasher, type LayerHasher } from './hashing.ts';
import { SLOT_BYTES } from './hash-program.ts';
import type { BodyKeeper } from './kept-body.ts';
import { LayerAnalyser } from './layer-analyser.ts';
import type { LayerFacts } from './layer-facts.ts';

export interface AnalyseOptions {
  /** Where digests are taken; in this thread when not given. */
  readonly hasher?: LayerHasher;
  /** Its buffer serves one layer after the other; one of its own when not given. */
  readonly keeper?: BodyKeeper;
  readonly signal?: AbortSignal;
  /** Bytes of the blob as stored, read so far: what inflates without measure is an attack. */
  readonly storedBytes?: () => number;
}

const SUSPICIOUS_BYTES = 8 * 2 ** 30;
const SUSPICIOUS_RATIO = 300;

/**
 * Everything that is known of a layer from its uncompressed tar, in one pass and in bounded memory. Throws
 * `archive-corrupt` for what is not a tar, or inflates beyond all measure.
 */
export async function analyseLayer(
  bytes: AsyncIterable<Uint8Array>,
  options: AnalyseOptions = {},
): Promise<LayerFacts> {
  const analyser = new LayerAnalyser(options.hasher ?? new DirectHasher(), options.keeper);
  let total = 0;
  for await (const chunk of bytes) {
    options.signal?.throwIfAborted();
    for (let at = 0; at < chunk.length; at += SLOT_BYTES) {
      const taken = analyser.push(chunk.length <= SLOT_BYTES ? chunk : chunk.subarray(at, at + SLOT_BYTES));
      if (taken) await taken;
    }
    total += chunk.length;
    if (total > SUSPICIOUS_BYTES) checkRatio(total, options.storedBytes?.());
  }
  return analyser.finish();
}

/** The same for a layer made in memory, at once. Fillers are passed over: their bytes are known and nobody reads them. */
export function analysePieces(pieces: Iterable<TarPiece>): LayerFacts {
  const hasher = new DirectHasher();
  const analyser = new LayerAnalyser(hasher);
  for (const piece of pieces) {
    if (piece instanceof Uint8Array)
      void analyser.push(piece); // hashed in this thread: nothing to wait for
    else {
      hasher.layer(Buffer.from(`filler of ${piece.zeros} zero bytes`)); // so that another size is another layer
      analyser.pushZeros(piece.zeros);
    }
  }
  return analyser.compile(hasher.finish());
}

function checkRatio(total: number, stored: number | undefined): void {
  if (stored !== undefined && total > stored * SUSPICIOUS_RATIO)
    throw corruptArchive(`A layer of ${stored} bytes inflates to more than ${total}`);
}
