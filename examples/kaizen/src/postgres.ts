import pg from 'pg';
import { type Entry, type Event, GENESIS, type Head, link } from './chain.ts';
import type { DatabaseConfig } from './config.ts';
import { type Log, reasonOf } from './log.ts';
import { MIGRATIONS, migrate } from './migrations.ts';
import type { Agent, Condition, Run, Store } from './store.ts';

const CONNECT_TIMEOUT_MS = 2_000;
const QUERY_TIMEOUT_MS = 5_000;
/** Who asks for the health waits less long than who wants something done. */
const CONDITION = {
  text: `
    SELECT (SELECT count(*)::int FROM schema_migrations) AS migrations, last.seq, last.hash
    FROM (SELECT 1) AS one LEFT JOIN (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1) AS last ON true`,
  query_timeout: 2_000,
};
/** Held while an entry is appended: each must know the one before it. */
const APPEND_LOCK = 5_246_002;

/** The store in PostgreSQL, over a pool of connections that are made when they are needed. */
export class PostgresStore implements Store {
  readonly #pool: pg.Pool;
  #isMigrated = false;
  readonly #address: pg.ClientConfig;

  constructor({ host, port, name, user, password, poolSize }: DatabaseConfig, log: Log) {
    this.#address = {
      host,
      port,
      database: name,
      user,
      password,
      application_name: 'kaizen',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    };
    this.#pool = new pg.Pool({
      ...this.#address,
      max: poolSize,
      statement_timeout: QUERY_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS + 500, // for a server that does not even say that it timed out
      idle_in_transaction_session_timeout: 2 * QUERY_TIMEOUT_MS,
    });
    // Without a listener a connection that breaks while idle would end the process.
    this.#pool.on('error', (error) => log('WARN', 'a database connection was lost', { reason: reasonOf(error) }));
  }

  /** Brings the schema up to date; returns how many migrations were applied. On a connection of its own: it may take long. */
  async migrate(): Promise<number> {
    const client = new pg.Client(this.#address);
    client.on('error', () => undefined); // the query that meets it says so
    try {
      await client.connect();
      const applied = await migrate(client);
      this.#isMigrated = true;
      return applied;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Asks for no table that this service has not seen to: a question too early would stand as an error in the server's log. */
  async condition(): Promise<Condition> {
    if (!this.#isMigrated) throw new Error('the migrations are not done yet');
    const { rows } = await this.#pool.query<{ migrations: number; seq: string | null; hash: string | null }>(CONDITION);
    const { migrations = 0, seq = null, hash = null } = rows[0] ?? {};
    if (migrations < MIGRATIONS.length) throw new Error(`${migrations} of ${MIGRATIONS.length} migrations are applied`);
    return { migrations, head: seq === null || hash === null ? GENESIS : { seq: Number(seq), hash } };
  }

  addAgent({ name, executor, registeredAt }: Agent, event: Event): Promise<boolean> {
    return this.#inTransaction(async (client) => {
      const { rowCount } = await client.query(
        'INSERT INTO agents (name, executor, registered_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [name, JSON.stringify(executor), registeredAt],
      );
      if (rowCount !== 1) return false;
      await append(client, event);
      return true;
    });
  }

  async agents(): Promise<readonly Agent[]> {
    const { rows } = await this.#pool.query<AgentRow>('SELECT name, executor, registered_at FROM agents ORDER BY name');
    return rows.map(agentOf);
  }

  async agent(name: string): Promise<Agent | null> {
    const { rows } = await this.#pool.query<AgentRow>('SELECT name, executor, registered_at FROM agents WHERE name = $1', [name]);
    return rows[0] ? agentOf(rows[0]) : null;
  }

  startRun({ id, agent, task, status, startedAt }: Run, event: Event): Promise<void> {
    return this.#inTransaction(async (client) => {
      await client.query('INSERT INTO runs (id, agent, task, status, started_at) VALUES ($1, $2, $3, $4, $5)', [
        id,
        agent,
        task,
        status,
        startedAt,
      ]);
      await append(client, event);
    });
  }

  finishRun({ id, status, output, reason, finishedAt }: Run, event: Event): Promise<Entry> {
    return this.#inTransaction(async (client) => {
      await client.query('UPDATE runs SET status = $2, output = $3, reason = $4, finished_at = $5 WHERE id = $1', [
        id,
        status,
        output,
        reason,
        finishedAt,
      ]);
      return append(client, event);
    });
  }

  async run(id: string): Promise<Run | null> {
    const { rows } = await this.#pool.query<RunRow>('SELECT * FROM runs WHERE id = $1', [id]);
    return rows[0] ? runOf(rows[0]) : null;
  }

  record(event: Event): Promise<Entry> {
    return this.#inTransaction((client) => append(client, event));
  }

  async entries(after: number, limit: number): Promise<readonly Entry[]> {
    const { rows } = await this.#pool.query<EntryRow>('SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2', [after, limit]);
    return rows.map((row) => ({ ...row, seq: Number(row.seq), at: row.at.toISOString() }));
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken: boolean | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (thrown) {
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
      throw thrown;
    } finally {
      client.release(broken);
    }
  }
}

/** Appends one entry. The lock is let go when the transaction ends, so that the next one sees this entry. */
async function append(client: pg.ClientBase, event: Event): Promise<Entry> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [APPEND_LOCK]);
  const { rows } = await client.query<{ seq: string; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
  const head: Head = rows[0] ? { seq: Number(rows[0].seq), hash: rows[0].hash } : GENESIS;
  const entry = link(head, event, new Date());
  await client.query('INSERT INTO audit (seq, at, actor, action, detail, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
    entry.seq,
    entry.at,
    entry.actor,
    entry.action,
    entry.detail,
    entry.previous,
    entry.hash,
  ]);
  return entry;
}

interface AgentRow {
  readonly name: string;
  readonly executor: Agent['executor'];
  readonly registered_at: Date;
}

interface RunRow {
  readonly id: string;
  readonly agent: string;
  readonly task: string;
  readonly status: Run['status'];
  readonly output: string | null;
  readonly reason: string | null;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

interface EntryRow extends Omit<Entry, 'seq' | 'at'> {
  readonly seq: string;
  readonly at: Date;
}

function agentOf({ name, executor, registered_at }: AgentRow): Agent {
  return { name, executor, registeredAt: registered_at.toISOString() };
}

function runOf({ started_at, finished_at, ...row }: RunRow): Run {
  return { ...row, startedAt: started_at.toISOString(), finishedAt: finished_at?.toISOString() ?? null };
}
