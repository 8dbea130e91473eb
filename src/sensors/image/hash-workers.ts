import { Worker } from 'node:worker_threads';
import { diffId } from '../../domain/index.ts';
import { EMPTY, type LayerDigests, type LayerHasher } from './hashing.ts';

const SLOT_BYTES = 1 << 20;
const SLOTS = 8;
/** Nearly all that they make lives on, as digests. */
const LIMITS = { maxYoungGenerationSizeMb: 2 };
const DIGEST_BYTES = 32;

/**
 * What a worker runs. It needs nothing of ours, so it is given as text: a file of its own would have to be found again
 * in the bundle. `ops` are triples of start, end and whether the file ends there.
 */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const memory = new Uint8Array(workerData.memory);
let whole = null, current = null, digests = [];
parentPort.on('message', ({ slot, bytes, ops, finish }) => {
  if (finish) {
    parentPort.postMessage({ digest: whole ? whole.digest() : null, files: Buffer.concat(digests) });
    whole = null; current = null; digests = [];
    return;
  }
  const base = slot * workerData.slotBytes;
  if (ops) {
    for (let at = 0; at < ops.length; at += 3) {
      if (ops[at + 1] > ops[at]) (current ??= createHash('sha256')).update(memory.subarray(base + ops[at], base + ops[at + 1]));
      if (ops[at + 2]) { digests.push((current ?? createHash('sha256')).digest()); current = null; }
    }
  } else (whole ??= createHash('sha256')).update(memory.subarray(base, base + bytes));
  parentPort.postMessage({ slot });
});
`;

interface Reply {
  readonly slot?: number;
  readonly digest?: Uint8Array | null;
  readonly files?: Uint8Array;
}

/**
 * Two threads that hash, one the layer and one its files, while this one walks the tar and looks at the contents: on two
 * cores that is what makes the pass as fast as hashing alone. Bytes are handed over in shared memory of fixed size.
 */
export class HashWorkers implements AsyncDisposable {
  private readonly memory = new SharedArrayBuffer(SLOT_BYTES * SLOTS);
  private readonly bytes = new Uint8Array(this.memory);
  private readonly workers: readonly [Worker, Worker];
  /** How many workers still read a slot. */
  private readonly readers = new Uint8Array(SLOTS);
  private next = 0;
  private wake: (() => void) | null = null;
  private fault: Error | null = null;
  private replies: Reply[] = [];

  constructor() {
    const workerData = { memory: this.memory, slotBytes: SLOT_BYTES };
    const start = () => new Worker(PROGRAM, { eval: true, workerData, resourceLimits: LIMITS });
    this.workers = [start(), start()];
    for (const worker of this.workers) {
      worker.unref();
      worker.on('message', (reply: Reply) => this.take(reply));
      worker.on('error', (error) => {
        this.fault = error;
        this.wake?.();
      });
    }
  }

  /** For one layer; layers take turns. */
  hasher(): LayerHasher {
    let ops: number[] = [];
    let held = 0;
    return {
      file: (bytes) => void ops.push(bytes.byteOffset, bytes.byteOffset + bytes.length, 0),
      endFile: () => {
        held++;
        ops.push(0, 0, 1);
      },
      layer: (chunk) => {
        const present = ops;
        ops = [];
        return this.hand(chunk, present);
      },
      finish: () => this.collect(held),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private async hand(chunk: Uint8Array, ops: readonly number[]): Promise<void> {
    if (chunk.length > SLOT_BYTES) throw new Error('a chunk is larger than a slot');
    const slot = this.next;
    this.next = (slot + 1) % SLOTS;
    await this.until(() => this.readers[slot] === 0);
    this.bytes.set(chunk, slot * SLOT_BYTES);
    this.readers[slot] = 2;
    const shifted = Int32Array.from(ops, (value, at) =>
      at % 3 === 2 || value === 0 ? value : value - chunk.byteOffset,
    );
    this.workers[0].postMessage({ slot, bytes: chunk.length });
    this.workers[1].postMessage({ slot, ops: shifted });
  }

  private async collect(files: number): Promise<LayerDigests> {
    for (const worker of this.workers) worker.postMessage({ finish: true });
    await this.until(() => this.replies.length === 2);
    const whole = this.replies.find(({ digest }) => digest)?.digest;
    const digests = Buffer.from(this.replies.find((it) => (it.files?.length ?? 0) > 0)?.files ?? []);
    this.replies = [];
    const hexOf = (index: number) => digests.toString('hex', index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
    return {
      diffId: diffId(`sha256:${whole ? Buffer.from(whole).toString('hex') : EMPTY}`),
      files: Array.from({ length: files }, (_, index) => hexOf(index)),
    };
  }

  private take(reply: Reply): void {
    if (reply.slot === undefined) this.replies.push(reply);
    else this.readers[reply.slot] = (this.readers[reply.slot] ?? 1) - 1;
    this.wake?.();
  }

  private async until(ready: () => boolean): Promise<void> {
    while (!ready()) {
      if (this.fault) throw this.fault;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
