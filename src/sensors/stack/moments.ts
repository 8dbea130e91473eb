import type { ContainerState, ServiceMoment } from '../../domain/index.ts';
import { epochMs } from '../run/life.ts';

type Moment = Omit<ServiceMoment, 'atMs'> & { readonly epochMs: number };

/** What was seen of each service so far, by its name. Times are the engine's own, however rarely one looks. */
export type Moments = Map<string, Map<string, Moment>>;

/** Notes what the containers of a service say about their past. */
export function noteMoments(moments: Moments, service: string, states: readonly ContainerState[]): void {
  const known = moments.get(service) ?? new Map<string, Moment>();
  moments.set(service, known);
  for (const state of states) {
    for (const moment of momentsOf(state)) {
      const key = `${state.id} ${moment.what} ${moment.epochMs}`;
      if (!known.has(key) || moment.exitCode !== undefined) known.set(key, moment);
    }
    noteHealth(known, state);
  }
}

function momentsOf({ createdAt = '', startedAt, finishedAt, exitCode }: ContainerState): Moment[] {
  const ended = epochMs(finishedAt);
  return [
    ...at('created', createdAt),
    ...at('started', startedAt),
    ...(ended === null ? [] : [{ what: 'ended' as const, epochMs: ended, ...(exitCode === null ? {} : { exitCode }) }]),
  ];
}

function at(what: Moment['what'], time: string): Moment[] {
  const ms = epochMs(time);
  return ms === null ? [] : [{ what, epochMs: ms }];
}

/** The engine keeps the last probes only: the first good one of a start is noted while it is still there. */
function noteHealth(known: Map<string, Moment>, { id, health, startedAt }: ContainerState): void {
  const what = health?.status;
  const key = `${id} ${what} since ${startedAt}`;
  if (!health || (what !== 'healthy' && what !== 'unhealthy') || known.has(key)) return;
  const probe =
    what === 'healthy'
      ? health.log.find(({ exitCode }) => exitCode === 0)
      : health.log.findLast((it) => it.exitCode !== 0);
  const ms = probe ? epochMs(probe.end) : null;
  if (ms !== null) known.set(key, { what, epochMs: ms });
}

/** In order of time, from `up`. */
export function timelineOf(moments: Moments, service: string, upMs: number): ServiceMoment[] {
  return [...(moments.get(service)?.values() ?? [])]
    .sort((a, b) => a.epochMs - b.epochMs)
    .map(({ epochMs: ms, ...moment }) => ({ ...moment, atMs: Math.max(0, Math.round((ms - upMs) * 10) / 10) }));
}
