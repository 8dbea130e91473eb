import type { Engine, Ports } from '../domain/index.ts';

/** Ports that measure how long somebody waited for the engine, its client or a measuring window. */
export interface Metered {
  readonly ports: Ports;
  /** Milliseconds in which at least one such wait was going on. */
  readonly waitedMs: () => number;
}

/** Lays a meter over the ports: overlapping waits count once. */
export function metered(ports: Ports): Metered {
  const meter = new Meter(() => ports.clock.monotonic());
  const engine = ports.engine && meteredEngine(ports.engine, meter);
  const processes = {
    ...ports.processes,
    find: ports.processes.find.bind(ports.processes),
    start: ports.processes.start.bind(ports.processes),
  };
  return {
    ports: {
      ...ports,
      engine,
      processes: { ...processes, run: (argv, options) => meter.during(ports.processes.run(argv, options)) },
      clock: {
        now: () => ports.clock.now(),
        monotonic: () => ports.clock.monotonic(),
        sleep: (ms, signal) => meter.during(ports.clock.sleep(ms, signal)),
      },
    },
    waitedMs: () => meter.total(),
  };
}

/** Adds up the time in which at least one interval is open. */
class Meter {
  readonly #now: () => number;
  #open = 0;
  #since = 0;
  #totalMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  total(): number {
    return this.#totalMs + (this.#open > 0 ? this.#now() - this.#since : 0);
  }

  begin(): void {
    if (this.#open === 0) this.#since = this.#now();
    this.#open += 1;
  }

  end(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#totalMs += this.#now() - this.#since;
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.begin();
    try {
      return await work;
    } finally {
      this.end();
    }
  }

  async *each<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.during(iterator.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
}

function meteredEngine(engine: Engine, meter: Meter): Engine {
  return new Proxy(engine, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(member, target, args);
        if (result instanceof Promise) return meter.during(result);
        // an event stream is listened to beside other work: waiting for it is nobody's wait
        return name !== 'events' && isAsyncIterable(result) ? meter.each(result) : result;
      };
    },
  });
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
