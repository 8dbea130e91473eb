import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { version } from '../package.json';
import { type Config, readConfig } from './config.ts';
import { ollamaEmbeddings } from './embeddings.ts';
import { createHttpServer } from './http.ts';
import { createLog, type Log, reasonOf } from './log.ts';
import { Store } from './store.ts';

// sysexits.h, so that an operator can tell a wrong configuration from a crash
const EXIT_SOFTWARE = 70;
const EXIT_CANNOT_LISTEN = 71;
const EXIT_CANNOT_CREATE = 73;
const EXIT_CONFIG = 78;

const DRAIN_MS = 8_000; // below the 10 s after which an engine kills

const write = (line: string): void => void process.stdout.write(line);
const result = readConfig(process.env);
if ('problems' in result) {
  const log = createLog('INFO', write);
  for (const problem of result.problems) log('CRITICAL', problem);
  process.exitCode = EXIT_CONFIG;
} else {
  serve(result.config, createLog(result.config.logLevel, write));
}

function serve(config: Config, log: Log): void {
  process.on('uncaughtException', (error) => {
    log('CRITICAL', 'unexpected failure', { reason: reasonOf(error), stack: error.stack });
    process.exit(EXIT_SOFTWARE);
  });

  const store = openStore(config, log);
  if (store === undefined) return;
  const embeddings = ollamaEmbeddings({ baseUrl: config.ollamaBaseUrl, model: config.embeddingModel, log });
  const server = createHttpServer({ store, embeddings, log }, config.secretKey);

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal, server, store, log));
  server.once('error', (error) => {
    log('CRITICAL', `cannot listen on port ${config.port} (TMWS_PORT)`, { reason: reasonOf(error) });
    store.close();
    process.exitCode = EXIT_CANNOT_LISTEN;
  });
  server.listen(config.port, '0.0.0.0', () => {
    const { port } = server.address() as AddressInfo; // a listening TCP server has one
    log('INFO', 'listening', { port, version, dataDir: config.dataDir, startMs: Math.round(performance.now()) });
    void embeddings.health(); // so that the log says early whether the backend is there
  });
}

function openStore({ dataDir }: Config, log: Log): Store | undefined {
  try {
    return new Store(dataDir);
  } catch (thrown) {
    log('CRITICAL', `cannot open the database in ${dataDir} (TMWS_DATA_DIR)`, { reason: reasonOf(thrown), uid: process.getuid?.() });
    process.exitCode = EXIT_CANNOT_CREATE;
    return undefined;
  }
}

/** Answers what is already being asked, then closes the database. */
async function stop(signal: string, server: Server, store: Store, log: Log): Promise<void> {
  log('INFO', 'stopping', { signal });
  const late = setTimeout(() => {
    log('WARN', 'requests were cut off', { afterMs: DRAIN_MS });
    server.closeAllConnections();
  }, DRAIN_MS);
  server.on('request', (_, response) => response.setHeader('connection', 'close'));
  const sweep = setInterval(() => server.closeIdleConnections(), 50); // keep-alive connections whose last answer has just gone out
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(late);
  store.close();
  log('INFO', 'stopped');
  process.exit(0);
}
