// Against a real PostgreSQL server in a container. Where no engine or no image is there, these are skipped, loudly.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { verify } from '../src/chain.ts';
import { createLog } from '../src/log.ts';
import { MIGRATIONS, migrate } from '../src/migrations.ts';
import { PostgresStore } from '../src/postgres.ts';
import { allEntries } from '../src/store.ts';
import { type Cleanup, call, start, waitFor } from './kit.ts';

const IMAGE = process.env['KAIZEN_TEST_POSTGRES_IMAGE'] || 'postgres:15';
const PASSWORD = randomUUID();
const silent = createLog('CRITICAL', () => undefined);

/** Why there can be no database here, or false. */
function obstacle(): string | false {
  const asked = spawnSync('docker', ['image', 'inspect', '--format', '{{.Id}}', IMAGE], { encoding: 'utf8', timeout: 20_000 });
  if (asked.error) return 'there is no docker client here';
  if (asked.status === 0) return false;
  const missing = /no such image/i.test(asked.stderr)
    ? `docker pull ${IMAGE}, or scripts/images.sh ${IMAGE} in Tickproof's repository`
    : asked.stderr.trim();
  return `the database's image cannot be had: ${missing}`;
}

const skip = obstacle();
if (skip !== false) console.log(`\n  SKIPPED: no test against a real PostgreSQL, because ${skip}\n`);

const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();

