import {
  TAR_BLOCK,
  corruptArchive,
  isZeroBlock,
  type RawHeader,
  readHeader,
  type TarHeader,
  typeOf,
} from './header.ts';
import { paxNumber, readPax } from './pax.ts';

export type TarPart =
  | {
      readonly kind: 'member';
      readonly header: TarHeader /** Offset of the body in the archive. */;
      readonly offset: number;
    }
  | { readonly kind: 'body'; readonly bytes: Uint8Array };

/** Extended headers larger than this are an attack: Go's reader, and so every engine, refuses them as well. */
const LONGEST_EXTENSION = 1 << 20;
/** Twice PATH_MAX: no kernel can make such a path, and what walks trees may rely on it. */
const LONGEST_NAME = 8192;

type Expect = 'header' | 'extension' | 'sparse-map' | 'body' | 'padding' | 'nothing';

/**
 * Reads an archive as its bytes come in: ustar, pax, GNU long names and sizes, old v7. Bodies are views on the chunks,
 * nothing is copied but headers. Throws `archive-corrupt` on whatever is not an archive.
 *
 * Global pax headers are read and checked but not applied: Go's reader does not either, so no engine sees them.
 */
export class TarReader {
  private expect: Expect = 'header';
  /** Bytes that are still to come of what is expected. */
  private left = TAR_BLOCK;
  private readonly block = Buffer.alloc(TAR_BLOCK);
  private filled = 0;
  private extension: { readonly flag: string; readonly bytes: Buffer; filled: number } | null = null;
  private raw: RawHeader | null = null;
  private pax: ReadonlyMap<string, string> = new Map();
  private longName: string | null = null;
  private longLink: string | null = null;
  private position = 0;
  private padding = 0;
  private sawZeroBlock = false;

  /** The parts that this chunk completes. The views in them are valid until the chunk is reused. */
  *read(chunk: Uint8Array): Generator<TarPart, void, undefined> {
    let at = 0;
    while (at < chunk.length) {
      const take = Math.min(this.left, chunk.length - at);
      const bytes = chunk.subarray(at, at + take);
      at += take;
      if (this.expect === 'nothing') return;
      if (this.expect === 'body') yield { kind: 'body', bytes };
      else this.keep(bytes);
      const part = this.advance(take);
      if (part) yield part;
    }
  }

  /** Passes over bytes of the present body that the caller knows or will not have: where it can seek, or for fillers. */
  skip(bytes: number): TarPart | null {
    if (bytes > this.left || (this.expect !== 'body' && this.expect !== 'padding'))
      throw new Error('only bodies can be skipped');
    return this.advance(bytes);
  }

  /** Bytes up to the next header, body and padding: what `skip` may pass over in two steps. */
  get bodyLeft(): number {
    return this.expect === 'body' ? this.left : 0;
  }

  get paddingLeft(): number {
    return this.expect === 'body' ? this.padding : this.expect === 'padding' ? this.left : 0;
  }

  /** Both closing blocks were seen: what follows is not part of the archive. */
  get ended(): boolean {
    return this.expect === 'nothing';
  }

  /** Call after the last chunk: an archive that stops early is a fault, not a short archive. */
  end(): void {
    const atBoundary = this.expect === 'header' && this.filled === 0 && this.raw === null;
    if (this.expect === 'nothing' || (atBoundary && !this.isExtended())) return;
    throw corruptArchive(
      `The archive ends at ${this.position}, in the middle of ${this.expect === 'header' ? 'a header' : 'a member'}`,
    );
  }

  private isExtended(): boolean {
    return this.pax.size > 0 || this.longName !== null || this.longLink !== null;
  }

