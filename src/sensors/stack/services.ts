import type {
  ContainerState,
  Diagnosis,
  EngineLogLine,
  Ports,
  ServiceLife,
  ServiceMoment,
} from '../../domain/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import { engineOf } from '../run/engine-of.ts';
import { epochMs } from '../run/life.ts';
import { listenersOf } from '../run/listeners.ts';
import type { ResolvedModel, ResolvedService } from './model.ts';
import { labelOf, type Project } from './project.ts';

const STABLE_MS = 2_000; // for a service without a health check
const MANY_RESTARTS = 3;
const KEPT_LINES = 5_000;

/** How a service stands: `waits` may still become well, `failed` may not. */
export type Standing = 'well' | 'waits' | 'failed';

export interface Seen {
  readonly service: string;
  readonly declared: ResolvedService;
  /** Of its containers the one that stands worst; null while there is none. */
  readonly state: ContainerState | null;
  /** All of its containers. */
  readonly states: readonly ContainerState[];
  readonly standing: Standing;
}

/** Looks at every service once. */
export async function lookAtServices(ports: Ports, project: Project, model: ResolvedModel): Promise<readonly Seen[]> {
  const states = await engineOf(ports).listContainers(labelOf(project));
  return Object.entries(model.services).map(([service, declared]) => {
    const own = states.filter(({ labels }) => labels['com.docker.compose.service'] === service);
    const judged = own.map((state) => ({
      service,
      declared,
      state,
      states: own,
      standing: standingOf(state, declared, ports.clock.now()),
    }));
    const order: readonly Standing[] = ['failed', 'waits', 'well'];
    const [worst] = judged.sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing));
    return worst ?? { service, declared, state: null, states: [], standing: 'waits' };
  });
}

export function standingOf(
  state: ContainerState,
  { restart = 'no' }: Pick<ResolvedService, 'restart'>,
  nowMs: number,
): Standing {
  const health = state.health?.status ?? 'none';
  switch (state.status) {
    case 'running':
      if (state.restartCount >= MANY_RESTARTS || health === 'unhealthy') return 'failed';
      if (health !== 'none') return health === 'healthy' ? 'well' : 'waits';
      return nowMs - (epochMs(state.startedAt) ?? nowMs) >= STABLE_MS ? 'well' : 'waits';
    case 'exited':
    case 'dead':
      // A job that has done its work; a policy that starts it again makes it a service that ends.
      return state.exitCode === 0 && !['always', 'unless-stopped'].includes(restart) ? 'well' : 'failed';
    case 'restarting':
      return state.restartCount >= MANY_RESTARTS ? 'failed' : 'waits';
    default:
      return 'waits';
  }
}

/** What one service's life came to, with the cause where it is not well. */
export async function lifeOf(
  ports: Ports,
  { service, declared, state, standing }: Seen,
  timeline: readonly ServiceMoment[],
  healthyMs: number | null,
): Promise<ServiceLife> {
  const dependsOn = Object.fromEntries(
    Object.entries(declared.depends_on ?? {}).map(([name, { condition }]) => [name, condition ?? 'service_started']),
  );
  if (!state) {
    return {
      service,
      status: 'missing',
      health: 'none',
      startedMs: null,
      healthyMs: null,
      exitCode: null,
      restarts: 0,
      timeline,
      dependsOn,
      logs: [],
      diagnosis: null,
    };
  }
  const logs = await engineOf(ports).logs(state.id);
  const ended = state.status === 'exited' || state.status === 'dead';
  return {
    service,
    status: ended ? 'exited' : state.status === 'created' ? 'missing' : 'running',
    health: state.health?.status ?? 'none',
    startedMs: timeline.find(({ what }) => what === 'started')?.atMs ?? null,
    healthyMs,
    exitCode: state.exitCode,
    restarts: state.restartCount,
    timeline,
    dependsOn,
    logs: logs.length > 2 * KEPT_LINES ? [...logs.slice(0, KEPT_LINES), ...logs.slice(-KEPT_LINES)] : logs,
    diagnosis: standing === 'well' ? null : causeOf(ports, declared, state, logs),
  };
}

function causeOf(ports: Ports, declared: ResolvedService, state: ContainerState, logs: readonly EngineLogLine[]) {
  const { local, kind } = engineOf(ports).info;
  if (kind === 'podman' && state.health?.status === 'starting' && state.health.log.length === 0) return NO_TIMERS;
  const listening = local && state.status === 'running' ? listenersOf(ports.files, state.pid) : null;
  const port = declared.ports?.[0]?.target;
  return diagnose({
    lines: logs.map(({ text }) => text),
    exitCode: state.exitCode,
    oomKilled: state.oomKilled,
    error: state.error || null,
    probes: state.health?.log ?? [],
    healthTest: declared.healthcheck?.test ?? [],
    ...(port === undefined || listening === null ? {} : { asked: { port }, listening }),
  });
}

const NO_TIMERS: Diagnosis = {
  kind: 'unknown',
  cause: 'Podman has run no health check: without systemd it has no timers for them.',
  evidence: ['the health status is `starting`, and the log of its probes is empty'],
  remedy: 'Run Podman where systemd runs, or bring the stack up on a Docker engine.',
};

/** When a service became well, in milliseconds from `up`: the end of its first good probe, or now. */
export function wellSince({ state }: Seen, upMs: number, nowMs: number): number {
  const good = state?.health?.log.find(({ exitCode }) => exitCode === 0);
  return Math.max(0, (good ? (epochMs(good.end) ?? nowMs) : nowMs) - upMs);
}
