import type { Cache, Clock, EngineInfo, Files, Owner, Processes } from '../../domain/index.ts';
import { type Answer, type EngineApi, type RequestOptions, refusal } from './api.ts';

/** What the adapter's parts work with. */
export interface DockerHost {
  /** Speaks the negotiated version. */
  readonly api: EngineApi;
  readonly info: EngineInfo;
  readonly signal: AbortSignal;
  readonly owner: Owner;
  /** Called before anything is made on the engine: from then on somebody cleans up. */
  readonly begin: () => void;
  readonly files: Files;
  readonly processes: Processes;
  readonly cache: Cache;
  readonly clock: Clock;
  /** Makes the user's client talk to this engine. */
  readonly clientEnv: Readonly<Record<string, string>>;
  /** Where the engine keeps its state, as it says. */
  readonly rootFolder: string | null;
}

/** Removal is what follows an interruption: it has a deadline instead of the run's signal. */
export const REMOVAL: RequestOptions = { timeoutMs: 30_000 };

/** Asks, and takes the listed statuses besides success; any other throws. `action` completes "refused to …". */
export async function ask(
  host: Pick<DockerHost, 'api' | 'signal'>,
  action: string,
  [method, path]: readonly [string, string],
  options: RequestOptions = {},
  accepted: readonly number[] = [],
): Promise<Answer> {
  const answer = await host.api.request(method, path, { signal: host.signal, ...options });
  if (answer.status < 300 || accepted.includes(answer.status)) return answer;
  throw refusal(host.api.name, action, answer);
}

/** Removes by the deadline, whatever the signal says; what is gone already is fine. */
export async function removeAt(
  host: Pick<DockerHost, 'api'>,
  path: string,
  query: RequestOptions['query'] = {},
): Promise<void> {
  const answer = await host.api.request('DELETE', path, { ...REMOVAL, query });
  if (answer.status >= 300 && answer.status !== 404) throw refusal(host.api.name, `to remove ${path}`, answer);
}

/** An id or name as one part of a path. */
export function part(text: string): string {
  return encodeURIComponent(text);
}
