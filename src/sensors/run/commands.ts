import type { CommandAsk, CommandObservation, EngineLogLine } from '../../domain/index.ts';
import { type Bench, specOf } from './bench.ts';
import { begin, epochMs, type Life } from './life.ts';

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** Runs each command in a fresh container of its own, without a shell. */
export async function runCommands(bench: Bench, asks: readonly CommandAsk[]): Promise<readonly CommandObservation[]> {
  const observations: CommandObservation[] = [];
  for (const ask of asks) {
    bench.ports.onEvent({ kind: 'work-progress', id: 'run:commands', detail: ask.argv.join(' ') });
    observations.push(await runOne(bench, ask));
  }
  return observations;
}

async function runOne(bench: Bench, ask: CommandAsk): Promise<CommandObservation> {
  const [program = '', ...rest] = ask.argv;
  await using life = await begin(bench, specOf(bench, 'command', { entrypoint: [program], cmd: rest }));
  if (life.refused !== null) {
    const exitCode = /permission denied/i.test(life.refused) ? NOT_EXECUTABLE : NOT_FOUND;
    return { ask, exitCode, stdout: '', stderr: life.refused, elapsedMs: life.createMs, timedOut: false };
  }
  const timedOut = !(await ends(bench, life, ask.timeoutMs));
  if (timedOut) await bench.engine.kill(life.id, 'SIGKILL');
  const state = await life.state();
  const lines = await bench.engine.logs(life.id);
  const finishedMs = epochMs(state?.finishedAt ?? '');
  const elapsedMs =
    timedOut || finishedMs === null ? bench.ports.clock.now() - life.startedHereMs : finishedMs - life.startedEngineMs;
  const exitCode = timedOut ? null : (state?.exitCode ?? null);
  return {
    ask,
    exitCode,
    stdout: textOf(lines, 'stdout'),
    stderr: textOf(lines, 'stderr'),
    elapsedMs: Math.max(0, elapsedMs),
    timedOut,
  };
}

/** Whether it ends in time. Polled, so that nothing hangs on an engine that forgets to say so. */
async function ends({ ports }: Bench, life: Life, timeoutMs: number): Promise<boolean> {
  const deadline = ports.clock.monotonic() + timeoutMs;
  for (let stepMs = 20; ; stepMs = Math.min(stepMs * 1.5, 250)) {
    const state = await life.state();
    if (state === null || state.status === 'exited' || state.status === 'dead') return true;
    if (ports.clock.monotonic() > deadline) return false;
    await ports.clock.sleep(stepMs, ports.signal);
  }
}

function textOf(lines: readonly EngineLogLine[], stream: EngineLogLine['stream']): string {
  return lines
    .filter((line) => line.stream === stream)
    .map(({ text }) => text)
    .join('\n');
}
