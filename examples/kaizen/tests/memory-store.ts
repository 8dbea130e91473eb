import { type Entry, type Event, GENESIS, link } from '../src/chain.ts';
import type { Agent, Condition, Run, Store } from '../src/store.ts';

/** The store's contract without a database, for tests only. */
export class MemoryStore implements Store {
  readonly trail: Entry[] = [];
  readonly #agents = new Map<string, Agent>();
  readonly #runs = new Map<string, Run>();
  /** Set, every call fails as if the database were gone. */
  gone: Error | null = null;

  async condition(): Promise<Condition> {
    this.#ask();
    return { migrations: 2, head: this.trail.at(-1) ?? GENESIS };
  }

  async addAgent(agent: Agent, event: Event): Promise<boolean> {
    this.#ask();
    if (this.#agents.has(agent.name)) return false;
    this.#agents.set(agent.name, agent);
    await this.record(event);
    return true;
  }

  async agents(): Promise<readonly Agent[]> {
    this.#ask();
    return [...this.#agents.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async agent(name: string): Promise<Agent | null> {
    this.#ask();
    return this.#agents.get(name) ?? null;
  }

  async startRun(run: Run, event: Event): Promise<void> {
    await this.finishRun(run, event);
  }

  async finishRun(run: Run, event: Event): Promise<Entry> {
    const entry = await this.record(event);
    this.#runs.set(run.id, run);
    return entry;
  }

  async run(id: string): Promise<Run | null> {
    this.#ask();
    return this.#runs.get(id) ?? null;
  }

  async record(event: Event): Promise<Entry> {
    this.#ask();
    const entry = link(this.trail.at(-1) ?? GENESIS, event, new Date());
    this.trail.push(entry);
    return entry;
  }

  async entries(after: number, limit: number): Promise<readonly Entry[]> {
    this.#ask();
    return this.trail.filter(({ seq }) => seq > after).slice(0, limit);
  }

  #ask(): void {
    if (this.gone) throw this.gone;
  }
}
