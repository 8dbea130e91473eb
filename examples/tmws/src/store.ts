import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { dot, fromBytes, toBytes } from './vectors.ts';

export interface Memory {
  readonly id: number;
  readonly content: string;
  readonly tags: readonly string[];
  readonly createdAt: string;
}

export type FoundMemory = Memory & { readonly score: number };

export const STEP_STATUSES = ['planned', 'running', 'done', 'failed', 'skipped'] as const;

export interface NewStep {
  readonly workflow: string;
  readonly step: string;
  readonly status: (typeof STEP_STATUSES)[number];
  readonly detail?: string | undefined;
}

export type WorkflowStep = NewStep & { readonly id: number; readonly recordedAt: string };

const SCHEMA_VERSION = 1;
const SCHEMA = `
  CREATE TABLE memories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    content TEXT NOT NULL,
    tags TEXT NOT NULL CHECK (json_valid(tags)),
    model TEXT NOT NULL,
    embedding BLOB NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX memories_by_model ON memories (model);
  CREATE TABLE workflow_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workflow TEXT NOT NULL,
    step TEXT NOT NULL,
    status TEXT NOT NULL,
    detail TEXT,
    recorded_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX workflow_steps_by_workflow ON workflow_steps (workflow, id);
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

interface MemoryRow {
  readonly id: number;
  readonly content: string;
  readonly tags: string;
  readonly created_at: string;
}

interface StepRow {
  readonly id: number;
  readonly workflow: string;
  readonly step: string;
  readonly status: NewStep['status'];
  readonly detail: string | null;
  readonly recorded_at: string;
}

/** Memories with their embeddings, and workflow steps, in one SQLite file. */
export class Store {
  readonly #db: DatabaseSyncInstance;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.#db = new DatabaseSync(join(dataDir, 'tmws.db'));
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000; PRAGMA temp_store = MEMORY');
    this.#migrate();
  }

  #migrate(): void {
    const { user_version: found } = this.#db.prepare('PRAGMA user_version').get() as { user_version: number };
    if (found > SCHEMA_VERSION) {
      this.#db.close();
      throw new Error(`the database has schema ${found}, this version knows up to ${SCHEMA_VERSION}`);
    }
    if (found === 0) this.#db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`);
  }

  counts(): { memories: number; workflowSteps: number } {
    const counted = 'SELECT (SELECT count(*) FROM memories) AS memories, (SELECT count(*) FROM workflow_steps) AS workflowSteps';
    return this.#db.prepare(counted).get() as { memories: number; workflowSteps: number };
  }

  addMemory(content: string, tags: readonly string[], model: string, embedding: Float32Array): Memory {
    const row = this.#db
      .prepare('INSERT INTO memories (content, tags, model, embedding, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id, content, tags, created_at')
      .get(content, JSON.stringify(tags), model, toBytes(embedding), new Date().toISOString());
    return memoryOf(row as MemoryRow);
  }

  /** The newest first; `beforeId` goes on from the last one of a page. */
  listMemories(limit: number, beforeId = Number.MAX_SAFE_INTEGER): Memory[] {
    const rows = this.#db
      .prepare('SELECT id, content, tags, created_at FROM memories WHERE id < ? ORDER BY id DESC LIMIT ?')
      .all(beforeId, limit);
    return (rows as MemoryRow[]).map(memoryOf);
  }

  /**
   * The memories nearest to `query` by cosine. Every embedding is looked at: exact, and one blob is in memory at a time.
   * Embeddings of other models, or of another length, mean something else and are left out.
   */
  searchMemories(query: Float32Array, model: string, limit: number, tag?: string): FoundMemory[] {
    const candidates = this.#db
      .prepare(
        `SELECT id, embedding FROM memories WHERE model = ? AND length(embedding) = ?
         AND (? IS NULL OR EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?))`,
      )
      .iterate(model, query.byteLength, tag ?? null, tag ?? null) as Iterable<{ id: number; embedding: Uint8Array }>;
    const scores: { id: number; score: number }[] = [];
    for (const { id, embedding } of candidates) scores.push({ id, score: dot(query, fromBytes(embedding)) });
    const byId = this.#db.prepare('SELECT id, content, tags, created_at FROM memories WHERE id = ?');
    return scores
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, limit)
      .map(({ id, score }) => ({ ...memoryOf(byId.get(id) as MemoryRow), score: Math.round(score * 1e6) / 1e6 }));
  }

  addStep({ workflow, step, status, detail }: NewStep): WorkflowStep {
    const row = this.#db
      .prepare('INSERT INTO workflow_steps (workflow, step, status, detail, recorded_at) VALUES (?, ?, ?, ?, ?) RETURNING *')
      .get(workflow, step, status, detail ?? null, new Date().toISOString());
    return stepOf(row as StepRow);
  }

  /** In the order in which they were recorded; the newest `limit` of them. */
  listSteps(workflow: string, limit: number): WorkflowStep[] {
    const rows = this.#db.prepare('SELECT * FROM workflow_steps WHERE workflow = ? ORDER BY id DESC LIMIT ?').all(workflow, limit);
    return (rows as StepRow[]).map(stepOf).reverse();
  }

  close(): void {
    this.#db.close();
  }
}

function memoryOf({ id, content, tags, created_at: createdAt }: MemoryRow): Memory {
  return { id, content, tags: JSON.parse(tags) as string[], createdAt };
}

function stepOf({ recorded_at: recordedAt, detail, ...row }: StepRow): WorkflowStep {
  return { ...row, ...(detail === null ? {} : { detail }), recordedAt };
}
