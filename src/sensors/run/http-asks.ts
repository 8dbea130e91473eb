import type { ContainerState, HttpAsk, HttpObservation } from '../../domain/index.ts';
import { type Bench, ownPort } from './bench.ts';
import { isUp, placeOf } from './life.ts';

const TIMEOUT_MS = 10_000;

/** Asks each question once of the container as it is now. */
export async function askAll(
  bench: Bench,
  state: ContainerState | null,
  asks: readonly HttpAsk[],
): Promise<readonly HttpObservation[]> {
  const observations: HttpObservation[] = [];
  for (const ask of asks) observations.push({ ask, outcome: await answerTo(bench, state, ask) });
  return observations;
}

async function answerTo(bench: Bench, state: ContainerState | null, ask: HttpAsk): Promise<HttpObservation['outcome']> {
  if (!isUp(state)) return { status: 'refused', message: 'the container is not running' };
  const port = ask.port ?? ownPort(bench);
  const place = placeOf(bench, state, bench.host.network, port);
  if (!place) return { status: 'refused', message: `port ${port} of the container cannot be reached from here` };
  const { path, method, headers } = ask;
  const request = {
    ...place,
    path,
    timeoutMs: TIMEOUT_MS,
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined ? {} : { headers }),
  };
  return bench.ports.network.request(request, bench.ports.signal);
}
