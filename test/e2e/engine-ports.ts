import type { Engine, Ports, VerifyEvent } from '../../src/domain/index.ts';
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
