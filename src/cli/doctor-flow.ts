import { makePorts } from '../engines/index.ts';
import type { FlagValues } from './define-command.ts';
import type { Io } from './io.ts';

type DoctorFlags = FlagValues<{
  json: { kind: 'boolean'; brief: string };
  engine: { kind: 'choice'; of: readonly ['auto', 'docker', 'podman', 'none']; default: 'auto'; brief: string };
}>;

const MARKS = { ok: '✔', limited: '◐', missing: '✘' } as const;

/** `tickproof doctor`: what this machine can do. 0 when no check is cost by what is missing, else 5. */
export async function doctorFlow({ json, engine }: DoctorFlags, io: Io): Promise<number> {
  await using ports = await makePorts({ engine, signal: io.signal, onEvent: () => {}, env: io.env });
  const findings = await ports.examine();
  if (json) io.out(`${JSON.stringify(findings, null, 2)}\n`);
  else {
    const width = Math.max(...findings.map(({ what }) => what.length));
    for (const { status, what, detail, costs, remedy } of findings) {
      io.out(` ${MARKS[status]} ${what.padEnd(width)}  ${detail}\n`);
      if (status === 'ok') continue;
      if (costs.length > 0) io.out(`   ${' '.repeat(width)}  costs: ${costs.join(', ')}\n`);
      if (remedy !== null) io.out(`   ${' '.repeat(width)}  → ${remedy}\n`);
    }
  }
  return findings.some(({ status, costs }) => status === 'missing' && costs.length > 0) ? 5 : 0;
}
