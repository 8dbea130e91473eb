import { type Buffers, type Ports, TickproofError } from '../../domain/index.ts';
import {
  memberName,
  compressionOf,
  type DeclaredImage,
  type Documents,
  decompressed,
  readConfig,
  resolveImage,
  type Wanted,
} from '../../formats/oci/index.ts';
import {
  TAR_BLOCK,
  corruptArchive,
  indexTar,
  type PassingMember,
  passingMembers,
  TarReader,
  type TarMember,
} from '../../formats/tar/index.ts';
import type { LayerReader, OpenBlob, ReadLayer } from './read-layer.ts';

/** An image with its layers read, wherever it came from. */
export interface ReadImage {
  readonly declared: DeclaredImage;
  readonly layers: readonly ReadLayer[];
}

type Read = Pick<Ports, 'files' | 'signal'>;

const LARGEST_DOCUMENT = 16 << 20;

/** An OCI layout folder. */
export async function readLayout(
  path: string,
  wanted: Wanted,
  { files }: Read,
  reader: LayerReader,
): Promise<ReadImage> {
  const placeOf = (name: string) => files.resolve(path, ...name.split('/').filter((part) => part !== '..'));
  const declared = await resolveImage({ read: async (name) => smallFile(placeOf(name), files) }, wanted);
  return readLayers(declared, reader, (name) => {
    const size = files.stat(placeOf(name))?.sizeBytes;
    const whole = { start: 0, end: size ?? 0 };
    const open: OpenBlob = (buffers) => files.stream(placeOf(name), { ...whole, reuses: buffers ?? true });
    return size === undefined ? null : { open, sizeBytes: size };
  });
}

/** An archive on disk. One that is not compressed as a whole is sought in: only what belongs to the image is read. */
export async function readArchive(path: string, wanted: Wanted, ports: Read, reader: LayerReader): Promise<ReadImage> {
  const { files } = ports;
  const archive = await openArchive(path, ports);
  if (!archive) return readStream((await decompressed(files.stream(path))).bytes, wanted, reader, null);
  const declared = await resolveImage(archive.documents, wanted);
  return readLayers(declared, reader, archive.blob);
}

/** What an archive's documents say of an image, without its layers; null when it is compressed as a whole. */
export async function declaredInArchive(path: string, wanted: Wanted, ports: Read): Promise<DeclaredImage | null> {
  const archive = await openArchive(path, ports);
  return archive ? resolveImage(archive.documents, wanted) : null;
}

export async function declaredInLayout(path: string, wanted: Wanted, { files }: Read): Promise<DeclaredImage> {
  return resolveImage({ read: async (name) => smallFile(files.resolve(path, ...name.split('/')), files) }, wanted);
}

/**
 * An archive that goes by once, in any order: documents are kept, and whatever looks like a layer is read when it passes.
 * `trusted` names the diff ids of the image where an engine vouches for them: layers known by these are passed over.
 */
export async function readStream(
  source: AsyncIterable<Uint8Array>,
  wanted: Wanted,
  reader: LayerReader,
  trusted: ReadonlySet<string> | null,
): Promise<ReadImage> {
  const kept = new Map<string, Uint8Array>();
  const links = new Map<string, string>();
  const layers = new Map<string, ReadLayer>();
  for await (const member of passingMembers(source)) {
    const name = memberName(member.header.name);
    if (member.header.type === 'symlink') links.set(name, linkedName(name, member.header.linkName));
    if (member.header.type === 'hardlink') links.set(name, memberName(member.header.linkName));
    if (member.header.type === 'file') await take(name, member, reader, trusted, kept, layers);
  }
  const documents: Documents = { read: async (path) => kept.get(links.get(path) ?? path) ?? null };
  const declared = await resolveImage(documents, wanted);
  return { declared, layers: declared.layers.map(({ path }) => layers.get(links.get(path) ?? path) ?? missing(path)) };
}

async function take(
  name: string,
  { header, body }: PassingMember,
  reader: LayerReader,
  trusted: ReadonlySet<string> | null,
  kept: Map<string, Uint8Array>,
  layers: Map<string, ReadLayer>,
): Promise<void> {
  const diffId = `sha256:${/(?:^|\/)([0-9a-f]{64})$/.exec(name)?.[1] ?? ''}`;
  const known = trusted?.has(diffId) ? reader.recall(diffId) : null;
  if (known) {
    layers.set(name, {
      facts: known,
      compression: 'none',
      digest: known.diffId as string as ReadLayer['digest'],
      storedBytes: known.tarBytes,
    }); // a layer that bears its diff id as name is stored plain
    return;
  }
  const { head, rest } = await headOf(body);
  if (isDocument(head)) {
    if (header.bodyBytes <= LARGEST_DOCUMENT) kept.set(name, await collected(rest));
  } else if (isLayer(head)) layers.set(name, await reader.read(() => rest, header.bodyBytes));
}

