import { createHash, type Hash } from 'node:crypto';
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

/** Everything in this thread: for small layers, and for planted ones whose facts must be there at once. */
export class DirectHasher implements LayerHasher {
  private readonly whole = createHash('sha256');
  private current: Hash | null = null;
  private readonly files: string[] = [];

  file(bytes: Uint8Array): void {
    this.current ??= createHash('sha256');
    this.current.update(bytes);
  }

  endFile(): void {
    this.files.push(this.current?.digest('hex') ?? EMPTY);
    this.current = null;
  }

  layer(chunk: Uint8Array): null {
    this.whole.update(chunk);
    return null;
  }

  finish(): LayerDigests {
    return { diffId: diffId(`sha256:${this.whole.digest('hex')}`), files: this.files };
  }
}

export const EMPTY = createHash('sha256').digest('hex');
