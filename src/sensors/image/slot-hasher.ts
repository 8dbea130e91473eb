import { createHash, type Hash } from 'node:crypto';
import type { Buffers } from '../../domain/index.ts';
import type { LayerDigests, LayerHasher } from './hashing.ts';

/** Whoever hashes what lies in slots of shared memory. */
export interface SlotReader extends Buffers {
  /** The slot that bytes are the front of; null where they lie elsewhere. */
  slotOf(bytes: Uint8Array): number | null;
  /** Has a slot's bytes hashed, and the parts of files in it: of each its start, and twice its length, plus one where the file ends. */
  hand(slot: number, bytes: number, parts: readonly number[]): void;
  /** Whether more waits to be hashed than is good: what can be hashed elsewhere should be. */
  isBehind(): boolean;
  collect(files: number): Promise<LayerDigests>;
}

/** A file's end that no byte belongs to. */
const NOWHERE = -1;

/** Takes the digests of one layer. Chunks that lie in slots are handed on as they are, others are gathered in a slot. */
export class SlotHasher implements LayerHasher {
  private readonly reader: SlotReader;
  private gathered: Uint8Array | null = null;
  private filled = 0;
  /** Of the slot that is being filled. */
  private parts: number[] = [];
  /** Of the chunk that is not given yet. */
  private fresh: number[] = [];
  private files = 0;
  /** The present file, as long as one view holds all of it. */
  private view: Uint8Array | null = null;
  private hasBegun = false;
  /** Of the present file, where it goes on in further chunks and its digest is taken here. */
  private ownHash: Hash | null = null;
  /** Digests that were taken here, by the files' order. */
  private readonly own = new Map<number, string>();

  constructor(reader: SlotReader) {
    this.reader = reader;
  }

  file(bytes: Uint8Array): void {
    if (this.ownHash) return void this.ownHash.update(bytes);
    this.view = this.hasBegun ? null : bytes;
    this.hasBegun = true;
    this.fresh.push(bytes.byteOffset, bytes.length * 2);
  }

  endFile(): void {
    const { view } = this;
    const index = this.files++;
    this.view = null;
    this.hasBegun = false;
    if (this.ownHash) {
      this.own.set(index, this.ownHash.digest('hex'));
      this.ownHash = null;
      return;
    }
    if (!view || !this.reader.isBehind()) this.fresh.push(NOWHERE, 1);
    else {
      this.fresh.length -= 2;
      this.own.set(index, createHash('sha256').update(view).digest('hex'));
    }
  }

  layer(chunk: Uint8Array): Promise<void> | null {
    const slot = this.reader.slotOf(chunk);
    if (slot === null) return this.gather(chunk);
    this.flush();
    this.settle(chunk);
    this.hand(slot, chunk.length);
    return null;
  }

  async finish(): Promise<LayerDigests> {
    this.flush();
    const { diffId, files } = await this.reader.collect(this.files - this.own.size);
    let next = 0;
    return {
      diffId,
      files: Array.from({ length: this.files }, (_, index) => this.own.get(index) ?? files[next++] ?? ''),
    };
  }

  private gather(chunk: Uint8Array): Promise<void> | null {
    if (!this.gathered || this.filled + chunk.length > this.gathered.length) return this.gatherAnew(chunk);
    this.settle(chunk);
    this.gathered.set(chunk, this.filled);
    this.filled += chunk.length;
    return null;
  }

  private async gatherAnew(chunk: Uint8Array): Promise<void> {
    this.flush();
    this.gathered = await this.reader.take();
    if (chunk.length > this.gathered.length) throw new Error('a chunk is larger than a slot');
    await this.gather(chunk);
  }

  /** Counts the chunk's parts of files from the slot's front, and joins those that go on from each other: a byte may be a chunk. */
  private settle(chunk: Uint8Array): void {
    const { fresh, parts, view } = this;
    if (view && this.reader.isBehind()) {
      fresh.length -= 2;
      this.ownHash = createHash('sha256').update(view);
    }
    const shift = this.filled - chunk.byteOffset;
    for (let at = 0; at < fresh.length; at += 2) {
      const [start = 0, size = 0] = [fresh[at], fresh[at + 1]];
      const last = parts.length - 1;
      const isOpen = last > 0 && ((parts[last] ?? 1) & 1) === 0;
      const end = isOpen ? (parts[last - 1] ?? 0) + (parts[last] ?? 0) / 2 : NOWHERE;
      if (isOpen && (start === NOWHERE || start + shift === end)) parts[last] = (parts[last] ?? 0) + size;
      else parts.push(start === NOWHERE ? 0 : start + shift, size);
    }
    fresh.length = 0;
    this.view = null; // the chunk may be reused before the file ends
  }

  private flush(): void {
    const { gathered } = this;
    if (!gathered) return;
    const slot = this.reader.slotOf(gathered);
    if (slot !== null) this.hand(slot, this.filled);
    this.reader.free(gathered);
    this.gathered = null;
    this.filled = 0;
  }

  private hand(slot: number, bytes: number): void {
    this.reader.hand(slot, bytes, this.parts);
    this.parts.length = 0;
  }
}
