import { type Engine, type EngineImage, type Ports, TickproofError, type VerifyEvent } from '../../src/domain/index.ts';
import { makePorts } from '../../src/engines/index.ts';

export type EnginePorts = Ports & AsyncDisposable & { readonly engine: Engine };

/** Real ports where an engine answers; else null, and said on stderr: a skip is announced, never a pass. */
export async function enginePorts(events: VerifyEvent[] = []): Promise<EnginePorts | null> {
  const signal = new AbortController().signal;
  const ports = await makePorts({ engine: 'auto', signal, onEvent: (event) => events.push(event), env: process.env });
  if (ports.engine) return ports as EnginePorts; // the line above looked
  process.stderr.write(`SKIPPED: no container engine (${ports.whyNoEngine})\n`);
  return null;
}

/** An image that may be another run's, and go while it is looked at: what is left of it then is nobody's of ours. */
export async function imageOfAnyone(engine: Engine, engineId: string): Promise<EngineImage | null> {
  try {
    return await engine.inspectImage(engineId);
  } catch (error) {
    if (error instanceof TickproofError && error.code === 'engine-failed') return null;
    throw error;
  }
}
