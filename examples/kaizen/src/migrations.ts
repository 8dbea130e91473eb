import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';

interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

/** Only ever added to: what has been applied is never edited, and its checksum says whether it was. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    name: 'agents and runs',
    sql: `
      CREATE TABLE agents (
        name text PRIMARY KEY,
        executor jsonb NOT NULL,
        registered_at timestamptz(3) NOT NULL
      );
      CREATE TABLE runs (
        id uuid PRIMARY KEY,
        agent text NOT NULL REFERENCES agents (name),
        task text NOT NULL,
        status text NOT NULL CHECK (status IN ('running', 'succeeded', 'failed')),
        output text,
        reason text,
        started_at timestamptz(3) NOT NULL,
        finished_at timestamptz(3),
        CHECK ((status = 'running') = (finished_at IS NULL))
      );
      CREATE INDEX runs_by_agent ON runs (agent, started_at);`,
  },
  {
    id: 2,
    name: 'append-only audit trail',
    sql: `
      CREATE TABLE audit (
        seq bigint PRIMARY KEY CHECK (seq > 0),
        at timestamptz(3) NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        detail text NOT NULL,
        previous char(64) NOT NULL,
        hash char(64) NOT NULL UNIQUE
      );

      CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit trail is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse();
      CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

      CREATE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE last audit%ROWTYPE;
      BEGIN
        SELECT * INTO last FROM audit ORDER BY seq DESC LIMIT 1;
        IF NEW.seq <> coalesce(last.seq, 0) + 1 OR NEW.previous <> coalesce(last.hash, repeat('0', 64)) THEN
          RAISE EXCEPTION 'entry % does not follow the last one', NEW.seq USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER audit_in_order BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_link();`,
  },
];

/** Two services that start at once migrate one after the other. */
const MIGRATION_LOCK = 5_246_001;

/** The database was migrated by something else than this service: going on would harm it. */
export class MigrationMismatch extends Error {}

/** Applies what is missing, each in a transaction of its own. Returns how many were. */
export async function migrate(client: ClientBase): Promise<number> {
  await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query(
      "SELECT set_config('client_min_messages', 'warning', false)", // "already exists, skipping" is no news
    );
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (id int PRIMARY KEY, name text NOT NULL, checksum char(64) NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query<{ id: number; checksum: string }>('SELECT id, checksum FROM schema_migrations ORDER BY id');
    refuseStrange(rows);
    const missing = MIGRATIONS.filter(({ id }) => !rows.some((row) => row.id === id));
    for (const migration of missing) await apply(client, migration);
    return missing.length;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined); // a lost connection has no lock
  }
}

function refuseStrange(applied: readonly { readonly id: number; readonly checksum: string }[]): void {
  for (const { id, checksum } of applied) {
    const known = MIGRATIONS.find((it) => it.id === id);
    if (known === undefined)
      throw new MigrationMismatch(`the database has migration ${id}, which this version does not know: run the newer version`);
    if (checksumOf(known) !== checksum) throw new MigrationMismatch(`migration ${id} is not the one that was applied`);
  }
}

async function apply(client: ClientBase, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migrations (id, name, checksum) VALUES ($1, $2, $3)', [
      migration.id,
      migration.name,
      checksumOf(migration),
    ]);
    await client.query('COMMIT');
  } catch (thrown) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw thrown;
  }
}

function checksumOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}
