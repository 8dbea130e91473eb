import type { Reader } from '../../catalog/index.ts';
import { type FileType, type ImageAnomaly, TickproofError } from '../../domain/index.ts';
import { type TarHeader, TarReader } from '../../formats/tar/index.ts';
import { aptListOf, isAptList } from '../packages/scan/lists.ts';
import { executableOf } from './executables.ts';
import { isTextLike, LARGEST_SCANNED, secretsOf } from './file-secrets.ts';
import type { LayerDigests, LayerHasher } from './hashing.ts';
import { BodyKeeper } from './kept-body.ts';
import { LAYER_FACTS_VERSION, type LayerEntry, type LayerFacts } from './layer-facts.ts';
import { LayerSizes } from './layer-sizes.ts';
import { baseOf, OPAQUE, oddityOf, parentOf, pathOf, RESERVED, WHITEOUT } from './names.ts';
import { executableReadersOf, executableReadings, packageReadersOf, readBytesOf, readingsOf } from './readings.ts';
import { sourceMapOf } from './source-maps.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What distributions say of themselves. */
const RELEASE_FILES = [
  '/etc/os-release',
  '/usr/lib/os-release',
  '/etc/debian_version',
  '/etc/alpine-release',
  '/etc/lsb-release',
  '/etc/redhat-release',
  '/etc/centos-release',
  '/etc/system-release',
  '/etc/fedora-release',
  '/etc/SuSE-release',
  '/etc/oracle-release',
  '/etc/rocky-release',
  '/etc/almalinux-release',
  '/usr/lib/fedora-release',
];
const KEPT_TEXTS = new Set(['/etc/passwd', '/etc/group', ...RELEASE_FILES]);
const LARGEST_LIST = 1 << 25;
const MOST_ENTRIES = 1_000_000;
const MOST_ANOMALIES = 200;
const MOST_SECRETS_PER_FILE = 20;

/** One pass over a layer's tar: give it the bytes, then ask for the facts. Everything that looks at contents is fed from here. */
export class LayerAnalyser {
  private readonly archive = new TarReader();
  private readonly keeper: BodyKeeper;
  private readonly hasher: LayerHasher;
  private readonly entries: Mutable<LayerEntry>[] = [];
  private readonly hashed: number[] = [];
  private readonly seen = new Map<string, number>();
  private readonly found = { executables: [], readings: [], secrets: [], sourceMaps: [], anomalies: [] } as {
    executables: LayerFacts['executables'][number][];
    readings: LayerFacts['readings'][number][];
    secrets: LayerFacts['secrets'][number][];
    sourceMaps: LayerFacts['sourceMaps'][number][];
    anomalies: Omit<ImageAnomaly, 'layer'>[];
  }; // empty arrays have no element type of their own
  private readonly texts: Record<string, string> = {};
  private current: {
    readonly entry: LayerEntry;
    readonly isHashed: boolean;
    readonly readers: readonly Reader[];
    left: number;
  } | null = null;
  private readonly sizes = new LayerSizes();
  private tarBytes = 0;

  constructor(hasher: LayerHasher, keeper: BodyKeeper = new BodyKeeper()) {
    this.hasher = hasher;
    this.keeper = keeper;
  }

  push(chunk: Uint8Array): Promise<void> | null {
    this.tarBytes += chunk.length;
    for (const part of this.archive.read(chunk)) {
      if (part.kind === 'member') this.begin(part.header);
      else this.body(part.bytes);
    }
    return this.hasher.layer(chunk);
  }

  /** A run of zero bytes that nobody needs to see, of a filler: its file gets no digest, the layer one that stands for it. */
  pushZeros(bytes: number): void {
    this.tarBytes += bytes;
    if (this.current?.isHashed) this.hashed.pop();
    this.current = null;
    this.archive.skip(bytes);
  }

  async finish(): Promise<LayerFacts> {
    this.archive.end();
    return this.compile(await this.hasher.finish());
  }

  /** As `finish`, for a hasher that works in this thread. */
  compile({ diffId, files }: LayerDigests): LayerFacts {
    this.hashed.forEach((index, order) => {
      const entry = this.entries[index];
      const sha256 = files[order];
      if (entry && sha256) entry.sha256 = sha256;
    });
    const { entries, tarBytes, texts, found } = this;
    return {
      version: LAYER_FACTS_VERSION,
      diffId,
      tarBytes,
      ...this.sizes.result(),
      entries,
      texts,
      ...found,
    };
  }

  private begin(header: TarHeader): void {
    const entry = entryOf(header);
    if (!entry) return;
    if (this.entries.length >= MOST_ENTRIES) throw tooMany();
    this.note(header, entry);
    const index = this.entries.push(entry) - 1;
    if (isMark(entry)) return;
    this.seen.set(entry.path, index);
    this.sizes.add(header.name, entry);
    if (entry.type !== 'file') return;
    const isHashed = !header.sparse;
    if (isHashed) this.hashed.push(index);
    const readers = packageReadersOf(entry.path);
    this.current = { entry, isHashed, readers, left: header.bodyBytes };
    const wanted = isAptList(entry.path) ? LARGEST_LIST : readBytesOf(readers, header.bodyBytes);
    this.keeper.begin(entry.path, header.bodyBytes, Math.min(wanted, header.bodyBytes));
    if (header.bodyBytes === 0) this.endFile();
  }

