import { inflateRawSync } from 'node:zlib';
import { type Files, TickproofError } from '../../domain/index.ts';

/** A member of a zip, with its bytes inflated. */
export interface ZipMember {
  readonly name: string;
  readonly bytes: Buffer;
}

interface Listed {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

const MOST_MEMBERS = 5_000_000;
const MOST_MEMBER_BYTES = 32 * 1024 * 1024;
/** Advisories are packed to a tenth, the smallest of them to nothing: a bomb to a thousandth. */
const MOST_RATIO = 64;
const ALWAYS_BYTES = 256 * 1024 * 1024;
const MOST_DIRECTORY_BYTES = 1024 ** 3;

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const LOCAL_BYTES = 30;

/**
 * The members of a zip whose name is wanted, in the order in which they lie in the file, which is read from front to back
 * once. Sizes are taken from the directory and held to. Throws `archive-corrupt` where it is no zip or is cut off.
 */
export async function* zipMembers(
  files: Files,
  path: string,
  isWanted: (name: string) => boolean,
): AsyncGenerator<ZipMember> {
  const sizeBytes = files.stat(path)?.sizeBytes ?? 0;
  const listed = await directoryOf(files, path, sizeBytes);
  const wanted = listed.filter(({ name }) => isWanted(name)).sort((a, b) => a.offset - b.offset);
  if (wanted.reduce((sum, it) => sum + it.sizeBytes, 0) > sizeBytes * MOST_RATIO + ALWAYS_BYTES)
    throw corrupt(path, 'it unpacks to more than advisories ever do');
  const reader = new Forward(files, path, sizeBytes);
  try {
    for (const it of wanted) {
      if (it.sizeBytes > MOST_MEMBER_BYTES || it.packedBytes > MOST_MEMBER_BYTES)
        throw corrupt(path, `${it.name} is larger than anything that belongs in it`);
      const header = await reader.at(it.offset, LOCAL_BYTES);
      if (header.readUInt32LE(0) !== LOCAL) throw corrupt(path, `${it.name} is not where the directory says`);
      const start = it.offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
      const packed = await reader.at(start, it.packedBytes);
      yield { name: it.name, bytes: inflated(path, it, packed) };
    }
  } finally {
    await reader.end();
  }
}

function inflated(path: string, { name, method, flags, sizeBytes }: Listed, packed: Buffer): Buffer {
  if ((flags & 1) !== 0) throw corrupt(path, `${name} is encrypted`);
  if (method === 0) return Buffer.from(packed);
  if (method !== 8) throw corrupt(path, `${name} is packed in a way that is not known (${method})`);
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, sizeBytes) });
    if (bytes.length === sizeBytes) return bytes;
  } catch (cause) {
    throw corrupt(path, `${name} cannot be unpacked to the size that the directory says`, cause);
  }
  throw corrupt(path, `${name} does not have the size that the directory says`);
}

async function directoryOf(files: Files, path: string, sizeBytes: number): Promise<readonly Listed[]> {
  const tailStart = Math.max(0, sizeBytes - END_BYTES - 0xffff);
  const tail = await rangeOf(files, path, tailStart, sizeBytes);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw corrupt(path, 'it has no directory at its end');
  let [count, bytes, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  const locator = end - LOCATOR_BYTES;
  if (locator >= 0 && tail.readUInt32LE(locator) === LOCATOR_64) {
    const at = Number(tail.readBigUInt64LE(locator + 8));
    const wide = await rangeOf(files, path, at, Math.min(sizeBytes, at + 56));
    if (wide.length < 56 || wide.readUInt32LE(0) !== END_64) throw corrupt(path, 'its large directory is broken');
    count = Number(wide.readBigUInt64LE(32));
    bytes = Number(wide.readBigUInt64LE(40));
    offset = Number(wide.readBigUInt64LE(48));
  }
  if (count > MOST_MEMBERS || bytes > MOST_DIRECTORY_BYTES || offset + bytes > sizeBytes)
    throw corrupt(path, 'its directory is larger than it can be');
  return listedIn(path, await rangeOf(files, path, offset, offset + bytes), count);
}

function listedIn(path: string, directory: Buffer, count: number): readonly Listed[] {
  const listed: Listed[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      throw corrupt(path, 'its directory is cut off');
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const sizes = {
      sizeBytes: directory.readUInt32LE(at + 24),
      packedBytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    };
    listed.push({
      name: directory.toString('utf8', at + 46, nameEnd),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      ...widened(sizes, directory.subarray(nameEnd, extraEnd)),
    });
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
  return listed;
}

type Sizes = Pick<Listed, 'sizeBytes' | 'packedBytes' | 'offset'>;

/** ZIP64: what does not fit in 32 bits stands in an extra field, in this order, and only what does not fit. */
function widened(sizes: Sizes, extra: Buffer): Sizes {
  const wide = { ...sizes };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let value = at + 4;
    for (const key of ['sizeBytes', 'packedBytes', 'offset'] as const) {
      if (sizes[key] !== 0xffffffff || value + 8 > extra.length) continue;
      wide[key] = Number(extra.readBigUInt64LE(value));
      value += 8;
    }
  }
  return wide;
}

async function rangeOf(files: Files, path: string, start: number, end: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of files.stream(path, { start, end })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads a file from front to back and gives pieces of it; what lies before a piece is dropped. */
class Forward {
  readonly #path: string;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #kept = Buffer.alloc(0);
  #start = 0;

  constructor(files: Files, path: string, sizeBytes: number) {
    this.#path = path;
    this.#chunks = files.stream(path, { start: 0, end: sizeBytes })[Symbol.asyncIterator]();
  }

  async at(offset: number, length: number): Promise<Buffer> {
    if (offset < this.#start) throw corrupt(this.#path, 'its members overlap');
    while (this.#start + this.#kept.length < offset + length) {
      const drop = Math.min(this.#kept.length, offset - this.#start);
      const next = await this.#chunks.next();
      if (next.done) throw corrupt(this.#path, 'it is cut off');
      this.#start += drop;
      this.#kept = Buffer.concat([this.#kept.subarray(drop), next.value]);
    }
    return this.#kept.subarray(offset - this.#start, offset - this.#start + length);
  }

  async end(): Promise<void> {
    await this.#chunks.return?.();
  }
}

function corrupt(path: string, why: string, cause?: unknown): TickproofError {
  return new TickproofError('archive-corrupt', `${path} is not a whole zip: ${why}`, {
    remedy: 'Fetch it again: `tickproof advisories update`.',
    cause,
  });
}
