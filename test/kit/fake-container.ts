import type {
  Clock,
  ContainerSpec,
  ContainerState,
  ContainerStats,
  EngineEvent,
  EngineLogLine,
  ExecOutcome,
} from '../../src/domain/index.ts';

/** How a container of the fake engine lives; times in ms from its start. */
export interface FakeLife {
  readonly logs?: readonly { readonly atMs: number; readonly stream: 'stdout' | 'stderr'; readonly text: string }[];
  /** It ends by itself. */
  readonly exit?: { readonly afterMs: number; readonly code: number; readonly oomKilled?: boolean };
  /** What its HEALTHCHECK would say from then on. */
  readonly health?: readonly {
    readonly atMs: number;
    readonly status: 'starting' | 'healthy' | 'unhealthy';
    readonly output?: string;
  }[];
  /** What SIGTERM does to it: ends it after a while, or nothing. Default: ends at once with 143. */
  readonly onTerm?: { readonly afterMs: number; readonly code: number } | 'ignored';
  readonly memoryBytes?: number;
  readonly inactiveFileBytes?: number;
  /** Share of one core that it takes. */
  readonly cpuShare?: number;
  readonly exec?: (argv: readonly string[]) => ExecOutcome;
  /** It does not start at all: the engine's words. */
  readonly startError?: string;
}

export interface FakeContainerParts {
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly labels: Readonly<Record<string, string>>;
  readonly life: FakeLife;
  readonly address: string;
  readonly files: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly emit: (event: EngineEvent) => void;
}

interface End {
  readonly atMs: number;
  readonly code: number;
  readonly oomKilled: boolean;
}

/** One container of the fake engine. Its state follows from its script and the clock, and is worked out when asked. */
export class FakeContainer {
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly #parts: FakeContainerParts;
  readonly #written = new Map<string, Uint8Array>();
  readonly #waiting = new Set<() => void>();
  #startedMs: number | null = null;
  #end: End | null = null;
  #told = false;

  constructor(parts: FakeContainerParts) {
    this.id = parts.id;
    this.spec = parts.spec;
    this.#parts = parts;
    this.#emit('create', this.#now);
  }

