import type {
  ContainerState,
  Diagnosis,
  HttpAsk,
  HttpOutcome,
  HttpRequest,
  Ports,
  ReachAsk,
  StackFacts,
} from '../../domain/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import { engineOf } from '../run/engine-of.ts';
import { listenersOf } from '../run/listeners.ts';
import { reach } from '../run/reach.ts';
import { firstPort, type ResolvedModel } from './model.ts';
import type { Seen } from './services.ts';

const TIMEOUT_MS = 10_000;

/** The service that a question without one means: the first that publishes a port, else the first. */
export function serviceFor({ services }: Pick<ResolvedModel, 'services'>, asked: string | undefined): string {
  const names = Object.keys(services);
  return asked ?? names.find((name) => (services[name]?.ports?.length ?? 0) > 0) ?? names[0] ?? '';
}

export async function askHttp(
  ports: Ports,
  model: ResolvedModel,
  seen: readonly Seen[],
  asks: readonly HttpAsk[],
  patienceMs = 0,
): Promise<StackFacts['http']> {
  const deadlineMs = ports.clock.monotonic() + patienceMs;
  const observations: StackFacts['http'][number][] = [];
  for (const ask of asks) {
    const service = serviceFor(model, ask.service);
    const { state, declared } = seen.find((it) => it.service === service) ?? {};
    const port = ask.port ?? firstPort(declared);
    const place = state ? placeOf(ports, state, port) : null;
    const { path, method, headers } = ask;
    const named = { ...(method === undefined ? {} : { method }), ...(headers === undefined ? {} : { headers }) };
    const outcome = place
      ? await answerBy(ports, { ...place, path, timeoutMs: TIMEOUT_MS, ...named }, deadlineMs)
      : ({
          status: 'refused',
          message: state ? `port ${port} of ${service} cannot be reached from here` : `${service} is not running`,
        } as const);
    const why = outcome.status === 'answered' || !state ? {} : { diagnosis: await whyNot(ports, state, port) };
    observations.push({ ask, outcome: { ...outcome, ...why }, service });
  }
  return observations;
}

/** The first answer; until the deadline a refusal is asked again. */
async function answerBy(ports: Ports, request: HttpRequest, deadlineMs: number): Promise<HttpOutcome> {
  for (;;) {
    const outcome = await ports.network.request(request, ports.signal);
    if (outcome.status === 'answered' || ports.clock.monotonic() >= deadlineMs) return outcome;
    await ports.clock.sleep(100, ports.signal);
  }
}

/** It may listen on its own loopback only, on another port, or not at all. */
async function whyNot(ports: Ports, state: ContainerState, port: number): Promise<Diagnosis | null> {
  const engine = engineOf(ports);
  const listening = engine.info.local ? listenersOf(ports.files, state.pid) : null;
  const lines = (await engine.logs(state.id)).map(({ text }) => text);
  return diagnose({ lines, exitCode: state.exitCode, ...(listening ? { asked: { port }, listening } : {}) });
}

/** The published port, as a user would; a port that is not published at the container's own address. */
export function placeOf(
  ports: Ports,
  state: ContainerState,
  port: number,
): { readonly address: string; readonly port: number } | null {
  const published = state.published[`${port}/tcp`];
  if (published !== undefined) return { address: '127.0.0.1', port: published };
  const [address] = Object.values(state.addresses);
  return engineOf(ports).info.local && address !== undefined ? { address, port } : null;
}

export async function askReaches(
  ports: Ports,
  model: ResolvedModel,
  seen: readonly Seen[],
  asks: readonly ReachAsk[],
): Promise<StackFacts['reaches']> {
  const observations: StackFacts['reaches'][number][] = [];
  for (const ask of asks) {
    const service = serviceFor(model, ask.service);
    const state = seen.find((it) => it.service === service)?.state;
    if (state?.status !== 'running') {
      const outcome = { status: 'unreachable', message: `${service} is not running`, diagnosis: null } as const;
      observations.push({ ask, outcome, how: 'not asked', service });
      continue;
    }
    const answer = await reach(ports, engineOf(ports), state.id, ask);
    if (answer) observations.push({ ...answer, service });
  }
  return observations;
}
