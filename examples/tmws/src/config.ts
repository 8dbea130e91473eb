import { LEVELS, type Level } from './log.ts';

export interface Config {
  readonly secretKey: string;
  readonly ollamaBaseUrl: string;
  readonly embeddingModel: string;
  readonly dataDir: string;
  readonly port: number;
  readonly logLevel: Level;
}

export type ConfigResult = { readonly config: Config } | { readonly problems: readonly string[] };

const MIN_KEY_LENGTH = 32;

/** Reads the configuration. Every problem names its variable, and all of them are told at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const problems: string[] = [];
  const text = (name: string, fallback: string): string => env[name]?.trim() || fallback;

  const secretKey = env['TMWS_SECRET_KEY'] ?? '';
  if (secretKey === '') {
    problems.push(`TMWS_SECRET_KEY is not set: give it at least ${MIN_KEY_LENGTH} characters (openssl rand -hex 32)`);
  } else if (secretKey.length < MIN_KEY_LENGTH) {
    problems.push(`TMWS_SECRET_KEY has ${secretKey.length} characters, it needs at least ${MIN_KEY_LENGTH}`);
  }

  const ollamaBaseUrl = text('TMWS_OLLAMA_BASE_URL', 'http://host.docker.internal:11434').replace(/\/+$/, '');
  if (!/^https?:$/.test(URL.canParse(ollamaBaseUrl) ? new URL(ollamaBaseUrl).protocol : '')) {
    problems.push('TMWS_OLLAMA_BASE_URL is not an http or https address');
  }

  const port = Number(text('TMWS_PORT', '8000'));
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push('TMWS_PORT is not a port number');

  const level = text('TMWS_LOG_LEVEL', 'INFO').toUpperCase();
  const logLevel = LEVELS.find((known) => known === level);
  if (logLevel === undefined) problems.push(`TMWS_LOG_LEVEL is not one of ${LEVELS.join(', ')}`);

  if (problems.length > 0 || logLevel === undefined) return { problems };
  return {
    config: {
      secretKey,
      ollamaBaseUrl,
      embeddingModel: text('TMWS_EMBEDDING_MODEL', 'zylonai/multilingual-e5-large'),
      dataDir: text('TMWS_DATA_DIR', 'data'),
      port,
      logLevel,
    },
  };
}
