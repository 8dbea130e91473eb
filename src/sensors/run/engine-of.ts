import { type Engine, type Ports, TickproofError } from '../../domain/index.ts';

/** The engine; throws `engine-missing` where there is none. */
export function engineOf(ports: Ports): Engine {
  if (ports.engine) return ports.engine;
  throw new TickproofError('engine-missing', ports.whyNoEngine ?? 'There is no container engine', {
    remedy: 'Start Docker or Podman, or see `tickproof doctor`.',
  });
}
