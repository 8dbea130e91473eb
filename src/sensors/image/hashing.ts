import { createHash, hash, type Hash } from 'node:crypto';
import type { DiffId } from '../../domain/index.ts';
import { diffId } from '../../domain/index.ts';

/** Takes the digests of a layer and of its files as its bytes go by. */
export interface LayerHasher {
  /** Bytes of the present file: a view on the chunk that `layer` will be given next. */
  file(bytes: Uint8Array): void;
  /** The present file is complete; its digest is the next one. */
  endFile(): void;
  /** All bytes of a chunk, after what it holds of files. Wait for it before the chunk is reused. */
  layer(chunk: Uint8Array): Promise<void> | null;
  finish(): Promise<LayerDigests> | LayerDigests;
}

export interface LayerDigests {
  readonly diffId: DiffId;
  /** In hex, in the order in which files ended. */
  readonly files: readonly string[];
}

/** Digests of one file after the other. A file that lies in one view is hashed at once, which costs a third less for small ones. */
class FileDigests {
  readonly done: string[] = [];
  private current: Hash | null = null;
  private view: Uint8Array | null = null;

  add(bytes: Uint8Array): void {
    this.settle();
    if (this.current) this.current.update(bytes);
    else this.view = bytes;
  }

  end(): void {
    this.done.push(this.current?.digest('hex') ?? (this.view ? hash('sha256', this.view, 'hex') : EMPTY));
    this.current = null;
    this.view = null;
  }

  /** Call before bytes that were given are overwritten. */
  settle(): void {
    if (!this.view) return;
    this.current = createHash('sha256').update(this.view);
    this.view = null;
  }
}

/** Everything in this thread: for small layers, for those that are inflated meanwhile, and for planted ones whose facts must be there at once. */
export class DirectHasher implements LayerHasher {
  private readonly whole = createHash('sha256');
  private readonly files = new FileDigests();

  file(bytes: Uint8Array): void {
    this.files.add(bytes);
  }

  endFile(): void {
    this.files.end();
  }

  layer(chunk: Uint8Array): null {
    this.whole.update(chunk);
    this.files.settle();
    return null;
  }

  finish(): LayerDigests {
    return { diffId: diffId(`sha256:${this.whole.digest('hex')}`), files: this.files.done };
  }
}

export const EMPTY = createHash('sha256').digest('hex');
