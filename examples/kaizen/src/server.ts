import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, readConfig } from './config.ts';
import { createHttpServer } from './http.ts';
import { createLog, type Log, reasonOf } from './log.ts';
import { MigrationMismatch } from './migrations.ts';
import { PostgresStore } from './postgres.ts';
import { Service } from './service.ts';

// sysexits.h, so that an operator can tell a wrong configuration from a crash
const EXIT_DATA = 65;
const EXIT_SOFTWARE = 70;
const EXIT_CANNOT_LISTEN = 71;
const EXIT_CONFIG = 78;

const DRAIN_MS = 8_000; // below the 10 s after which an engine kills
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

const version = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
const write = (line: string): void => void process.stdout.write(line);
const result = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
if ('problems' in result) {
  const log = createLog('INFO', write);
  for (const problem of result.problems) log('CRITICAL', problem);
  process.exitCode = EXIT_CONFIG;
} else {
  serve(result.config, createLog(result.config.logLevel, write));
}

/** Listens at once, also without a database: `/health` says 503 until it is there and migrated. */
function serve(config: Config, log: Log): void {
  process.on('uncaughtException', (error) => {
    log('CRITICAL', 'unexpected failure', { reason: reasonOf(error), stack: error.stack });
    process.exit(EXIT_SOFTWARE);
  });

  const store = new PostgresStore(config.database, log);
  const stopping = new AbortController();
  const server = createHttpServer({ store, service: new Service(store, config.model, log), apiKey: config.apiKey, version, log });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal, stopping, server, store, log));
  server.once('error', (error) => {
    log('CRITICAL', `cannot listen on port ${config.port} (KAIZEN_PORT)`, { reason: reasonOf(error) });
    process.exit(EXIT_CANNOT_LISTEN);
  });
  server.listen(config.port, '0.0.0.0', () => {
    const { port } = server.address() as AddressInfo; // a listening TCP server has one
    log('INFO', 'listening', { port, version, startMs: Math.round(performance.now()) });
  });
  void prepare(store, config, log, stopping.signal);
}

/** Migrates as soon as the database lets it, and says in the trail that this service has started. */
async function prepare(store: PostgresStore, { database: { host, port, name } }: Config, log: Log, signal: AbortSignal): Promise<void> {
  for (let retryMs = FIRST_RETRY_MS; !signal.aborted; retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)) {
    try {
      const applied = await store.migrate();
      const { seq, hash } = await store.record({ actor: 'system', action: 'service.started', detail: { version } });
      return log('INFO', 'the database is ready', { migrationsApplied: applied, auditHead: `${seq}:${hash}` });
    } catch (thrown) {
      if (thrown instanceof MigrationMismatch) {
        log('CRITICAL', 'the database does not fit this version', { reason: thrown.message });
        process.exit(EXIT_DATA);
      }
      log('WARN', 'the database is not ready, trying again', { database: `${host}:${port}/${name}`, reason: reasonOf(thrown), retryMs });
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Answers what is already being asked, then closes the connections to the database. */
async function stop(name: string, stopping: AbortController, server: Server, store: PostgresStore, log: Log): Promise<void> {
  log('INFO', 'stopping', { signal: name });
  stopping.abort();
  const late = setTimeout(() => {
    log('WARN', 'requests were cut off', { afterMs: DRAIN_MS });
    server.closeAllConnections();
  }, DRAIN_MS);
  server.on('request', (_, response) => response.setHeader('connection', 'close'));
  const sweep = setInterval(() => server.closeIdleConnections(), 50); // keep-alive connections whose last answer has just gone out
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(late);
  await Promise.race([store.close(), sleep(1_000)]); // a server that is gone does not say goodbye
  log('INFO', 'stopped');
  process.exit(0);
}
