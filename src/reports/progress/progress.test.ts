import { describe, expect, it } from 'vitest';
import { canonicalRecord } from '../../../test/golden/record.ts';
import { Screen } from '../../../test/golden/screen.ts';
import type { VerifyEvent } from '../../domain/index.ts';
import { widthOf } from '../text/width.ts';
import { type ProgressOptions, progressFor } from './progress.ts';

/** A terminal and a clock that the test moves. */
function shown(options: Partial<ProgressOptions> = {}) {
  const screen = new Screen();
  let text = '';
  let nowMs = 0;
  let pulse = () => {};
  let stopped = false;
  const progress = progressFor({
    err: (part) => {
      text += part;
      screen.write(part);
    },
    env: {},
    live: true,
    columns: 100,
    colour: false,
    quiet: false,
    toStderr: false,
    now: () => nowMs,
    every: (_ms, work) => {
      pulse = work;
      return () => {
        stopped = true;
      };
    },
    ...options,
  });
  const passMs = (ms: number) => {
    nowMs += ms;
    pulse();
  };
  return { ...progress, screen, written: () => text, passMs, isStopped: () => stopped };
}

const plan: VerifyEvent = { kind: 'plan', criteria: 16, reused: 1, counterProofs: 31, work: ['build', 'compose@mac'] };
const started = (id: string, title = id): VerifyEvent => ({ kind: 'work-started', id, title });

function tick(id: string): VerifyEvent {
  const found = canonicalRecord.ticks.find(({ criterion }) => criterion.id === id);
  if (!found) throw new Error(`there is no tick ${id}`);
  return {
    kind: 'tick',
    tick: found,
    counterProofs: canonicalRecord.counterProofs.filter(({ criterion }) => criterion === id),
  };
}

