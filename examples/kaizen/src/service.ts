import { createHash, randomUUID } from 'node:crypto';
import type { ModelConfig } from './config.ts';
import { type Log, reasonOf } from './log.ts';
import { askModel } from './model.ts';
import type { Agent, Executor, Run, Store } from './store.ts';
import { toolNamed } from './tools.ts';

export type Registered =
  | { readonly status: 'registered'; readonly agent: Agent }
  | { readonly status: 'exists' }
  | { readonly status: 'refused'; readonly reason: string };

/** Registers agents and runs their tasks; the store keeps every step together with its audit entry. */
export class Service {
  readonly #store: Store;
  readonly #model: ModelConfig | null;
  readonly #log: Log;

  constructor(store: Store, model: ModelConfig | null, log: Log) {
    this.#store = store;
    this.#model = model;
    this.#log = log;
  }

  async register(name: string, executor: Executor): Promise<Registered> {
    if (executor.kind === 'tool' && toolNamed(executor.tool) === undefined)
      return { status: 'refused', reason: `there is no tool ${executor.tool}` };
    if (executor.kind === 'model' && this.#model === null)
      return { status: 'refused', reason: 'no model endpoint is configured (KAIZEN_MODEL_URL)' };
    const agent: Agent = { name, executor, registeredAt: new Date().toISOString() };
    const added = await this.#store.addAgent(agent, { actor: 'api', action: 'agent.registered', detail: { agent: name, executor } });
    return added ? { status: 'registered', agent } : { status: 'exists' };
  }

  /** Runs a task to its end; null: there is no such agent. A task that fails is a run that says why. */
  async run(name: string, task: string): Promise<Run | null> {
    const agent = await this.#store.agent(name);
    if (agent === null) return null;
    const started: Run = {
      id: randomUUID(),
      agent: name,
      task,
      status: 'running',
      output: null,
      reason: null,
      startedAt: new Date().toISOString(),
      finishedAt: null,
    };
    await this.#store.startRun(started, { actor: name, action: 'run.started', detail: { run: started.id, task: digest(task) } });
    const finished: Run = { ...started, ...(await this.#execute(agent.executor, task)), finishedAt: new Date().toISOString() };
    // The trail tells what happened without repeating the texts: they may be personal, and can never be deleted from it.
    const { status, output, reason } = finished;
    const detail = { run: started.id, ...(output === null ? { reason } : { output: digest(output) }) };
    await this.#store.finishRun(finished, { actor: name, action: `run.${status}`, detail });
    return finished;
  }

  async #execute(executor: Executor, task: string): Promise<Pick<Run, 'status' | 'output' | 'reason'>> {
    try {
      return { status: 'succeeded', output: await this.#outputOf(executor, task), reason: null };
    } catch (thrown) {
      const reason = reasonOf(thrown);
      this.#log('WARN', 'a run failed', { executor: executor.kind, reason });
      return { status: 'failed', output: null, reason };
    }
  }

  async #outputOf(executor: Executor, task: string): Promise<string> {
    if (executor.kind === 'tool') {
      const tool = toolNamed(executor.tool);
      if (tool === undefined) throw new Error(`there is no tool ${executor.tool} any more`);
      return tool(task);
    }
    if (this.#model === null) throw new Error('no model endpoint is configured any more');
    return askModel(this.#model, { ...executor, task });
  }
}

function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
