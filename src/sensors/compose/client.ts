import { parse } from 'yaml';
import { type Ports, type ProcessOutcome, TickproofError } from '../../domain/index.ts';
import type { ComposeSource } from './source.ts';
import { environmentFor } from './load.ts';

/** What Compose's client makes of a project. */
export type ClientAnswer =
  | { readonly status: 'loaded'; readonly printed: unknown; readonly said: string }
  | { readonly status: 'refused'; readonly message: string; readonly said: string }
  /** It did not answer, or not in a way that is understood. */
  | { readonly status: 'silent'; readonly why: string };

const TIMEOUT_MS = 60_000;
/** What a client needs of its surroundings; everything else of the operator's shell is kept from it. */
const NEEDED = /^(?:PATH|DOCKER_\w+|CONTAINER_\w+|XDG_\w+|TMPDIR|LANG|SSH_AUTH_SOCK)$/;
/** Releases that cannot print some keys as JSON print them as YAML. */
const UNPRINTABLE = /error calling MarshalJSON/;

/** The environment that the client sees, and with which the project is to be read again for a comparison. */
export function clientEnvironment({ env }: Pick<Ports, 'env'>, source: ComposeSource): Record<string, string> {
  const needed = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && NEEDED.test(name) ? [[name, value] as const] : [],
  );
  const { HOME: home } = env;
  // plugins and contexts stay where they are, wherever `~` of a project may lie
  const folder = home === undefined || env['DOCKER_CONFIG'] ? {} : { DOCKER_CONFIG: `${home}/.docker` };
  return { ...folder, ...environmentFor(source), ...Object.fromEntries(needed) };
}

/** Asks the client for the canonical model; null where there is no client. */
export async function askClient(
  ports: Pick<Ports, 'engine' | 'env' | 'files' | 'signal'>,
  source: ComposeSource,
): Promise<ClientAnswer | null> {
  const { engine, signal } = ports;
  if (!engine || engine.info.compose === null) return null;
  const others = Object.fromEntries(Object.keys(ports.env).map((name) => [name, null]));
  const options = {
    cwd: source.folder,
    env: { ...others, ...clientEnvironment(ports, source) },
    timeoutMs: TIMEOUT_MS,
    signal,
  };
  const words = wordsFor(ports, source);
  try {
    const asked = await engine.compose([...words, 'json'], options);
    return UNPRINTABLE.test(asked.stderr)
      ? answerOf(await engine.compose([...words, 'yaml'], options), parse)
      : answerOf(asked, JSON.parse);
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code !== 'tool-missing') throw error;
    return null; // the engine's client has no compose after all
  }
}

function wordsFor({ files }: Pick<Ports, 'files'>, { folder, files: names, profiles }: ComposeSource): string[] {
  return [
    '--project-directory',
    folder,
    ...names.flatMap((name) => ['-f', files.resolve(folder, name)]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
    'config',
    '--format',
  ];
}

function answerOf(
  { exitCode, stdout, stderr, timedOut }: ProcessOutcome,
  read: (text: string) => unknown,
): ClientAnswer {
  const said = stderr.replaceAll('\\"', '"');
  if (timedOut || exitCode === null) return { status: 'silent', why: 'it did not answer in time' };
  if (exitCode !== 0) return { status: 'refused', message: lastWords(said), said };
  try {
    const printed = read(stdout);
    if (typeof printed === 'object' && printed !== null) return { status: 'loaded', printed, said };
  } catch (error) {
    return { status: 'silent', why: `what it printed is no model: ${error instanceof Error ? error.message : ''}` };
  }
  return { status: 'silent', why: 'it printed no model' };
}

/** What is left of the client's words without its warnings. */
function lastWords(said: string): string {
  const lines = said.split('\n').filter((line) => !/\blevel=(?:warning|debug|info)\b/.test(line));
  return lines.join('\n').trim();
}
