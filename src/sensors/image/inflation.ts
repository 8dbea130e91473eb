import type { Buffers } from '../../domain/index.ts';
import { damagedStream } from '../../formats/oci/index.ts';
import { OUTPUT_SLOTS } from './inflate-program.ts';

/** Slots of compressed bytes that may wait while one is inflated: the thread would stand still until this one has looked up. */
const AHEAD = 1;

/** What the inflating thread says. */
export type InflationMessage =
  | { readonly taken: true }
  | { readonly output: number; readonly bytes: number }
  | { readonly ended: true }
  | { readonly code?: string; readonly message: string };

/** The thread that inflates, with memory that is shared with it. */
export interface Inflating extends Buffers {
  slotOf(bytes: Uint8Array): number | null;
  slotAt(slot: number): Uint8Array;
  /** Keeps a slot from being taken, also once it is freed, until it is released: the thread reads it. */
  hold(slot: number): void;
  release(slot: number): void;
  begin(inflation: Inflation): void;
  send(message: object): void;
  /** Where it is not whole, the thread may be in the middle of something, and is of no more use. */
  end(isWhole: boolean): void;
}

/** One gzip layer that is inflated elsewhere. */
export class Inflation {
  private readonly thread: Inflating;
  private readonly outputs: { readonly slot: number; readonly bytes: number }[] = [];
  private hasEnded = false;
  private fault: unknown = null;
  /** Slots of compressed bytes that the thread has not used up yet, in their order. */
  private readonly handed: number[] = [];
  private wakeReader: (() => void) | null = null;
  private wakeFeeder: (() => void) | null = null;

  constructor(thread: Inflating) {
    this.thread = thread;
  }

  /** The inflated bytes of the source, in slots. The source may use a chunk again once it is asked for the next. */
  async *inflated(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const { thread } = this;
    const slots: Uint8Array[] = [];
    for (let count = 0; count < OUTPUT_SLOTS; count++) slots.push(await thread.take());
    thread.begin(this);
    for (const slot of slots) thread.send({ free: thread.slotOf(slot) });
    const fed = this.feed(source);
    try {
      for (let next = await this.next(); next; next = await this.next()) {
        yield thread.slotAt(next.slot).subarray(0, next.bytes);
        thread.send({ free: next.slot });
      }
      await fed;
      if (this.fault) throw this.fault; // of what follows the last member
    } finally {
      thread.end(this.hasEnded);
      this.fail(new Error('nobody reads the layer any more'));
      for (const slot of slots) thread.free(slot);
      while (this.handed.length > 0) this.takeBack();
    }
  }

  receive(message: InflationMessage): void {
    if ('taken' in message) this.takeBack();
    else if ('output' in message) this.outputs.push({ slot: message.output, bytes: message.bytes });
    else if ('ended' in message) this.end();
    else this.fault = faultOf(message);
    this.wake();
  }

  fail(fault: unknown): void {
    this.fault ??= fault;
    this.wake();
  }

  /** Whatever was handed over and not used up follows the last member. */
  private end(): void {
    this.hasEnded = true;
    while (this.handed.length > 0) this.takeBack();
  }

  private async next() {
    for (;;) {
      const output = this.outputs.shift();
      if (output) return output;
      if (this.fault) throw this.fault;
      if (this.hasEnded) return null;
      await new Promise<void>((resolve) => {
        this.wakeReader = resolve;
      });
    }
  }

  /** Never fails: the source's faults come out of the inflated bytes. */
  private async feed(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of source) {
        if (!this.hasEnded) await this.hand(chunk); // else it is what follows the last member: read, as it has to be digested
        if (this.fault) return;
      }
      if (!this.hasEnded) this.thread.send({});
    } catch (error) {
      this.fail(error);
    }
  }

  private async hand(chunk: Uint8Array): Promise<void> {
    const slot = this.thread.slotOf(chunk);
    if (slot !== null) return this.give(slot, chunk.length, AHEAD);
    const copy = await this.thread.take();
    try {
      for (let at = 0; at < chunk.length && !this.isOver(); at += copy.length) {
        const part = chunk.subarray(at, at + copy.length);
        copy.set(part);
        await this.give(this.thread.slotOf(copy) ?? 0, part.length, 0);
      }
    } finally {
      this.thread.free(copy);
    }
  }

  /** Waits until no more than `ahead` slots are still to be used up. */
  private async give(input: number, bytes: number, ahead: number): Promise<void> {
    this.thread.hold(input);
    this.handed.push(input);
    this.thread.send({ input, bytes });
    while (this.handed.length > ahead && !this.isOver()) {
      await new Promise<void>((resolve) => {
        this.wakeFeeder = resolve;
      });
    }
  }

  private takeBack(): void {
    const slot = this.handed.shift();
    if (slot !== undefined) this.thread.release(slot);
  }

  private isOver(): boolean {
    return this.fault !== null || this.hasEnded;
  }

  private wake(): void {
    this.wakeReader?.();
    this.wakeFeeder?.();
  }
}

/** All that the library complains of has a code. */
function faultOf({ code, message }: { readonly code?: string; readonly message: string }): Error {
  const cause = new Error(message);
  return code === undefined ? cause : damagedStream('gzip', Object.assign(cause, { code }));
}
