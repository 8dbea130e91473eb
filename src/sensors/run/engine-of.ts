import { type Digest, type Engine, type EngineInfo, type Ports, TickproofError } from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';

/** The engine; throws `engine-missing` where there is none. */
export function engineOf(ports: Ports): Engine {
  if (ports.engine) return ports.engine;
  throw new TickproofError('engine-missing', ports.whyNoEngine ?? 'There is no container engine', {
    remedy: 'Start Docker or Podman, or see `tickproof doctor`.',
  });
}

/** What of an engine a measurement depends on. */
export function engineClass({ kind, cgroup, architecture, local }: EngineInfo): Digest {
  return digestOf({ kind, cgroup, architecture, local });
}
