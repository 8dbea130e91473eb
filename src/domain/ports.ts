import type { Engine } from './engine.ts';
import type { VerifyEvent } from './events.ts';
import type { Processes } from './processes.ts';

/** What sensors need of the outside. Adapters live in `src/engines`; tests pass fakes. */
export interface Ports {
  /** Null with `--engine none`, or where none answers: `whyNoEngine` then says so. */
  readonly engine: Engine | null;
  readonly whyNoEngine: string | null;
  readonly files: Files;
  readonly processes: Processes;
  readonly network: Network;
  /** The environment's variables, for settings that name one. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly cache: Cache;
  /**
   * Path of a file of this machine that holds the helper program for containers of that architecture (`amd64`, `arm64`),
   * executable by everybody; null where there is none for it.
   */
  readonly helper: (architecture: string) => string | null;
  readonly signal: AbortSignal;
  readonly onEvent: (event: VerifyEvent) => void;
  /** Who owns what is started: labels, names and clean-up. */
  readonly owner: Owner;
}

/** Time, and waiting for it; tests pass one that they turn by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds of a clock that never jumps. */
  monotonic(): number;
  /** Waits; rejects with `TickproofError('interrupted')` when the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
}

export interface FileStat {
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  readonly sizeBytes: number;
  readonly mode: number;
  readonly modifiedMs: number;
}

/** Buffers that are read into by turns. */
export interface Buffers {
  /** One that nobody reads any more. */
  take(): Promise<Uint8Array>;
  /** Who took it is done with it. */
  free(buffer: Uint8Array): void;
}

/** Files of the host. Paths are absolute or relative to the working folder. Faults throw `TickproofError('file-unreadable')`. */
export interface Files {
  /** Null where there is no such file. */
  readText(path: string): string | null;
  readBytes(path: string): Uint8Array | null;
  /** Entries in byte order of their names; symlinks are not followed. Null where there is no such folder. */
  list(path: string): readonly DirectoryEntry[] | null;
  /** Of the path itself (a link is a link). Null where there is none. */
  stat(path: string): FileStat | null;
  /** The same of many, in their order; sooner than one after the other. */
  stats(paths: readonly string[]): readonly (FileStat | null)[];
  readLink(path: string): string | null;
  /**
   * Bytes from `start` up to `end` (exclusive), in chunks of up to 1 MiB. With `reuses`, a chunk is valid only until the next
   * one is asked for, or as long as whoever gives the buffers says.
   */
  stream(
    path: string,
    range?: { readonly start: number; readonly end: number; readonly reuses?: true | Buffers },
  ): AsyncIterable<Uint8Array>;
  /** Written beside its place and renamed; parents are made. */
  writeAtomic(path: string, bytes: string | Uint8Array): void;
  /** The same for what is too large to hold: written piece by piece, renamed at the end; nothing is left when it fails. */
  writeStream(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** A function is given what is there, and no other process appends meanwhile. */
  append(path: string, text: string | ((before: string) => string)): void;
  /** A private folder that is removed on disposal; found again by `gc` after a kill. */
  temporary(prefix: string): TemporaryFolder;
  resolve(...parts: string[]): string;
}

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  write(name: string, bytes: string | Uint8Array, mode?: number): string;
  /** A file with its mode, a link as a link, a folder as an empty one that can be written to. */
  copy(from: string, name: string): void;
}

export interface HttpRequest {
  readonly address: string;
  readonly port: number;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

export type HttpOutcome =
  | {
      readonly status: 'answered';
      readonly code: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Up to 1 MiB as text. */
      readonly body: string;
      readonly elapsedMs: number;
    }
  | { readonly status: 'refused' | 'timeout'; readonly message: string };

/** A request whose last byte is held back, so that the server is in the middle of it. */
export interface OpenRequest extends AsyncDisposable {
  /** Answered although it is not finished: nothing is open any more. */
  readonly answered: () => boolean;
  /** Sends the last byte and waits for the answer. */
  readonly finish: () => Promise<HttpOutcome>;
}

/** Plain HTTP and TCP to what runs here; every request has a connection of its own. Throws `TickproofError('interrupted')` on abort only. */
export interface Network {
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome>;
  open(request: HttpRequest, signal: AbortSignal): Promise<OpenRequest>;
  /** Whether something accepts a connection there and keeps it for `holdMs` (a proxy accepts and drops at once). */
  connects(
    address: string,
    port: number,
    options: { readonly timeoutMs: number; readonly holdMs?: number },
  ): Promise<boolean>;
}

/** Values kept between runs under a content key. A damaged entry is as good as none. */
export interface Cache {
  read(room: 'layers' | 'facts' | 'proofs', key: string): unknown;
  write(room: 'layers' | 'facts' | 'proofs', key: string, value: unknown): void;
  /** What only this process keeps, of things that are read more than once in a run; without it they are read again. */
  readonly memory?: Map<string, unknown>;
}

/** The run that owns what is started. */
export interface Owner {
  /** Short, unique, safe in names: `k3f9x2ab`. */
  readonly runId: string;
  /** `tickproof.run`, `tickproof.owner`, … for everything that can carry labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Name for a thing of this run: `tickproof-k3f9x2ab-<suffix>`. */
  name(suffix: string): string;
}
