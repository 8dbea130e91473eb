import type { Act, Changed, EngineImage, RunChange, RunFacts, RunSettings } from '../../domain/index.ts';
import { healthOf } from './acts.ts';
import type { Probed } from './changed-spec.ts';
import { hasHealthcheck, type Probe, probeOf } from './readiness.ts';

/** What is waited for before a container is looked at. `said`: a line in its log. */
export type Until =
  | { readonly kind: 'ready' | 'up' | 'said' }
  | { readonly kind: 'ended'; readonly withinMs: number }
  | { readonly kind: 'listening'; readonly port: number };

interface Questions {
  readonly has: (atom: keyof RunFacts) => boolean;
  readonly http: readonly unknown[];
  readonly reaches: readonly unknown[];
}

type Config = EngineImage['config'];

const END_WITHIN_MS = 5_000; // beyond the time that it was told to live

/** The settings at the pace of a changed world. What waits before the service gets that time on top. */
export function settingsIn(run: RunSettings, changed: Changed | null): RunSettings {
  if (!changed) return run;
  const act = changed.run?.act;
  const patienceMs = changed.patienceMs + (act?.do === 'wait' ? act.ms : 0);
  const host = changed.run && needsNobody(changed.run) ? {} : run.host;
  return { ...run, timeoutMs: patienceMs, windowMs: changed.windowMs, starts: 1, host };
}

/** Something else runs in the service's place, or nobody outside can be asked: what the service needs is not there to be asked. */
function needsNobody({ act, network }: RunChange): boolean {
  return network === 'none' || (act !== undefined && isInPlace(act));
}

function isInPlace(act: Act): boolean {
  return (
    act.do === 'exit' || act.do === 'sleep' || act.do === 'serve' || (act.do === 'print' && act.exit !== undefined)
  );
}

/** Whether the changed container is asked anything over a network. */
export function needsNetwork(changed: Changed | null, questions: Questions): boolean {
  if (!changed?.run) return true;
  const { act, network } = changed.run;
  if (network === 'none' || saysOnly(act, questions)) return false;
  const { has, http, reaches } = questions;
  const asked = has('ports') || has('starts') || has('readOnly') || http.length + reaches.length > 0;
  return asked || act === undefined || !isInPlace(act);
}

/** What is waited for: no longer than the outcome needs. */
export function untilOf(changed: Changed | null, questions: Questions, ownPort: number): Until {
  const change = changed?.run;
  if (!change) return { kind: 'ready' };
  const { act } = change;
  if (act?.do === 'exit') return { kind: 'ended', withinMs: (act.afterMs ?? 0) + END_WITHIN_MS };
  if (act?.do === 'print' && act.exit !== undefined) return { kind: 'ended', withinMs: END_WITHIN_MS };
  if (act?.do === 'sleep') return { kind: 'up' };
  if (act?.do === 'serve') return { kind: 'listening', port: act.port === 0 ? ownPort : act.port };
  if (saysOnly(act, questions)) return { kind: 'said' };
  if (change.network === 'none' || change.health || asksOnly(questions, 'reaches')) return { kind: 'up' };
  return { kind: 'ready' };
}

/** Its first line is there before the service is, and nothing else is asked. */
function saysOnly(act: Act | undefined, questions: Questions): boolean {
  return act?.do === 'print' && asksOnly(questions, 'logs');
}

const LIVING: readonly (keyof RunFacts)[] = [
  'health',
  'http',
  'logs',
  'memory',
  'cpu',
  'restarts',
  'process',
  'stop',
  'reaches',
  'ports',
  'readOnly',
];

/** Its state is asked in every world. */
function asksOnly({ has }: Questions, atom: keyof RunFacts): boolean {
  return LIVING.every((it) => has(it) === (it === atom));
}

const OFTEN = { intervalMs: 1_000, timeoutMs: 5_000, startPeriodMs: 1 } as const; // 0 would be the image's own
const SOON_GIVEN_UP = 2;
const NEVER_GIVEN_UP = 100; // a slow start is no fault of the change
const SELDOM_MS = 8_000; // longer than a short window: a probe in it would be measured as the service's own work

export interface Probing {
  readonly probe: Probe;
  readonly config: Config;
  readonly probed?: Probed;
}

/** What counts as ready, the health check that is looked at, and how often the engine probes it. */
export function probingIn(
  changed: Changed | null,
  { ready }: Pick<RunSettings, 'ready'>,
  config: Config,
  { has }: Questions,
): Probing {
  const probe = probeOf(ready, config);
  if (!changed) return { probe, config };
  const { run } = changed;
  const test = run?.health ? healthOf(run.health) : config.healthcheck?.test;
  const measured = has('cpu') || has('memory');
  if (test === undefined || !hasHealthcheck({ healthcheck: { test } })) return { probe, config };
  if (!run) return { probe, config, ...seldom(config, test, measured, has('health') || probe.kind === 'health') };
  const seen = { ...config, healthcheck: { test } };
  if (!has('health') && !(has('starts') && probe.kind === 'health')) {
    const withoutHealth = probeOf(ready, { ...config, healthcheck: null });
    return { probe: withoutHealth, config: seen, probed: { test: ['NONE'] } };
  }
  const gone = run.health !== undefined || (run.act !== undefined && isInPlace(run.act));
  return { probe, config: seen, probed: { test, ...OFTEN, retries: gone ? SOON_GIVEN_UP : NEVER_GIVEN_UP } };
}

/**
 * Of the unchanged deployment: often, but not where the probes' own work would be measured. Where its health is waited for it
 * ends the frequent probes of a start itself; where it is not, it may never be healthy, and they are left out.
 */
function seldom(
  { healthcheck }: Config,
  test: readonly string[],
  measured: boolean,
  isAwaited: boolean,
): { readonly probed?: Probed } {
  if (!measured) return { probed: { test, ...OFTEN, retries: NEVER_GIVEN_UP } };
  const { intervalMs = Infinity, startIntervalMs } = healthcheck ?? {};
  if (startIntervalMs !== undefined && !isAwaited)
    return { probed: { test, intervalMs: Math.min(intervalMs, SELDOM_MS), startPeriodMs: OFTEN.startPeriodMs } };
  return startIntervalMs !== undefined || intervalMs <= SELDOM_MS ? {} : { probed: { test, intervalMs: SELDOM_MS } };
}
