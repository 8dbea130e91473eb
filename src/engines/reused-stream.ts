import { type FileHandle, open } from 'node:fs/promises';

/**
 * Bytes of a file in two buffers that take turns: one is filled while the other is looked at. Whoever only looks at bytes and
 * lets them go reads a gigabyte this way without a gigabyte of buffers for the collector, and without fresh pages.
 */
export async function* reusedStream(
  path: string,
  { start, end }: { readonly start: number; readonly end: number },
  chunkBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (end <= start) return;
  const file = await open(path);
  const size = Math.min(chunkBytes, end - start);
  let present = Buffer.allocUnsafeSlow(size);
  let other = Buffer.allocUnsafeSlow(size);
  let at = start;
  let reading = readInto(file, present, at, end);
  try {
    for (let bytes = await reading; bytes > 0; bytes = await reading) {
      at += bytes;
      reading = readInto(file, other, at, end);
      yield present.subarray(0, bytes);
      [present, other] = [other, present];
    }
  } finally {
    await reading.catch(() => 0); // nothing may be written to a buffer, nor read, once the file is closed
    await file.close();
  }
}

async function readInto(file: FileHandle, buffer: Buffer, at: number, end: number): Promise<number> {
  const wanted = Math.min(buffer.length, end - at);
  if (wanted <= 0) return 0;
  return (await file.read(buffer, 0, wanted, at)).bytesRead;
}
