import type { ContainerState, PersistAsk, PersistObservation, Ports, Step, StepOutcome } from '../../domain/index.ts';
import { engineOf } from '../run/engine-of.ts';
import { placeOf, serviceFor } from './asks.ts';
import { firstPort, type ResolvedModel } from './model.ts';
import type { Seen } from './services.ts';

const TIMEOUT_MS = 30_000;

/** The first life: what is read before the write, the write, and what is read after it. */
export async function writeAll(
  ports: Ports,
  model: ResolvedModel,
  seen: readonly Seen[],
  asks: readonly PersistAsk[],
): Promise<readonly PersistObservation[]> {
  const observations: PersistObservation[] = [];
  for (const ask of asks) {
    const service = serviceFor(model, ask.service);
    const before = await take(ports, seen, service, ask.read);
    const wrote = await take(ports, seen, service, ask.write);
    const read = wrote.status === 'done' ? await take(ports, seen, service, ask.read) : null;
    observations.push({ ask, service, before, wrote, read, again: null, notUp: null });
  }
  return observations;
}

/** The second life: what is read of what the first one wrote. */
export async function readAgain(
  ports: Ports,
  seen: readonly Seen[],
  observations: readonly PersistObservation[],
): Promise<readonly PersistObservation[]> {
  const complete: PersistObservation[] = [];
  for (const it of observations)
    complete.push(it.read ? { ...it, again: await take(ports, seen, it.service, it.ask.read) } : it);
  return complete;
}

async function take(ports: Ports, seen: readonly Seen[], asked: string, step: Step): Promise<StepOutcome> {
  const service = step.service ?? asked;
  const { state, declared } = seen.find((it) => it.service === service) ?? {};
  if (state?.status !== 'running') return { status: 'failed', message: `${service} is not running` };
  if (step.kind === 'command') return run(ports, state, step.argv);
  return request(ports, state, service, step, step.port ?? firstPort(declared));
}

async function run(ports: Ports, { id }: ContainerState, argv: readonly string[]): Promise<StepOutcome> {
  const { exitCode, stdout, stderr } = await engineOf(ports).exec(id, argv, TIMEOUT_MS);
  if (exitCode === null) return { status: 'failed', message: `\`${argv.join(' ')}\` did not end in time` };
  return { status: 'done', code: exitCode, output: exitCode === 0 ? stdout : `${stdout}${stderr}` };
}

async function request(
  ports: Ports,
  state: ContainerState,
  service: string,
  { method, path, headers, body }: Step & { readonly kind: 'http' },
  port: number,
): Promise<StepOutcome> {
  const place = placeOf(ports, state, port);
  if (!place) return { status: 'failed', message: `port ${port} of ${service} cannot be reached from here` };
  const described = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)), ...typeOf(body) };
  const outcome = await ports.network.request(
    {
      ...place,
      method,
      path,
      headers: { ...described, ...headers },
      timeoutMs: TIMEOUT_MS,
      ...(body === undefined ? {} : { body }),
    },
    ports.signal,
  );
  if (outcome.status !== 'answered') return { status: 'failed', message: outcome.message };
  return { status: 'done', code: outcome.code, output: outcome.body };
}

function typeOf(body: string): Readonly<Record<string, string>> {
  return { 'content-type': /^\s*[[{]/.test(body) ? 'application/json' : 'text/plain; charset=utf-8' };
}
