import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { TickproofError } from '../../domain/index.ts';
import { corruptArchive } from '../tar/index.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

export interface Decompressed {
  readonly compression: Compression;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const OUTPUT_CHUNK = 1 << 18;
/** Room for some output: with Node's default the inflating thread waits for this one after every chunk. */
const OUTPUT_AHEAD = 1 << 20;
const INFLATE = { chunkSize: OUTPUT_CHUNK, highWaterMark: OUTPUT_AHEAD };
/** Zstandard can repeat a byte 30,000-fold: a small step keeps what one step can make small. */
const ZSTD_STEP = 4096;

/** Tells the compression from the first bytes. Media types are not asked: writers get them wrong. */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  const isSkippable = ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
  return isSkippable ? 'zstd' : 'none';
}

/**
 * The bytes without their compression, as they come in. Damaged streams throw `archive-corrupt`, from the iteration. The
 * source may use a chunk again once it is asked for the next; `gunzip` inflates elsewhere than here.
 */
export async function decompressed(
  source: AsyncIterable<Uint8Array>,
  gunzip: (gzip: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array> = gunzipped,
): Promise<Decompressed> {
  const chunks = source[Symbol.asyncIterator]();
  const { head, rest } = await peek(chunks, 4);
  const compression = compressionOf(head);
  switch (compression) {
    case 'none':
      return { compression, bytes: rest };
    case 'gzip':
      return { compression, bytes: gunzip(rest) };
    case 'zstd':
      return { compression, bytes: zstdInflated(rest) };
  }
}

/** As `decompressed` reads gzip when it is not told otherwise. */
export function gunzipped(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return inflated(source, zlib.createGunzip(INFLATE), 'gzip');
}

/** The first bytes, and all bytes again as they were. */
async function peek(chunks: AsyncIterator<Uint8Array>, bytes: number) {
  const first: Uint8Array[] = [];
  let have = 0;
  let ended = false;
  while (have < bytes && !ended) {
    const next = await chunks.next();
    if (next.done) ended = true;
    else {
      have += next.value.length;
      first.push(have < bytes ? Buffer.from(next.value) : next.value); // the source may use it again
    }
  }
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* first;
      for (let next = ended ? null : await chunks.next(); next && !next.done; next = await chunks.next())
        yield next.value;
    } finally {
      await chunks.return?.();
    }
  }
  return { head: Buffer.concat(first.map((chunk) => chunk.subarray(0, bytes))), rest: all() };
}

async function* inflated(
  source: AsyncIterable<Uint8Array>,
  inflater: zlib.Gunzip,
  name: 'gzip' | 'zstd',
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = { isGone: false };
  const fed = feed(source, inflater, reader);
  try {
    for await (const chunk of inflater) yield chunk as Buffer; // a stream of bytes gives buffers
    const fault = await fed;
    if (fault) throw fault;
  } catch (cause) {
    throw isZlibFault(cause) ? damagedStream(name, cause) : cause;
  } finally {
    reader.isGone = true;
    inflater.destroy();
  }
}

/**
 * Asks for a chunk only when the one before is used up: the source may use it again. Its faults become the inflater's, and are
 * given as well. What stands behind the stream's end is asked for too, since it is part of the blob: whoever digests that wants it.
 */
async function feed(
  source: AsyncIterable<Uint8Array>,
  inflater: zlib.Gunzip,
  reader: { readonly isGone: boolean },
): Promise<Error | null> {
  try {
    for await (const chunk of source) {
      if (!inflater.destroyed)
        await new Promise<void>((resolve) => {
          inflater.once('close', resolve); // it has had enough, or whoever reads
          inflater.write(chunk, () => {
            inflater.off('close', resolve);
            resolve();
          });
        });
      if (reader.isGone) break;
    }
    inflater.end();
    return null;
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(String(error));
    inflater.destroy(fault);
    return fault;
  }
}

function zstdInflated(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const native = (zlib as { createZstdDecompress?: (options: typeof INFLATE) => zlib.Gunzip }).createZstdDecompress; // from Node 22.15 on
  return native ? inflated(source, native(INFLATE), 'zstd') : zstdInflatedHere(source);
}

async function* zstdInflatedHere(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let made: Uint8Array[] = [];
  const inflater = new Decompress((chunk) => {
    if (chunk.length > 0) made.push(chunk);
  });
  const push = (bytes: Uint8Array, final: boolean) => {
    try {
      inflater.push(bytes, final);
    } catch (cause) {
      throw damagedStream('zstd', cause);
    }
  };
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += ZSTD_STEP) {
      push(chunk.subarray(at, at + ZSTD_STEP), false);
      yield* made;
      made = [];
    }
  }
  push(new Uint8Array(0), true);
  yield* made;
}

/** The source's own faults pass through this stream as well, and are not the stream's. */
function isZlibFault(error: unknown): boolean {
  const { code } = error as { code?: unknown }; // whatever was thrown
  return typeof code === 'string' && /^Z_|^ZSTD_|^ERR_.*ZLIB/.test(code);
}

/** What is thrown when a library refuses a stream. */
export function damagedStream(name: 'gzip' | 'zstd', cause: unknown): TickproofError {
  const { message, code, remedy } = corruptArchive(`A ${name} stream is damaged`);
  return new TickproofError(code, message, { remedy, cause });
}
