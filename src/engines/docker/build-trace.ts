import * as z from 'zod/mini';
import type { BuildVertex } from '../../domain/index.ts';
import { shaped } from './shapes.ts';

const LOG_LINES = 2_000; // kept per vertex: its first half and its last

const traceShape = z.object({
  vertexes: z.nullish(
    z.array(
      z.object({
        digest: z.string(),
        name: z._default(z.string(), ''),
        started: z.nullish(z.string()),
        completed: z.nullish(z.string()),
        cached: z.optional(z.boolean()),
        error: z.optional(z.string()),
      }),
    ),
  ),
  logs: z.nullish(z.array(z.object({ vertex: z.string(), data: z._default(z.string(), '') }))),
});

/** Reads `--progress=rawjson` as it comes: one value a line, or (buildx below 0.14) each value over several lines. */
export class BuildTrace {
  readonly #vertexes = new Map<string, BuildVertex>();
  readonly #unfinished = new Map<string, string>();
  readonly #prose: string[] = [];
  readonly #onVertex: (vertex: BuildVertex) => void;
  #open: string[] | null = null;

  constructor(onVertex: (vertex: BuildVertex) => void) {
    this.#onVertex = onVertex;
  }

  /** Vertexes in the order in which they first appeared. */
  get vertexes(): readonly BuildVertex[] {
    return [...this.#vertexes.values()];
  }

  /** What the client printed besides the trace: its complaints. */
  get prose(): string {
    return this.#prose.join('\n').trim();
  }

  add(line: string): void {
    if (this.#open) this.#open.push(line);
    else if (line.startsWith('{')) this.#open = [line];
    else this.#prose.push(line);
    if (!this.#open || !line.endsWith('}') || (this.#open.length > 1 && line !== '}')) return;
    const text = this.#open.join('\n');
    this.#open = null;
    this.#take(text);
  }

  #take(text: string): void {
    const trace = parsed(text);
    if (!trace) {
      this.#prose.push(text);
      return;
    }
    for (const { digest, name, started, completed, cached, error } of trace.vertexes ?? []) {
      const before = this.#vertexes.get(digest);
      this.#put({
        digest,
        name,
        startedMs: earliest(before?.startedMs ?? null, timeOf(started)),
        completedMs: timeOf(completed) ?? before?.completedMs ?? null,
        cached: cached ?? before?.cached ?? false,
        error: error ?? before?.error ?? null,
        log: before?.log ?? [],
      });
    }
    for (const { vertex, data } of trace.logs ?? []) this.#log(vertex, Buffer.from(data, 'base64').toString('utf8'));
  }

  #put(vertex: BuildVertex): void {
    this.#vertexes.set(vertex.digest, vertex);
    this.#onVertex(vertex);
  }

  #log(digest: string, text: string): void {
    const vertex = this.#vertexes.get(digest);
    if (!vertex) return;
    const lines = ((this.#unfinished.get(digest) ?? '') + text).split(/\r?\n/);
    this.#unfinished.set(digest, lines.pop() ?? '');
    const log = [...vertex.log, ...lines];
    const kept = log.length > LOG_LINES ? [...log.slice(0, LOG_LINES / 2), ...log.slice(-LOG_LINES / 2)] : log;
    if (lines.length > 0) this.#put({ ...vertex, log: kept });
  }
}

function parsed(text: string): z.output<typeof traceShape> | null {
  try {
    return shaped(traceShape, JSON.parse(text));
  } catch {
    return null; // prose that begins with a brace
  }
}

/** RFC 3339 with nanoseconds; `Date` keeps milliseconds, the fraction below is added. */
function timeOf(text: string | null | undefined): number | null {
  if (!text) return null;
  const micros = /\.\d{3}(\d{1,6})/.exec(text)?.[1];
  return Date.parse(text) + (micros ? Number(`0.${micros}`) : 0);
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
