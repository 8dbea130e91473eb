import { z } from 'zod';
import { type Log, reasonOf } from './log.ts';
import { normalise } from './vectors.ts';

export type EmbeddingHealth =
  | { readonly ok: true; readonly model: string }
  | { readonly ok: false; readonly model: string; readonly problem: 'unreachable' | 'bad-answer' | 'model-missing'; readonly reason: string };

export interface Embeddings {
  readonly model: string;
  embed(text: string, as: 'query' | 'passage'): Promise<Float32Array>;
  /** What the backend says of itself, at most `PROBE_AGE_MS` old. Never throws. */
  health(): Promise<EmbeddingHealth>;
}

const EMBED_TIMEOUT_MS = 30_000; // the first request loads the model
const PROBE_TIMEOUT_MS = 1_000; // well below the health check's own limit
const PROBE_AGE_MS = 5_000;

const embedded = z.object({ embeddings: z.array(z.array(z.number()).min(1)).length(1) });
const tagged = z.object({ models: z.array(z.object({ name: z.string() })) });

/** Embeddings from an Ollama HTTP API. */
export function ollamaEmbeddings({ baseUrl, model, log }: { baseUrl: string; model: string; log: Log }): Embeddings {
  let probe: { readonly at: number; readonly health: Promise<EmbeddingHealth> } | undefined;
  let wasOk: boolean | undefined;

  async function ask(): Promise<EmbeddingHealth> {
    const health = await lookAt(baseUrl, model);
    if (health.ok !== wasOk) {
      if (health.ok) log('INFO', 'the embedding backend is there', { model, baseUrl });
      else log('WARN', 'the embedding backend is not usable', { baseUrl, ...health });
    }
    wasOk = health.ok;
    return health;
  }

  return {
    model,

    async embed(text, as) {
      const response = await fetch(`${baseUrl}/api/embed`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model, input: `${as}: ${text}` }), // e5 models are trained with these two prefixes
        signal: AbortSignal.timeout(EMBED_TIMEOUT_MS),
      });
      if (!response.ok) throw new Error(`HTTP ${response.status}: ${(await response.text()).slice(0, 200)}`);
      const { embeddings } = embedded.parse(await response.json());
      return normalise(embeddings[0] ?? []);
    },

    health() {
      const now = performance.now();
      if (probe === undefined || now - probe.at > PROBE_AGE_MS) probe = { at: now, health: ask() };
      return probe.health;
    },
  };
}

async function lookAt(baseUrl: string, model: string): Promise<EmbeddingHealth> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(`${baseUrl}/api/tags`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    body = await response.json();
  } catch (thrown) {
    return { ok: false, model, problem: thrown instanceof SyntaxError ? 'bad-answer' : 'unreachable', reason: reasonOf(thrown) };
  }
  const list = tagged.safeParse(body);
  if (!response.ok || !list.success) {
    return { ok: false, model, problem: 'bad-answer', reason: `HTTP ${response.status} without a list of models` };
  }
  const there = list.data.models.some(({ name }) => name === model || name === `${model}:latest`);
  return there ? { ok: true, model } : { ok: false, model, problem: 'model-missing', reason: `run: ollama pull ${model}` };
}