  private keep(bytes: Uint8Array): void {
    if (this.expect === 'padding') return;
    if (this.expect === 'extension' && this.extension) {
      this.extension.bytes.set(bytes, this.extension.filled);
      this.extension.filled += bytes.length;
      return;
    }
    this.block.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  private advance(bytes: number): TarPart | null {
    this.position += bytes;
    this.left -= bytes;
    if (this.left > 0) return null;
    switch (this.expect) {
      case 'header':
        return this.takeHeader();
      case 'sparse-map':
        return this.takeSparseMap();
      case 'extension':
        this.takeExtension();
        return this.await('padding', this.padding);
      case 'body':
        return this.await('padding', this.padding);
      case 'padding':
      case 'nothing':
        return this.await('header', TAR_BLOCK);
    }
  }

  private await(expect: Expect, bytes: number): null {
    this.expect = expect;
    this.left = bytes;
    this.filled = 0;
    return bytes === 0 && expect !== 'header' ? (this.advance(0) as null) : null; // only headers and maps give parts
  }

  private takeHeader(): TarPart | null {
    if (isZeroBlock(this.block)) {
      if (this.sawZeroBlock) this.await('nothing', Number.POSITIVE_INFINITY);
      else this.await('header', TAR_BLOCK);
      this.sawZeroBlock = true;
      return null;
    }
    if (this.sawZeroBlock) throw corruptArchive(`There is a lone zero block before ${this.position - TAR_BLOCK}`);
    const raw = readHeader(this.block, this.position - TAR_BLOCK);
    if ('xgLK'.includes(raw.typeFlag)) return this.awaitExtension(raw);
    this.raw = raw;
    if (raw.gnuSparse?.extended) return this.await('sparse-map', TAR_BLOCK);
    return this.takeMember(raw);
  }

  private awaitExtension({ typeFlag, sizeBytes }: RawHeader): null {
    if (sizeBytes > LONGEST_EXTENSION) throw corruptArchive(`An extended header of ${sizeBytes} bytes`);
    this.extension = { flag: typeFlag, bytes: Buffer.alloc(sizeBytes), filled: 0 };
    this.padding = paddingOf(sizeBytes);
    return this.await('extension', sizeBytes);
  }

  private takeExtension(): void {
    const { flag, bytes } = this.extension ?? { flag: '', bytes: Buffer.alloc(0) };
    this.extension = null;
    if (flag === 'x') this.pax = readPax(bytes);
    if (flag === 'g') readPax(bytes);
    if (flag === 'L') this.longName = untilNul(bytes);
    if (flag === 'K') this.longLink = untilNul(bytes);
  }

  /** Old GNU sparse members continue their map in blocks of their own; the last byte but seven says whether more follow. */
  private takeSparseMap(): TarPart | null {
    if (this.block[504] !== 0) return this.await('sparse-map', TAR_BLOCK);
    return this.raw ? this.takeMember(this.raw) : null;
  }

  private takeMember(raw: RawHeader): TarPart {
    const header = this.withExtensions(raw);
    this.raw = null;
    this.pax = new Map();
    this.longName = null;
    this.longLink = null;
    this.padding = paddingOf(header.bodyBytes);
    const part: TarPart = { kind: 'member', header, offset: this.position };
    this.await('body', header.bodyBytes);
    return part;
  }

  private withExtensions(raw: RawHeader): TarHeader {
    const { pax } = this;
    const name = pax.get('GNU.sparse.name') ?? pax.get('path') ?? this.longName ?? raw.name;
    const linkName = pax.get('linkpath') ?? this.longLink ?? raw.linkName;
    if (name.length > LONGEST_NAME || linkName.length > LONGEST_NAME)
      throw corruptArchive(`A name of ${name.length} characters`);
    const number = (key: string, otherwise: number) => (pax.has(key) ? paxNumber(key, pax.get(key) ?? '') : otherwise);
    const type = typeOf(raw.typeFlag, name);
    const stored = number('size', raw.sizeBytes);
    const realSize = raw.gnuSparse?.sizeBytes ?? number('GNU.sparse.realsize', number('GNU.sparse.size', stored));
    return {
      name,
      type,
      sizeBytes: realSize,
      bodyBytes: type === 'file' || type === 'other' ? stored : 0,
      mode: raw.mode,
      uid: number('uid', raw.uid),
      gid: number('gid', raw.gid),
      mtimeSeconds: raw.mtimeSeconds,
      linkName,
      xattrs: xattrsOf(pax),
      sparse: raw.gnuSparse !== null || [...pax.keys()].some((key) => key.startsWith('GNU.sparse.')),
    };
  }
}

const NO_XATTRS: Readonly<Record<string, string>> = {};
const XATTR = 'SCHILY.xattr.';

function xattrsOf(pax: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const named = [...pax].filter(([key]) => key.startsWith(XATTR));
  return named.length === 0
    ? NO_XATTRS
    : Object.fromEntries(named.map(([key, value]) => [key.slice(XATTR.length), value]));
}

function paddingOf(bytes: number): number {
  return (TAR_BLOCK - (bytes % TAR_BLOCK)) % TAR_BLOCK;
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}
