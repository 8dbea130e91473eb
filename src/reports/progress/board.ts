import { type Tick, unreachable, type VerifyEvent } from '../../domain/index.ts';
import type { Standing } from '../../record/index.ts';
import { signOf } from '../glyph.ts';

/** A piece of work that is going on. */
export interface Running {
  readonly id: string;
  readonly title: string;
  readonly startedMs: number;
  detail: string;
  share: number | null;
}

/** What is known of a run while it goes on: which work is under way, and how the ticks stand. */
export class Board {
  readonly startedMs: number;
  readonly #running = new Map<string, Running>();
  readonly #counts = new Map<Standing, number>();
  #criteria = 0;

  constructor(startedMs: number) {
    this.startedMs = startedMs;
  }

  get criteria(): number {
    return this.#criteria;
  }

  /** Work under way, parts of a work right behind it. */
  get running(): readonly Running[] {
    const all = [...this.#running.values()];
    const wholes = all.filter(({ id }) => !this.#running.has(wholeOf(id)) || wholeOf(id) === id);
    return wholes.flatMap((whole) => [whole, ...all.filter((it) => it !== whole && wholeOf(it.id) === whole.id)]);
  }

  get judged(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  count(standing: Standing): number {
    return this.#counts.get(standing) ?? 0;
  }

  work(id: string): Running | undefined {
    return this.#running.get(id);
  }

  /** Whether it is a part of a work that is shown too. */
  isPart(id: string): boolean {
    return wholeOf(id) !== id && this.#running.has(wholeOf(id));
  }

  take(event: VerifyEvent, nowMs: number): void {
    switch (event.kind) {
      case 'plan':
        this.#criteria = event.criteria;
        return;
      case 'work-started':
        this.#running.set(event.id, { id: event.id, title: event.title, startedMs: nowMs, detail: '', share: null });
        return;
      case 'work-progress':
        this.#goOn(event.id, event.detail, event.share ?? null);
        return;
      case 'work-ended':
        this.#running.delete(event.id);
        return;
      case 'tick':
        this.#countTick(event.tick);
        return;
      case 'warning':
        return;
      default:
        unreachable(event);
    }
  }

  #goOn(id: string, detail: string, share: number | null): void {
    const running = this.#running.get(id);
    if (!running) return; // a straggler of work that has ended
    running.detail = detail;
    running.share = share === null ? null : Math.min(1, Math.max(0, share));
  }

  #countTick(tick: Tick): void {
    const { standing } = signOf(tick);
    this.#counts.set(standing, this.count(standing) + 1);
  }
}

/** `run:starts` is a part of `run`. */
function wholeOf(id: string): string {
  return id.split(':')[0] ?? id;
}