  get #now(): number {
    return this.#parts.clock.now();
  }

  start(): void {
    const { life } = this.#parts;
    if (this.#isRunning()) return;
    this.#startedMs = this.#now;
    this.#told = false;
    this.#end = life.exit
      ? { atMs: this.#now + life.exit.afterMs, code: life.exit.code, oomKilled: life.exit.oomKilled ?? false }
      : null;
    if (life.startError !== undefined) this.#endAt(this.#now, 127);
    else this.#emit('start', this.#now);
  }

  signal(name: string): void {
    if (!this.#isRunning()) return;
    const { onTerm = { afterMs: 0, code: 143 } } = this.#parts.life;
    if (/^(SIG)?KILL$/.test(name)) this.#endAt(this.#now, 137);
    else if (onTerm !== 'ignored') this.#endAt(this.#now + onTerm.afterMs, onTerm.code);
    this.#settle();
  }

  async stop(graceSeconds: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRunning()) return;
    const deadline = this.#now + graceSeconds * 1000;
    this.signal('SIGTERM');
    const endsMs = Math.min(this.#end?.atMs ?? Number.POSITIVE_INFINITY, deadline);
    if (endsMs > this.#now) await this.#parts.clock.sleep(endsMs - this.#now, signal);
    if (this.#isRunning()) this.signal('SIGKILL');
    this.#settle();
  }

  async wait(signal: AbortSignal): Promise<number> {
    while (this.#isRunning()) {
      if (this.#end) await this.#parts.clock.sleep(this.#end.atMs - this.#now, signal);
      else await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    this.#settle();
    return this.#end?.code ?? 0;
  }

  destroy(): void {
    if (this.#isRunning()) this.signal('SIGKILL');
    this.#emit('destroy', this.#now);
  }

  state(): ContainerState {
    this.#settle();
    const { life, labels, address } = this.#parts;
    const running = this.#isRunning();
    const ended = this.#startedMs !== null && !running ? this.#end : null;
    const ports = (this.spec.publish ?? []).map((port) => [`${port}/tcp`, 40_000 + port] as const);
    return {
      id: this.id,
      name: this.spec.name,
      status: running ? 'running' : ended ? 'exited' : 'created',
      pid: running ? 4242 : 0,
      exitCode: ended?.code ?? null,
      oomKilled: ended?.oomKilled ?? false,
      error: ended ? (life.startError ?? '') : '',
      startedAt: this.#startedMs === null ? '' : stamp(this.#startedMs),
      finishedAt: ended ? stamp(ended.atMs) : '',
      restartCount: 0,
      health: this.#health(),
      published: running ? Object.fromEntries(ports) : {},
      addresses: running && this.spec.network !== 'none' ? { [this.spec.network ?? 'bridge']: address } : {},
      labels,
      image: this.spec.image,
    };
  }

  logs(): readonly EngineLogLine[] {
    const lines = this.#parts.life.logs ?? [];
    const until = this.#end && !this.#isRunning() ? this.#end.atMs : this.#now;
    return lines
      .map((it) => ({ ...it, atMs: (this.#startedMs ?? Number.POSITIVE_INFINITY) + it.atMs }))
      .filter(({ atMs }) => atMs <= until)
      .map(({ stream, text, atMs }) => ({ stream, text, at: stamp(atMs) }));
  }

  stats(): ContainerStats {
    const { life, clock } = this.#parts;
    const upMs = this.#startedMs === null ? 0 : this.#now - this.#startedMs;
    return {
      atMs: clock.monotonic(),
      memoryUsageBytes: life.memoryBytes ?? 20_000_000,
      inactiveFileBytes: life.inactiveFileBytes ?? 0,
      memoryLimitBytes: this.spec.memoryBytes ?? null,
      memoryPeakBytes: life.memoryBytes ?? 20_000_000,
      cpuNs: 1_000_000 + Math.round(upMs * 1e6 * (life.cpuShare ?? 0.001)),
      pids: 1,
    };
  }

  command(): readonly string[] {
    return [...(this.spec.entrypoint ?? []), ...(this.spec.cmd ?? [])];
  }

  changes(): readonly { readonly path: string; readonly kind: 'changed' | 'added' | 'deleted' }[] {
    return [...this.#written.keys()].map((path) => ({ path, kind: path in this.#parts.files ? 'changed' : 'added' }));
  }

  exec(argv: readonly string[]): ExecOutcome {
    return this.#parts.life.exec?.(argv) ?? { exitCode: 127, stdout: '', stderr: `${argv[0]}: not found\n` };
  }

  readFile(path: string): Uint8Array | null {
    const text = this.#parts.files[path];
    return this.#written.get(path) ?? (text === undefined ? null : Buffer.from(text));
  }

  writeFile(path: string, bytes: Uint8Array): void {
    this.#written.set(path, bytes);
  }

  #isRunning(): boolean {
    return this.#startedMs !== null && (this.#end === null || this.#now < this.#end.atMs);
  }

  #endAt(atMs: number, code: number): void {
    if (this.#end && this.#end.atMs <= atMs) return;
    this.#end = { atMs, code, oomKilled: false };
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Tells of an end that the clock has passed. */
  #settle(): void {
    if (this.#told || this.#startedMs === null || this.#isRunning() || !this.#end) return;
    this.#told = true;
    this.#emit('die', this.#end.atMs, { exitCode: String(this.#end.code) });
  }

  #health(): ContainerState['health'] {
    const { health } = this.#parts.life;
    if (health === undefined && !this.spec.healthcheck) return null;
    const upMs = this.#startedMs === null ? -1 : this.#now - this.#startedMs;
    const past = (health ?? []).filter(({ atMs }) => atMs <= upMs);
    const log = past.map(({ atMs, status, output }) => {
      const at = stamp((this.#startedMs ?? 0) + atMs);
      return { start: at, end: at, exitCode: status === 'healthy' ? 0 : 1, output: output ?? '' };
    });
    return { status: past.at(-1)?.status ?? 'starting', log };
  }

  #emit(action: string, atMs: number, more: Readonly<Record<string, string>> = {}): void {
    const { labels, emit } = this.#parts;
    const attributes = { ...labels, name: this.spec.name, image: this.spec.image, ...more };
    emit({ type: 'container', action, id: this.id, name: this.spec.name, atMs, attributes });
  }
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000000Z');
}