// Each test is skipped by itself: the runner does not count the tests of a suite that is.
describe('on a real PostgreSQL', () => {
  let container = '';
  let port = 0;
  let admin: pg.Client;

  before(async () => {
    if (skip !== false) return;
    container = docker(
      'run',
      '--detach',
      '--rm',
      '--tmpfs',
      '/var/lib/postgresql/data',
      '--publish',
      '127.0.0.1::5432',
      '--env',
      'POSTGRES_USER=kaizen',
      '--env',
      `POSTGRES_PASSWORD=${PASSWORD}`,
      IMAGE,
    );
    process.once('exit', () => spawnSync('docker', ['rm', '--force', container])); // however the tests end
    port = Number(docker('port', container, '5432/tcp').split(':').at(-1));
    admin = await waitFor(connected, 60_000);
    admin.on('error', () => undefined); // one test stops the server
  });

  after(async () => {
    await admin?.end().catch(() => undefined);
    if (container !== '') docker('rm', '--force', container);
  });

  async function connected(): Promise<pg.Client | null> {
    const client = new pg.Client({ ...address('postgres'), connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      return client;
    } catch {
      return null;
    }
  }

  const address = (database: string) => ({ host: '127.0.0.1', port, user: 'kaizen', password: PASSWORD, database });
  const variables = (database: string) => ({
    KAIZEN_DB_HOST: '127.0.0.1',
    KAIZEN_DB_PORT: String(port),
    KAIZEN_DB_NAME: database,
    KAIZEN_DB_PASSWORD: PASSWORD,
  });

  /** A database of the test's own, as a store and as a bare connection. */
  async function database(t: Cleanup) {
    const name = `t_${randomUUID().replaceAll('-', '')}`;
    await admin.query(`CREATE DATABASE ${name}`);
    const store = new PostgresStore({ host: '127.0.0.1', port, name, user: 'kaizen', password: PASSWORD, poolSize: 4 }, silent);
    const bare = new pg.Client(address(name));
    await bare.connect();
    bare.on('error', () => undefined);
    t.after(async () => {
      await bare.end();
      await store.close();
    });
    return { name, store, bare };
  }

  test('two services that start at once migrate once, and a second start changes nothing', { skip }, async (t) => {
    const { store, bare } = await database(t);
    const applied = await Promise.all([store.migrate(), store.migrate(), store.migrate()]);
    assert.deepEqual(applied.sort(), [0, 0, MIGRATIONS.length]);
    assert.equal(await migrate(bare), 0);
  });

  test('a database of a newer or of another version is refused, and left alone', { skip }, async (t) => {
    const { store, bare } = await database(t);
    await store.migrate();
    await bare.query("INSERT INTO schema_migrations (id, name, checksum) VALUES (99, 'from the future', repeat('0', 64))");
    await assert.rejects(store.migrate(), /migration 99, which this version does not know/);
    await bare.query("DELETE FROM schema_migrations WHERE id = 99; UPDATE schema_migrations SET checksum = repeat('0', 64) WHERE id = 1");
    await assert.rejects(store.migrate(), /migration 1 is not the one that was applied/);
  });

  test('before it is migrated the database is not ready', { skip }, async (t) => {
    const { store, bare } = await database(t);
    await assert.rejects(store.condition(), /not done yet/);
    await assert.rejects(bare.query('SELECT 1 FROM audit')); // nor was it asked for a table that is not there yet
    await store.migrate();
    assert.deepEqual(await store.condition(), { migrations: MIGRATIONS.length, head: { seq: 0, hash: '0'.repeat(64) } });
  });

  test('many writers at once make one chain', { skip }, async (t) => {
    const { store } = await database(t);
    await store.migrate();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => store.record({ actor: 'writer', action: 'note', detail: { index, text: 'ü\u2028"\\' } })),
    );
    const result = await verify(allEntries(store));
    assert.deepEqual([result.ok, result.entries], [true, 40]);
    assert.deepEqual((await store.condition()).head, result.ok ? result.head : null);
  });

  test('the database itself refuses to change, delete, truncate or push in an entry', { skip }, async (t) => {
    const { store, bare } = await database(t);
    await store.migrate();
    for (let index = 0; index < 3; index++) await store.record({ actor: 'a', action: 'b', detail: { index } });
    const refused = [
      "UPDATE audit SET actor = 'mallory' WHERE seq = 2",
      'DELETE FROM audit WHERE seq = 3',
      'TRUNCATE audit',
      "INSERT INTO audit VALUES (3, now(), 'm', 'm', '{}', repeat('0', 64), repeat('1', 64))",
      "INSERT INTO audit VALUES (4, now(), 'm', 'm', '{}', repeat('0', 64), repeat('1', 64))",
      "INSERT INTO audit VALUES (9, now(), 'm', 'm', '{}', repeat('0', 64), repeat('1', 64))",
    ];
    for (const statement of refused) await assert.rejects(bare.query(statement), /append-only|does not follow/, statement);
    assert.equal((await verify(allEntries(store))).ok, true);
    await bare.query("ALTER TABLE audit DISABLE TRIGGER ALL; UPDATE audit SET actor = 'mallory' WHERE seq = 2");
    assert.deepEqual(await verify(allEntries(store)), { ok: false, entries: 1, seq: 2, problem: 'altered' });
  });

  test('a change and its audit entry are one: neither is kept without the other', { skip }, async (t) => {
    const { store, bare } = await database(t);
    await store.migrate();
    const agent = { name: 'sorter', executor: { kind: 'tool', tool: 'text.sort' }, registeredAt: new Date().toISOString() } as const;
    const event = { actor: 'api', action: 'agent.registered', detail: {} };
    await bare.query('ALTER TABLE audit ADD CONSTRAINT refuse CHECK (false)');
    await assert.rejects(store.addAgent(agent, event), /refuse/);
    assert.deepEqual(await store.agents(), []);
    await bare.query('ALTER TABLE audit DROP CONSTRAINT refuse');
    assert.equal(await store.addAgent(agent, event), true);
    assert.equal(await store.addAgent(agent, event), false);
    assert.deepEqual(await store.agent('sorter'), agent);
    assert.equal((await store.entries(0, 10)).length, 1);
  });

  test('the whole service: register, run, read the trail, verify, stop, and go on where it was', { skip }, async (t) => {
    const { name } = await database(t);
    const first = await start(t, variables(name));
    await waitFor(() => first.lines.find(({ message }) => message === 'the database is ready'));
    await call(first.url, '/agents', { name: 'counter', tool: 'text.count' });
    const run = await call(first.url, '/agents/counter/runs', { task: 'one two three' });
    assert.equal(run.body['output'], '{"characters":13,"words":3,"lines":1}');
    assert.deepEqual((await call(first.url, `/runs/${run.body['id']}`)).body, run.body);
    const before = await call(first.url, '/audit/verify');
    assert.deepEqual([before.status, before.body['entries']], [200, 4]); // start, registration, run and its end
    first.process.kill('SIGTERM');
    assert.equal(await first.ended, 0);

    const second = await start(t, variables(name));
    await waitFor(() => second.lines.find(({ message }) => message === 'the database is ready'));
    assert.equal((await call(second.url, '/health')).status, 200);
    const { seq, hash } = before.body['head'];
    const later = await call(second.url, `/audit/verify?head=${seq}:${hash}`);
    assert.deepEqual([later.status, later.body['entries']], [200, 5]);
    assert.equal((await call(second.url, '/agents')).body['agents'].length, 1);
    assert.deepEqual(
      second.lines.filter(({ level }) => level !== 'INFO'),
      [],
    );
  });

  test('a wrong password is said in the log, and not shown', { skip }, async (t) => {
    const { name } = await database(t);
    const service = await start(t, { ...variables(name), KAIZEN_DB_PASSWORD: 'wrong-one' });
    const line = await waitFor(() => service.lines.find(({ message }) => message === 'the database is not ready, trying again'));
    assert.match(line['reason'], /password authentication failed/);
    assert.doesNotMatch(JSON.stringify(service.lines), /wrong-one/);
  });

  test('while the database is away health is 503, and it is 200 again by itself when the database is back', { skip }, async (t) => {
    const { name } = await database(t);
    const service = await start(t, variables(name));
    await waitFor(async () => (await call(service.url, '/health')).status === 200);
    docker('pause', container);
    try {
      assert.equal((await call(service.url, '/health')).status, 503);
      assert.equal((await call(service.url, '/live')).status, 200);
    } finally {
      docker('unpause', container);
    }
    await waitFor(async () => (await call(service.url, '/health')).status === 200);
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]); // its idle connections break
    await waitFor(() => service.lines.find(({ message }) => message === 'a database connection was lost'));
    assert.equal((await call(service.url, '/health')).status, 200);
  });
});
