import { spawn } from 'node:child_process';
import { env, execPath } from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BRIEF, brief, briefRecord, briefText } from './brief.ts';
import { hasEngine, tickproof } from './cli.ts';
import { type Copy, hastyCopyOfTmws } from './copies.ts';
import { Tracer } from './traces.ts';

const PATIENCE_MS = 20_000;

interface Phase {
  readonly name: string;
  /** What is printed when it has begun. */
  readonly begun: RegExp;
  readonly reaperToo: boolean;
  /** Default: quick. */
  readonly proof?: 'quick' | 'full';
}

const phases: readonly Phase[] = [
  { name: 'building', begun: / · {2}build …/, reaperToo: false },
  { name: 'a container is up', begun: / · {2}waiting until the service is ready …/, reaperToo: true },
  { name: 'stacks come up', begun: / · {2}bringing the stack up …/, reaperToo: true },
  { name: 'counter-proofs are made', begun: / · {2}counter-proofs …/, reaperToo: true, proof: 'full' },
];

describe.skipIf(!hasEngine)('a run that is ended', () => {
  let copy: Copy;
  let tracer: Tracer;

  beforeAll(() => {
    copy = hastyCopyOfTmws();
    tracer = new Tracer();
    tracer.mark(copy.folder);
    const whole = tickproof(['verify', copy.folder, ...BRIEF], { variables: tracer.variables });
    expect(whole.stderr).not.toContain('bug');
    const others = briefRecord(copy).ticks.filter(({ verdict }) => verdict.status !== 'pass');
    expect(others.map(({ criterion, verdict }) => ({ id: criterion.id, verdict }))).toEqual([]);
  });
  afterAll(() => {
    copy.remove();
    tracer.end();
  });

  /** A run, ended somewhere in a phase. */
  async function endedIn({ begun, reaperToo, proof = 'quick' }: Phase, signal: NodeJS.Signals): Promise<number | null> {
    const words = [inject('cli'), 'verify', copy.folder, '--no-cache', ...brief(proof)];
    const child = spawn(execPath, words, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...env, ...tracer.variables },
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    let heard = '';
    const phaseBegan = new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        heard += chunk.toString();
        if (begun.test(heard)) resolve();
      });
    });
    await Promise.race([phaseBegan, ended]);
    expect(heard).toMatch(begun);
    await after(Math.random() * 800);
    tracer.runIds();
    if (reaperToo) tracer.killReapers();
    child.kill(signal);
    return ended;
  }

  it.each(phases)('leaves nothing behind gc, killed while $name', async (phase) => {
    const before = briefText(copy);
    expect(await endedIn(phase, 'SIGKILL')).toBeNull();
    if (phase.reaperToo) expect(await tracer.now(copy.folder)).not.toEqual([]);
    const gc = tickproof(['gc'], { variables: tracer.variables });
    expect(gc, gc.stderr).toMatchObject({ exitCode: 0 });
    expect(await tracer.left(copy.folder, PATIENCE_MS)).toEqual([]);
    expect(briefText(copy)).toBe(before);
  });

  it.each([
    { signal: 'SIGINT', exitCode: 130, at: 0 },
    { signal: 'SIGTERM', exitCode: 143, at: 2 },
  ] as const)(
    'clears up after itself on $signal, keeps the last record and says $exitCode',
    async ({ signal, exitCode, at }) => {
      const before = briefText(copy);
      const phase = { ...(phases[at] ?? expect.fail()), reaperToo: false };
      expect(await endedIn(phase, signal)).toBe(exitCode);
      expect(await tracer.left(copy.folder, PATIENCE_MS)).toEqual([]);
      expect(briefText(copy)).toBe(before);
      expect(briefRecord(copy).ticks).not.toEqual([]);
    },
  );

  it('goes on when nobody reads its progress any more', async () => {
    const words = ['verify', copy.folder, '--engine', 'none', '--only', 'dockerfile/*', '--allow-unproven'];
    const { exitCode } = tickproof(words);
    const child = spawn(execPath, [inject('cli'), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.stderr.destroy();
    let told = '';
    for await (const chunk of child.stdout) told += String(chunk);
    expect(told).toContain('dockerfile/valid');
    expect(await ended).toBe(exitCode);
  });
});
