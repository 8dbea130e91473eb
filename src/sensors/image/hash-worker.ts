import { Worker } from 'node:worker_threads';
import { diffId } from '../../domain/index.ts';
import {
  HANDED,
  HASH_PROGRAM,
  INFLATE,
  JOB_WORDS,
  JOBS,
  JOBS_AT,
  LAYER_END,
  OP_WORDS,
  OPS,
  OPS_AT,
  READ_AT,
  SLOT_BYTES,
  SLOTS,
  WORDS,
} from './hash-program.ts';
import { EMPTY, type LayerDigests, type LayerHasher } from './hashing.ts';
import { INFLATE_PROGRAM } from './inflate-program.ts';
import { type Inflating, Inflation, type InflationMessage } from './inflation.ts';
import { SlotHasher, type SlotReader } from './slot-hasher.ts';

/** Nearly all that they make lives on, as digests. */
const LIMITS = { maxYoungGenerationSizeMb: 2 };
const HEX_DIGITS = 64;
/** How long this thread sleeps before it looks whether the other has failed. */
const PATIENCE_MS = 200;

interface Reply {
  readonly digest: string | null;
  readonly files: string;
}

/**
 * A thread that hashes layers and their files, while this one walks the tar and looks at the contents, which takes about as
 * long. Bytes are handed over in shared memory of fixed size, into which files are read directly.
 */
export class HashWorker implements AsyncDisposable, SlotReader, Inflating {
  private readonly memory = new SharedArrayBuffer(SLOTS * SLOT_BYTES + WORDS * Int32Array.BYTES_PER_ELEMENT);
  private readonly words = new Int32Array(this.memory, SLOTS * SLOT_BYTES);
  private readonly slots = Array.from(
    { length: SLOTS },
    (_, slot) => new Uint8Array(this.memory, slot * SLOT_BYTES, SLOT_BYTES),
  );
  private readonly isTaken = this.slots.map(() => false);
  private readonly isHeld = this.slots.map(() => false);
  private readonly worker: Worker;
  private next = 0;
  private fault: Error | null = null;
  private reply: Reply | null = null;
  private wake: (() => void) | null = null;
  private inflation: Inflation | null = null;
  private inflations = 0;

  constructor() {
    const workerData = { memory: this.memory };
    this.worker = new Worker(`${HASH_PROGRAM}${INFLATE_PROGRAM}run();`, {
      eval: true,
      workerData,
      resourceLimits: LIMITS,
    });
    this.worker.unref();
    this.worker.on('message', (message: Reply | (InflationMessage & { readonly of: number })) => {
      // The library lets go of what it did not use up when a layer is over: late, it may be in the middle of the next one.
      if ('of' in message) return message.of === this.inflations ? this.inflation?.receive(message) : undefined;
      this.reply = message;
      this.wake?.();
    });
    this.worker.on('error', (error) => {
      this.fault = error;
      this.wake?.();
      this.inflation?.fail(error);
    });
  }

  /** A slot that the thread does not read, until it is freed; then the thread may still read what was handed to it. */
  async take(): Promise<Uint8Array> {
    const isFree = (_: Uint8Array, slot: number) => !this.isTaken[slot] && !this.isHeld[slot];
    const after = this.slots.findIndex((it, slot) => slot >= this.next && isFree(it, slot));
    const slot = after === -1 ? this.slots.findIndex(isFree) : after;
    const room = this.slots[slot];
    if (!room) throw new Error('all slots are taken');
    this.isTaken[slot] = true;
    this.next = (slot + 1) % SLOTS;
    while (Atomics.load(this.words, READ_AT + slot) !== 0) {
      if (this.fault) throw this.fault;
      const woken = Atomics.wait(this.words, READ_AT + slot, 1, PATIENCE_MS);
      if (woken === 'timed-out') await new Promise((resolve) => setImmediate(resolve));
    }
    return room;
  }

  free(buffer: Uint8Array): void {
    const slot = this.slotOf(buffer);
    if (slot !== null) this.isTaken[slot] = false;
  }

  hold(slot: number): void {
    this.isHeld[slot] = true;
  }

  release(slot: number): void {
    this.isHeld[slot] = false;
  }

  /** For one layer; layers take turns. */
  hasher(): LayerHasher {
    return new SlotHasher(this);
  }

  hand(slot: number, bytes: number, parts: readonly number[]): void {
    const at = OPS_AT + slot * OPS * OP_WORDS;
    if (parts.length > (OPS - 1) * OP_WORDS) throw new Error('a slot holds more parts of files than blocks');
    this.words[at] = parts.length / OP_WORDS;
    this.words.set(parts, at + OP_WORDS);
    Atomics.store(this.words, READ_AT + slot, 1);
    this.post(slot, bytes);
  }

  slotOf(bytes: Uint8Array): number | null {
    if (bytes.buffer !== this.memory || bytes.byteOffset % SLOT_BYTES !== 0) return null;
    return bytes.byteOffset / SLOT_BYTES;
  }

  slotAt(slot: number): Uint8Array {
    const room = this.slots[slot];
    if (!room) throw new Error('there is no such slot');
    return room;
  }

  isBehind(): boolean {
    let waiting = 0;
    for (let slot = 0; slot < SLOTS; slot++) waiting += Atomics.load(this.words, READ_AT + slot);
    return waiting > 1;
  }

  async collect(files: number): Promise<LayerDigests> {
    this.post(LAYER_END, 0);
    this.worker.ref(); // nothing else may be left to wait for
    while (!this.reply) {
      if (this.fault) throw this.fault;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.worker.unref();
    const { digest, files: digests } = this.reply;
    this.reply = null;
    return {
      diffId: diffId(`sha256:${digest ?? EMPTY}`),
      files: Array.from({ length: files }, (_, index) => digests.slice(index * HEX_DIGITS, (index + 1) * HEX_DIGITS)),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker.terminate();
  }

  begin(inflation: Inflation): void {
    if (this.fault) throw this.fault;
    this.inflation = inflation;
    this.inflations++;
    this.worker.ref();
    this.post(INFLATE, 0);
  }

  send(message: object): void {
    this.worker.postMessage({ ...message, of: this.inflations });
  }

  end(isWhole: boolean): void {
    this.inflation = null;
    this.worker.unref();
    if (isWhole) return;
    this.fault ??= new Error('a layer was not read to its end');
    void this.worker.terminate();
  }

  private post(slot: number, bytes: number): void {
    const handed = Atomics.load(this.words, HANDED);
    this.words.set([slot, bytes], JOBS_AT + (handed & (JOBS - 1)) * JOB_WORDS);
    Atomics.store(this.words, HANDED, (handed + 1) | 0);
    Atomics.notify(this.words, HANDED);
  }
}