describe('on a terminal', () => {
  it('says the plan before anything happens', () => {
    const it = shown();
    it.event(plan);
    expect(it.screen.text()).toContain(
      '16 criteria · 1 still true from the last record · 15 to judge · 31 counter-proofs',
    );
    expect(it.screen.text()).toContain('needs build, compose mac');
  });

  it('says what the counter-proofs will start; what is reused is counted once, as criteria', () => {
    const it = shown();
    it.event({ ...plan, proofs: { reused: 12, containers: 18, stacks: 9, builds: 1 } });
    expect(it.screen.text()).toContain(
      'proof: about 18 container starts, 9 stack starts, 1 build; fewer where the cache has them',
    );
    expect(it.screen.text()).not.toContain('reused');
    const none = shown();
    none.event({ ...plan, proofs: { reused: 41, containers: 0, stacks: 0, builds: 0 } });
    expect(none.screen.text()).not.toContain('proof:');
  });

  it('shows the worlds that counter-proofs are made in as one work with its parts', () => {
    const it = shown();
    it.event(plan);
    it.event(started('proof', 'counter-proofs'));
    it.event(started('proof:run', 'containers'));
    it.event({
      kind: 'work-progress',
      id: 'proof',
      detail: 'a silent sleeper in place of the service · 3 of 26',
      share: 3 / 26,
    });
    it.passMs(12_000);
    expect(it.screen.text()).toMatch(
      /counter-proofs +a silent sleeper in place of the service · 3 of 26 +━─{11} +12 s/,
    );
    expect(it.screen.text()).toMatch(/· containers +12 s/);
    it.event({ kind: 'work-ended', id: 'proof:run', outcome: 'done' });
    it.event({ kind: 'work-ended', id: 'proof', outcome: 'done', detail: '26 worlds' });
    it.passMs(100);
    expect(it.screen.text()).toMatch(/· +counter-proofs: 26 worlds +done +12 s/);
    expect(it.screen.text()).not.toContain('containers');
  });

  it('shows what is running, how far it is and for how long', () => {
    const it = shown();
    it.event(plan);
    it.event(started('build'));
    it.event({ kind: 'work-progress', id: 'build', detail: '[builder 3/7] RUN npm ci', share: 0.5 });
    it.passMs(38_000);
    expect(it.screen.text()).toMatch(/build +\[builder 3\/7\] RUN npm ci +━{6}─{6} +38 s/);
    it.event({ kind: 'work-ended', id: 'build', outcome: 'done' });
    it.passMs(100);
    expect(it.screen.text()).toMatch(/· +build +done +38 s/);
    expect(it.screen.text()).not.toContain('npm ci');
  });

  it('keeps what does not hold, and lets the rest go when the report comes', () => {
    const it = shown();
    it.event(plan);
    for (const id of ['R-P0-3', 'PROD-001.2', 'PROD-001.3', 'A8', 'image/no-secrets', 'R-P0-1']) it.event(tick(id));
    expect(it.screen.text()).toContain('✅ A8');
    it.end();
    expect(it.screen.text()).toContain('❌ R-P0-1');
    expect(it.screen.text()).not.toContain('✅');
    expect(it.screen.text()).toContain('6 of 16 judged');
  });

  it('keeps every row where no report for people follows', () => {
    const it = shown({ toStderr: true });
    it.event(plan);
    it.event(tick('R-P0-3'));
    it.end();
    expect(it.screen.text()).toMatch(/✅ R-P0-3 .* USER tmws \(uid 1000.*proven 3\/3 +12 ms/);
  });

  it('shows warnings with what to do', () => {
    const it = shown();
    it.event(plan);
    it.event({ kind: 'warning', message: 'the host is busy', remedy: 'Run again.' });
    it.end();
    expect(it.screen.text()).toContain('!  the host is busy\n    → Run again.');
  });

  it('hides the cursor while it draws and gives it back, on an interruption at once', () => {
    const interruption = new AbortController();
    const it = shown({ signal: interruption.signal });
    it.event(plan);
    expect(it.screen.isCursorShown).toBe(false);
    interruption.abort('SIGINT');
    expect(it.screen.isCursorShown).toBe(true);
    it.passMs(100);
    expect(it.screen.isCursorShown).toBe(true);
    const other = shown();
    other.event(plan);
    other.end();
    expect(other.screen.isCursorShown).toBe(true);
    expect(other.isStopped()).toBe(true);
  });

  it('says nothing more after its end', () => {
    const it = shown();
    it.event(plan);
    it.end();
    const before = it.written();
    it.end();
    it.event(tick('R-P0-1'));
    expect(it.written()).toBe(before);
  });

  it('never writes wider than the terminal, whatever the work is called', () => {
    const it = shown({ columns: 60 });
    it.event(plan);
    it.event(started('run', 'コンテナを起動しています、しばらくお待ちください'));
    it.event({ kind: 'work-progress', id: 'run', detail: `\u001b[2J\n${'very long '.repeat(30)}`, share: 7 });
    for (const { criterion } of canonicalRecord.ticks) it.event(tick(criterion.id));
    it.passMs(100);
    for (const line of it.screen.text().split('\n')) expect(widthOf(line)).toBeLessThan(60);
  });

  it('keeps the region small, however much is running', () => {
    const it = shown();
    it.event(plan);
    for (let index = 0; index < 30; index += 1) it.event(started(`run:${index}`));
    it.passMs(100);
    expect(it.screen.text()).toContain('and 24 more');
    expect(it.screen.rows.length).toBeLessThan(16);
  });
});

describe('without a terminal', () => {
  it('writes a line per event and no codes', () => {
    const it = shown({ live: false });
    it.event(plan);
    it.event(started('build'));
    it.event({ kind: 'work-progress', id: 'build', detail: 'x' });
    it.event({ kind: 'work-ended', id: 'build', outcome: 'failed', detail: 'exit code 1' });
    it.event(tick('R-P0-1'));
    it.end();
    expect(it.written()).not.toContain('\u001b');
    expect(it.written().trimEnd().split('\n')).toHaveLength(5);
    expect(it.written()).toMatch(/build: exit code 1 +failed +0 ms/);
  });

  it('gives a sign of life after 30 s of silence, not before', () => {
    const it = shown({ live: false });
    it.event(started('build'));
    it.event({ kind: 'work-progress', id: 'build', detail: 'RUN npm ci' });
    it.passMs(29_000);
    expect(it.written()).not.toContain('still at it');
    it.passMs(1000);
    expect(it.written()).toContain('still at it: build 30 s (RUN npm ci)');
    it.passMs(29_000);
    expect(it.written().match(/still at it/g)).toHaveLength(1);
  });

  it('folds on GitHub and takes no orders from what is printed', () => {
    const it = shown({ live: false, env: { GITHUB_ACTIONS: 'true' } });
    it.event(plan);
    it.event({ kind: 'warning', message: '::error::taken over ##[group]', remedy: '::stop-commands::x' });
    it.end();
    expect(it.written().match(/^\s*::.*$/gm)).toEqual(['::group::tickproof: 16 criteria', '::endgroup::']);
    expect(it.written()).not.toContain('##[');
  });

  it('speaks ASCII where the locale knows no more', () => {
    const it = shown({ live: false, env: { LANG: 'C' } });
    it.event(plan);
    it.event(tick('R-P0-3'));
    expect(it.written()).not.toMatch(/[^\p{ASCII}]/u);
    expect(it.written()).toContain('ok R-P0-3');
  });
});

it('is silent when asked to be', () => {
  const it = shown({ quiet: true });
  it.event(plan);
  it.end();
  expect(it.written()).toBe('');
});