  private body(bytes: Uint8Array): void {
    if (!this.current) return;
    if (this.current.isHashed) this.hasher.file(bytes);
    this.keeper.add(bytes);
    this.current.left -= bytes.length;
    if (this.current.left === 0) this.endFile();
  }

  private endFile(): void {
    if (!this.current) return;
    const { entry, isHashed, readers } = this.current;
    this.current = null;
    if (isHashed) this.hasher.endFile();
    const kept = this.keeper.end();
    if (kept.head.length === 0) return;
    const executable = executableOf(entry.path, kept);
    if (executable) this.found.executables.push(executable);
    if (readers.length > 0) this.found.readings.push(...readingsOf(readers, entry.path, kept));
    const inside = executableReadersOf(entry.path, kept.head);
    if (inside.length > 0) this.found.readings.push(...executableReadings(inside, entry.path, kept));
    if (isAptList(entry.path) && kept.isWhole) this.keepList(entry.path, kept.head);
    if (isTextLike(kept.head)) this.lookAtText(entry.path, kept.head, kept.isWhole);
  }

  /** Package lists that were left in the image know of updates. */
  private keepList(path: string, body: Buffer): void {
    const list = aptListOf(path, body);
    if (list && list.text.length <= LARGEST_LIST) this.texts[path] = list.text;
  }

  private lookAtText(path: string, body: Buffer, isWhole: boolean): void {
    if (KEPT_TEXTS.has(path) && isWhole && body.length <= LARGEST_SCANNED) this.texts[path] = body.toString('utf8');
    const map = isWhole ? sourceMapOf(path, body) : null;
    if (map) this.found.sourceMaps.push(map);
    if (body.length <= LARGEST_SCANNED && isWhole)
      this.found.secrets.push(...secretsOf(path, body).slice(0, MOST_SECRETS_PER_FILE));
  }

  private note({ name, linkName, type }: TarHeader, entry: LayerEntry): void {
    const oddity = oddityOf(name);
    if (oddity) this.remark('name', `The name ${JSON.stringify(name)} ${oddity}`, entry.path);
    if (baseOf(entry.path) === WHITEOUT) this.remark('whiteout', 'A bare `.wh.` hides nothing', entry.path);
    if (type === 'hardlink' && oddityOf(linkName))
      this.remark('link', `A hard link to ${JSON.stringify(linkName)}`, entry.path);
    const earlier = isMark(entry) ? undefined : this.entries[this.seen.get(entry.path) ?? -1];
    const isRepeatedFolder = earlier?.type === 'directory' && entry.type === 'directory';
    if (earlier && !isRepeatedFolder) this.remark('duplicate', `${entry.path} is in the layer twice`, entry.path);
  }

  private remark(kind: ImageAnomaly['kind'], message: string, path: string): void {
    if (this.found.anomalies.length < MOST_ANOMALIES) this.found.anomalies.push({ kind, message, path, grave: false });
  }
}

function isMark({ type }: LayerEntry): boolean {
  return type === 'whiteout' || type === 'opaque' || type === 'reserved';
}

function tooMany(): TickproofError {
  return new TickproofError('archive-unsupported', `A layer has more than ${MOST_ENTRIES} entries`, {
    remedy: 'Leave out of the image what fills it with that many files, such as package caches.',
  });
}

const TYPES: Readonly<Record<TarHeader['type'], FileType | 'hardlink' | null>> = {
  file: 'file',
  directory: 'directory',
  symlink: 'symlink',
  hardlink: 'hardlink',
  character: 'device',
  block: 'device',
  fifo: 'fifo',
  other: null,
};

function entryOf(header: TarHeader): Mutable<LayerEntry> | null {
  const type = TYPES[header.type];
  const path = pathOf(header.name);
  if (type === null) return null;
  const { sizeBytes, uid, gid, xattrs } = header;
  const entry: Mutable<LayerEntry> = { path, type, sizeBytes, mode: header.mode & 0o7777, uid, gid };
  if (path.includes(`/${WHITEOUT}`)) return markOf(entry);
  if (type === 'symlink') entry.linkTarget = header.linkName;
  if (type === 'hardlink') entry.linkTarget = pathOf(header.linkName);
  if (xattrs['security.capability'] !== undefined) entry.hasCapabilities = true;
  return entry;
}

/** Whiteouts are told by their name, whatever they are otherwise. */
function markOf(entry: Mutable<LayerEntry>): Mutable<LayerEntry> {
  const base = baseOf(entry.path);
  const parent = parentOf(entry.path);
  if (base === OPAQUE && !parent.includes(`/${RESERVED}`)) return { ...entry, type: 'opaque', path: parent || '/' };
  if (base === WHITEOUT || entry.path.includes(`/${RESERVED}`)) return { ...entry, type: 'reserved' };
  if (!base.startsWith(WHITEOUT)) return entry;
  return { ...entry, type: 'whiteout', path: `${parent}/${base.slice(WHITEOUT.length)}` };
}
