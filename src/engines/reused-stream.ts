import { type FileHandle, open } from 'node:fs/promises';
import type { Buffers } from '../domain/index.ts';

/**
 * Bytes of a file in buffers that take turns: one is filled while another is looked at. Whoever only looks at bytes and
 * lets them go reads a gigabyte this way without a gigabyte of buffers for the collector, and without fresh pages.
 */
export async function* reusedStream(
  path: string,
  { start, end }: { readonly start: number; readonly end: number },
  buffers: Buffers,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (end <= start) return;
  const file = await open(path);
  let at = start;
  let next = filled(file, buffers, at, end);
  try {
    for (let present = await next; present.bytes > 0; present = await next) {
      at += present.bytes;
      next = filled(file, buffers, at, end);
      try {
        yield present.buffer.subarray(0, present.bytes);
      } finally {
        buffers.free(present.buffer);
      }
    }
  } finally {
    const last = await next.catch(() => null); // nothing may be written to a buffer, nor read, once the file is closed
    if (last) buffers.free(last.buffer);
    await file.close();
  }
}

/** Two buffers of a stream's own. */
export function ownBuffers(bytes: number): Buffers {
  const free: Uint8Array[] = [];
  return {
    take: async () => free.pop() ?? Buffer.allocUnsafeSlow(bytes),
    free: (buffer) => void free.push(buffer),
  };
}

interface Filled {
  readonly buffer: Uint8Array;
  readonly bytes: number;
}

const NOTHING: Filled = { buffer: new Uint8Array(0), bytes: 0 };

async function filled(file: FileHandle, buffers: Buffers, at: number, end: number): Promise<Filled> {
  if (at >= end) return NOTHING;
  const buffer = await buffers.take();
  try {
    return { buffer, bytes: (await file.read(buffer, 0, Math.min(buffer.length, end - at), at)).bytesRead };
  } catch (error) {
    buffers.free(buffer);
    throw error;
  }
}
