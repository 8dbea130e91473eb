import type { Changed, Target } from '../../domain/index.ts';
import type { Claim } from '../claim.ts';
import type { WorldKind } from './worlds.ts';

const LEAST_PATIENCE_MS = 5_000;
const SOME_READY_MS = 5_000; // where nobody has measured it
const TIMES = 3; // several worlds share the cores
const WINDOW_MS = 3_000;

type Pace = Pick<Changed, 'patienceMs' | 'windowMs'>;

/** How patiently a changed world is looked at: by what the original needed, never longer than its own limit. */
export function paceOf(claims: readonly Claim[], kind: WorldKind, target: Target): Pace {
  const neededMs = Math.max(0, ...claims.flatMap((claim) => readyMs(claim, kind) ?? []));
  const limitMs = kind === 'stack' ? (target.stack?.timeoutMs ?? target.run.timeoutMs) : target.run.timeoutMs;
  const patienceMs = TIMES * (neededMs === 0 ? SOME_READY_MS : neededMs) + LEAST_PATIENCE_MS;
  return { patienceMs: Math.min(patienceMs, limitMs), windowMs: Math.min(WINDOW_MS, target.run.windowMs) };
}

/** The pace of the original, looked at once more: it gets the time that it is allowed. */
export function originalPace(kind: WorldKind, target: Target): Pace {
  const patienceMs = kind === 'stack' ? (target.stack?.timeoutMs ?? target.run.timeoutMs) : target.run.timeoutMs;
  return { patienceMs, windowMs: Math.min(WINDOW_MS, target.run.windowMs) };
}

function readyMs({ facts }: Claim, kind: WorldKind): number | null {
  if (kind === 'stack') return facts.stack?.up?.elapsedMs ?? null;
  const { starts, health } = facts.run ?? {};
  return starts?.ready?.max ?? health?.healthyMs ?? null;
}
