import { LEVELS, type Level } from './log.ts';

export interface DatabaseConfig {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  readonly poolSize: number;
}

export interface ModelConfig {
  /** `openai`: POST /chat/completions below the base. `ollama`: POST /api/chat below it. */
  readonly api: 'openai' | 'ollama';
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

export interface Config {
  readonly apiKey: string;
  readonly port: number;
  readonly logLevel: Level;
  readonly database: DatabaseConfig;
  /** null: only agents with a local tool can be registered. */
  readonly model: ModelConfig | null;
}

export type ConfigResult = { readonly config: Config } | { readonly problems: readonly string[] };
export type Environment = Readonly<Record<string, string | undefined>>;

const MIN_KEY_LENGTH = 32;
const MODEL_APIS = ['openai', 'ollama'] as const;

/** Reads the configuration. Every problem names its variable, all are told at once, and no secret is shown. */
export function readConfig(env: Environment, readFile: (path: string) => string): ConfigResult {
  const problems: string[] = [];
  const text = (name: string, fallback: string): string => env[name]?.trim() || fallback;

  /** A secret comes in a variable, or in the file that NAME_FILE names. */
  const secret = (name: string): string => {
    const value = env[name] ?? '';
    const file = env[`${name}_FILE`] ?? '';
    if (value !== '' && file !== '') problems.push(`${name} and ${name}_FILE are both set: only one may be`);
    if (file === '') return value;
    try {
      const content = readFile(file).replace(/[\r\n]+$/, '');
      if (content === '') problems.push(`${name}_FILE names ${file}, which is empty`);
      return content;
    } catch (thrown) {
      problems.push(`${name}_FILE names ${file}, which cannot be read: ${codeOf(thrown)}`);
      return '';
    }
  };
  const required = (name: string, hint: string): string => {
    const before = problems.length;
    const value = secret(name);
    if (value === '' && problems.length === before) problems.push(`${name} is not set, nor is ${name}_FILE: ${hint}`);
    return value;
  };
  const integer = (name: string, fallback: number, least: number, most: number): number => {
    const value = Number(text(name, String(fallback)));
    if (!Number.isInteger(value) || value < least || value > most) problems.push(`${name} is not a whole number from ${least} to ${most}`);
    return value;
  };

  const apiKey = required('KAIZEN_API_KEY', `at least ${MIN_KEY_LENGTH} characters (openssl rand -hex 32)`);
  if (apiKey !== '' && apiKey.length < MIN_KEY_LENGTH)
    problems.push(`KAIZEN_API_KEY has ${apiKey.length} characters, it needs at least ${MIN_KEY_LENGTH}`);

  const database: DatabaseConfig = {
    host: text('KAIZEN_DB_HOST', 'postgres'),
    port: integer('KAIZEN_DB_PORT', 5432, 1, 65_535),
    name: text('KAIZEN_DB_NAME', 'kaizen_audit'),
    user: text('KAIZEN_DB_USER', 'kaizen'),
    password: required('KAIZEN_DB_PASSWORD', 'the password of the database'),
    poolSize: integer('KAIZEN_DB_POOL_SIZE', 5, 1, 100),
  };

  const level = text('KAIZEN_LOG_LEVEL', 'INFO').toUpperCase();
  const logLevel = LEVELS.find((known) => known === level);
  if (logLevel === undefined) problems.push(`KAIZEN_LOG_LEVEL is not one of ${LEVELS.join(', ')}`);

  const api = MODEL_APIS.find((known) => known === text('KAIZEN_MODEL_API', 'openai'));
  if (api === undefined) problems.push(`KAIZEN_MODEL_API is not one of ${MODEL_APIS.join(', ')}`);
  const baseUrl = text('KAIZEN_MODEL_URL', '').replace(/\/+$/, '');
  if (baseUrl !== '' && !isHttp(baseUrl)) problems.push('KAIZEN_MODEL_URL is not an http or https address');
  const modelKey = secret('KAIZEN_MODEL_API_KEY');
  const timeoutMs = integer('KAIZEN_MODEL_TIMEOUT_MS', 60_000, 1, 600_000);
  const port = integer('KAIZEN_PORT', 8080, 0, 65_535);

  if (problems.length > 0 || logLevel === undefined || api === undefined) return { problems };
  return { config: { apiKey, port, logLevel, database, model: baseUrl === '' ? null : { api, baseUrl, apiKey: modelKey, timeoutMs } } };
}

function isHttp(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown reason';
}
