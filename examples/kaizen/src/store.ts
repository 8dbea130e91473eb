import type { Entry, Event, Head } from './chain.ts';

/** Who does the work: a tool of this service, or a model behind the configured endpoint. */
export type Executor =
  | { readonly kind: 'tool'; readonly tool: string }
  | { readonly kind: 'model'; readonly model: string; readonly instructions: string };

export interface Agent {
  readonly name: string;
  readonly executor: Executor;
  readonly registeredAt: string;
}

export interface Run {
  readonly id: string;
  readonly agent: string;
  readonly task: string;
  readonly status: 'running' | 'succeeded' | 'failed';
  readonly output: string | null;
  readonly reason: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/** What the database says about itself. */
export interface Condition {
  readonly migrations: number;
  readonly head: Head;
}

/** Every change and the audit entry that tells of it are one: either both are kept, or neither. */
export interface Store {
  /** Rejects when the database cannot be asked, or has not been migrated. */
  condition(): Promise<Condition>;
  /** `false`: there is one of that name already, and nothing was changed. */
  addAgent(agent: Agent, event: Event): Promise<boolean>;
  agents(): Promise<readonly Agent[]>;
  agent(name: string): Promise<Agent | null>;
  startRun(run: Run, event: Event): Promise<void>;
  finishRun(run: Run, event: Event): Promise<Entry>;
  run(id: string): Promise<Run | null>;
  record(event: Event): Promise<Entry>;
  /** Entries after a position, in order. */
  entries(after: number, limit: number): Promise<readonly Entry[]>;
}

const PAGE = 1_000;

/** The whole trail, page by page. */
export async function* allEntries(store: Pick<Store, 'entries'>): AsyncGenerator<Entry> {
  for (let after = 0; ; ) {
    const page = await store.entries(after, PAGE);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.seq;
  }
}
