import { Worker } from 'node:worker_threads';
import { diffId } from '../../domain/index.ts';
import {
  HANDED,
  HASH_PROGRAM,
  JOB_WORDS,
  JOBS,
  JOBS_AT,
  OP_WORDS,
  OPS,
  OPS_AT,
  READERS_AT,
  SLOT_BYTES,
  SLOTS,
  WORDS,
} from './hash-program.ts';
import { EMPTY, type LayerDigests, type LayerHasher } from './hashing.ts';
import { SlotHasher, type SlotReaders } from './slot-hasher.ts';

/** Nearly all that they make lives on, as digests. */
const LIMITS = { maxYoungGenerationSizeMb: 2 };
const HEX_DIGITS = 64;
/** How long this thread sleeps before it looks whether the others have failed. */
const PATIENCE_MS = 200;

interface Reply {
  readonly digest: string | null;
  readonly files: string;
}

/**
 * Two threads that hash, one the layer and one its files, while this one walks the tar and looks at the contents: on two
 * cores that is what makes the pass as fast as hashing alone. Bytes are handed over in shared memory of fixed size, into which
 * files are read directly.
 */
export class HashWorkers implements AsyncDisposable, SlotReaders {
  private readonly memory = new SharedArrayBuffer(SLOTS * SLOT_BYTES + WORDS * Int32Array.BYTES_PER_ELEMENT);
  private readonly words = new Int32Array(this.memory, SLOTS * SLOT_BYTES);
  private readonly slots = Array.from(
    { length: SLOTS },
    (_, slot) => new Uint8Array(this.memory, slot * SLOT_BYTES, SLOT_BYTES),
  );
  private readonly isTaken = this.slots.map(() => false);
  private readonly workers: readonly Worker[];
  private next = 0;
  private fault: Error | null = null;
  private replies: Reply[] = [];
  private wake: (() => void) | null = null;

  constructor() {
    this.workers = [false, true].map((isForFiles) => {
      const workerData = { memory: this.memory, isForFiles };
      return new Worker(HASH_PROGRAM, { eval: true, workerData, resourceLimits: LIMITS });
    });
    for (const worker of this.workers) {
      worker.unref();
      worker.on('message', (reply: Reply) => {
        this.replies.push(reply);
        this.wake?.();
      });
      worker.on('error', (error) => {
        this.fault = error;
        this.wake?.();
      });
    }
  }

  /** A slot that no thread reads, until it is freed; then the threads may still read what was handed to them. */
  async take(): Promise<Uint8Array> {
    const after = this.isTaken.indexOf(false, this.next);
    const slot = after === -1 ? this.isTaken.indexOf(false) : after;
    const room = this.slots[slot];
    if (!room) throw new Error('all slots are taken');
    this.isTaken[slot] = true;
    this.next = (slot + 1) % SLOTS;
    for (;;) {
      if (this.fault) throw this.fault;
      const readers = Atomics.load(this.words, READERS_AT + slot);
      if (readers === 0) return room;
      const woken = Atomics.wait(this.words, READERS_AT + slot, readers, PATIENCE_MS);
      if (woken === 'timed-out') await new Promise((resolve) => setImmediate(resolve));
    }
  }

  free(buffer: Uint8Array): void {
    const slot = this.slotOf(buffer);
    if (slot !== null) this.isTaken[slot] = false;
  }

  /** For one layer; layers take turns. */
  hasher(): LayerHasher {
    return new SlotHasher(this);
  }

  /** Has the threads hash a slot's bytes, and the parts of files in it. */
  hand(slot: number, bytes: number, ops: readonly number[]): void {
    const at = OPS_AT + slot * OPS * OP_WORDS;
    if (ops.length > (OPS - 1) * OP_WORDS) throw new Error('a slot holds more parts of files than there are blocks');
    this.words[at] = ops.length / OP_WORDS;
    this.words.set(ops, at + OP_WORDS);
    Atomics.store(this.words, READERS_AT + slot, this.workers.length);
    this.post(slot, bytes);
  }

  /** The slot that bytes are the front of; null where they lie elsewhere. */
  slotOf(bytes: Uint8Array): number | null {
    if (bytes.buffer !== this.memory || bytes.byteOffset % SLOT_BYTES !== 0) return null;
    return bytes.byteOffset / SLOT_BYTES;
  }

  async collect(files: number): Promise<LayerDigests> {
    this.post(-1, 0);
    for (const worker of this.workers) worker.ref(); // nothing else may be left to wait for
    while (this.replies.length < this.workers.length) {
      if (this.fault) throw this.fault;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    for (const worker of this.workers) worker.unref();
    const whole = this.replies.find(({ digest }) => digest !== null)?.digest ?? EMPTY;
    const digests = this.replies.find((it) => it.files !== '')?.files ?? '';
    this.replies = [];
    return {
      diffId: diffId(`sha256:${whole}`),
      files: Array.from({ length: files }, (_, index) => digests.slice(index * HEX_DIGITS, (index + 1) * HEX_DIGITS)),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private post(slot: number, bytes: number): void {
    const handed = Atomics.load(this.words, HANDED);
    this.words.set([slot, bytes], JOBS_AT + (handed & (JOBS - 1)) * JOB_WORDS);
    Atomics.store(this.words, HANDED, (handed + 1) | 0);
    Atomics.notify(this.words, HANDED);
  }
}