interface Blob {
  readonly open: OpenBlob;
  readonly sizeBytes: number;
}

async function readLayers(
  declared: DeclaredImage,
  reader: LayerReader,
  blob: (path: string) => Blob | null,
): Promise<ReadImage> {
  const { diffIds } = readConfig(declared.configBytes);
  const layers: ReadLayer[] = [];
  for (const [index, { path }] of declared.layers.entries()) {
    const { open, sizeBytes } = blob(path) ?? missing(path);
    layers.push(await reader.readPromised(open, sizeBytes, diffIds[index]));
  }
  return { declared, layers };
}

interface OpenArchive {
  readonly documents: Documents;
  readonly blob: (path: string) => Blob | null;
}

async function openArchive(path: string, { files }: Read): Promise<OpenArchive | null> {
  const size = files.stat(path)?.sizeBytes;
  if (size === undefined) {
    throw new TickproofError('target-not-found', `There is no file ${path}`, {
      remedy: 'Name the archive that `docker save -o` wrote.',
    });
  }
  const range = (start: number, end: number, buffers: Buffers | null = null) =>
    files.stream(path, { start, end, reuses: buffers ?? true });
  if (compressionOf(await collected(range(0, Math.min(size, 4)))) !== 'none') return null;
  const members = new Map<string, TarMember>();
  for (const member of await indexTar(range, size)) members.set(memberName(member.header.name), member);
  const blob = (name: string): Blob | null => {
    const member = followed(members, name);
    if (member?.header.type !== 'file') return null;
    const { offset, header } = member;
    return { open: (buffers) => range(offset, offset + header.bodyBytes, buffers), sizeBytes: header.bodyBytes };
  };
  const read = async (name: string) => {
    const found = blob(name);
    if (!found || found.sizeBytes > LARGEST_DOCUMENT) return null;
    return found.sizeBytes === 0 ? new Uint8Array(0) : collected(found.open(null));
  };
  return { documents: { read }, blob };
}

/** Older engines wrote a layer that occurs twice as a link to its first copy. */
function followed(members: ReadonlyMap<string, TarMember>, name: string): TarMember | undefined {
  let member = members.get(name);
  for (let links = 0; member && links < 8; links++) {
    const { type, linkName } = member.header;
    if (type === 'symlink') member = members.get(linkedName(memberName(member.header.name), linkName));
    else if (type === 'hardlink') member = members.get(memberName(linkName));
    else return member;
  }
  return member;
}

function linkedName(name: string, target: string): string {
  const parts = target.startsWith('/') ? [] : name.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function isDocument(head: Buffer): boolean {
  return /^\s*[[{n]/.test(head.toString('latin1', 0, 16)); // `n` of null: a manifest.json may say just that
}

function isLayer(head: Buffer): boolean {
  if (compressionOf(head) !== 'none') return true;
  if (head.length < TAR_BLOCK) return false;
  try {
    return [...new TarReader().read(head.subarray(0, TAR_BLOCK))].length >= 0;
  } catch {
    return false; // some other file, such as VERSION or a README
  }
}

/** The first block of a body, and the whole body again. */
async function headOf(body: AsyncIterable<Uint8Array>): Promise<{ head: Buffer; rest: AsyncIterable<Uint8Array> }> {
  const chunks = body[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let have = 0;
  for (
    let next = await chunks.next();
    !next.done;
    next = have < TAR_BLOCK ? await chunks.next() : { done: true, value: undefined }
  ) {
    first.push(next.value);
    have += next.value.length;
  }
  const head = Buffer.concat(first.map((chunk) => chunk.subarray(0, TAR_BLOCK))).subarray(0, TAR_BLOCK);
  async function* rest(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* first;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  return { head, rest: rest() };
}

async function collected(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

function smallFile(path: string, files: Ports['files']): Uint8Array | null {
  const stat = files.stat(path);
  return stat?.type === 'file' && stat.sizeBytes <= LARGEST_DOCUMENT ? files.readBytes(path) : null;
}

function missing(path: string): never {
  throw corruptArchive(`The layer ${path} is missing from the image`);
}
