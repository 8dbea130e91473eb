import { expect, it } from 'vitest';
import type { StackChange, Target } from '../../domain/index.ts';
import { paceOf } from './pace.ts';
import type { Seen } from './services.ts';

const target = (stack?: StackChange | null): Target =>
  ({
    stack: { timeoutMs: 60_000 },
    run: { windowMs: 31_000 },
    ...(stack === undefined ? {} : { changed: { patienceMs: 9_000, windowMs: 2_000, ...(stack ? { stack } : {}) } }),
  }) as unknown as Target; // what is read of it

const seen = (service: string, status: string | null, standing: Seen['standing'] = 'waits', restartCount = 0): Seen =>
  ({ service, standing, state: status === null ? null : { status, restartCount } }) as unknown as Seen; // what is looked at

const one = { asked: ['web'], whole: false };
const settled = (change: StackChange, its: readonly Seen[], { hasEnded = false, nowMs = 0, wants = one } = {}) =>
  paceOf(target(change), wants).isSettled({ seen: its, hasEnded, nowMs });

it('is patient with the original, and brief with it the second time', () => {
  expect(paceOf(target(), one)).toMatchObject({ timeoutMs: 60_000, windowMs: 10_000, settleMs: 1_000, graceMs: 5_000 });
  expect(paceOf(target(null), one)).toMatchObject({ timeoutMs: 9_000, windowMs: 2_000, isSingle: false });
  expect(paceOf(target({ forgets: true }), one)).toMatchObject({ timeoutMs: 9_000, windowMs: 0, settleMs: 0 });
});

it('waits only for the service that is changed', () => {
  const ends: StackChange = { service: 'web', run: { act: { do: 'exit', code: 1 } } };
  expect(paceOf(target(ends), one).isSingle).toBe(true);
  expect(settled(ends, [seen('web', null), seen('db', 'exited', 'failed')])).toBe(false);
  expect(settled(ends, [seen('web', 'created')])).toBe(false);
  expect(settled(ends, [seen('web', 'created')], { hasEnded: true })).toBe(true);
  expect(settled(ends, [seen('web', 'running')])).toBe(false);
  expect(settled(ends, [seen('web', 'exited', 'failed'), seen('db', 'running')])).toBe(true);
  expect(settled(ends, [seen('web', 'restarting')])).toBe(true);
  expect(settled(ends, [seen('web', 'running', 'waits', 1)])).toBe(true);
});

it('gives what is printed first of all time to be read', () => {
  const { isSettled } = paceOf(target({ service: 'web', run: { act: { do: 'sleep' } } }), one);
  const look = (nowMs: number) => isSettled({ seen: [seen('web', 'running')], hasEnded: false, nowMs });
  expect([look(1_000), look(1_200), look(1_400)]).toEqual([false, false, true]);
});

it('waits for all where the service goes on and more is asked than its log', () => {
  const prints: StackChange = { service: 'web', run: { act: { do: 'print', stream: 'stderr', text: 'x' } } };
  const running = [seen('web', 'running', 'well')];
  expect(settled(prints, running)).toBe(false);
  expect(paceOf(target(prints), one).isSingle).toBe(false);
  const { isSettled, isSingle } = paceOf(target(prints), { asked: [], whole: false });
  expect([isSettled({ seen: running, hasEnded: false, nowMs: 0 }), isSingle]).toEqual([false, true]);
  expect(isSettled({ seen: running, hasEnded: false, nowMs: 500 })).toBe(true);
});

it('waits for the first restart of what runs a while, and for more of what ends at once', () => {
  const ends = (afterMs: number): StackChange => ({
    service: 'web',
    run: { act: { do: 'exit', code: 1, afterMs }, restarts: true },
  });
  expect(settled(ends(1_500), [seen('web', 'exited', 'failed')])).toBe(false);
  expect(settled(ends(1_500), [seen('web', 'running', 'waits', 1)])).toBe(true);
  expect(settled(ends(100), [seen('web', 'running', 'waits', 2)])).toBe(false);
  expect(settled(ends(100), [seen('web', 'restarting', 'failed', 3)])).toBe(true);
});

it('asks a service that is cut off as soon as it runs and the others are well', () => {
  const cut: StackChange = { apart: ['web'] };
  expect(settled(cut, [seen('web', 'running'), seen('db', 'running')])).toBe(false);
  expect(settled(cut, [seen('web', 'created'), seen('db', 'running', 'well')])).toBe(false);
  expect(settled(cut, [seen('web', 'running'), seen('db', 'running', 'well')])).toBe(true);
  const led: StackChange = { hosts: { db: '255.255.255.255' } };
  expect(settled(led, [seen('web', 'running'), seen('db', 'running')])).toBe(true);
  expect(settled({ ...led, service: 'db' }, [seen('web', 'running'), seen('db', 'running')])).toBe(false);
});

it('goes down as soon as `up` has ended, where only that is asked', () => {
  expect(settled({ outsider: true }, [seen('web', 'running')])).toBe(false);
  expect(settled({ outsider: true }, [seen('web', 'running')], { hasEnded: true })).toBe(true);
  expect(settled({ outsider: true }, [seen('web', null)], { hasEnded: true })).toBe(false);
});

it('brings up only what is asked, where the helper stands for it', () => {
  const only = (change: StackChange, wants: { asked: readonly string[]; whole: boolean }) =>
    paceOf(target(change), wants).only;
  const sleeps: StackChange = { service: 'web', run: { act: { do: 'sleep' } } };
  const prints: StackChange = { service: 'web', run: { act: { do: 'print', stream: 'stderr', text: 'x' } } };
  expect(only(sleeps, one)).toBe('web');
  expect(only(sleeps, { asked: ['db'], whole: false })).toBe(null);
  expect(only(sleeps, { asked: [], whole: true })).toBe(null);
  expect(only(prints, { asked: [], whole: false })).toBe('web');
  expect(only(prints, one)).toBe(null);
  expect(only({ service: 'web', run: { env: {} } }, one)).toBe(null);
  expect(only({ apart: ['web'] }, one)).toBe(null);
});
