import type { FlagValues } from './define-command.ts';
import { makePorts, type Swept } from '../engines/index.ts';
import type { Io } from './io.ts';

type GcFlags = FlagValues<{
  json: { kind: 'boolean'; brief: string };
  engine: { kind: 'choice'; of: readonly ['auto', 'docker', 'podman', 'none']; default: 'auto'; brief: string };
}>;

/** `tickproof gc`: removes what runs left behind whose process is gone. Without an engine only folders and processes can be looked for: 5. */
export async function gcFlow({ json, engine }: GcFlags, io: Io): Promise<number> {
  await using ports = await makePorts({ engine, signal: io.signal, onEvent: () => {}, env: io.env });
  const swept = await ports.sweep();
  if (json) io.out(`${JSON.stringify(swept, null, 2)}\n`);
  else for (const line of sentences(swept, ports.engine !== null)) io.out(`${line}\n`);
  if (ports.engine) return 0;
  io.err(`tickproof: no engine was asked: ${ports.whyNoEngine ?? 'unknown'}\n  → Run \`tickproof doctor\`.\n`);
  return 5;
}

function sentences({ runs, left, unknown, ...removed }: Swept, isEngineAsked: boolean): string[] {
  const kinds = Object.entries(removed).filter(([, names]) => names.length > 0);
  const lines = kinds.map(([kind, names]) => `removed ${names.length} ${kind}: ${names.join(', ')}`);
  if (left.length > 0) lines.push(`could not remove: ${left.join(', ')}`);
  if (unknown.length > 0) lines.push(`left alone, their owner may live on another machine: ${unknown.join(', ')}`);
  return lines.length > 0
    ? [...(runs.length > 0 ? [`dead runs: ${runs.join(', ')}`] : []), ...lines]
    : [isEngineAsked ? 'Nothing was left behind.' : 'No folder and no process was left behind.'];
}
