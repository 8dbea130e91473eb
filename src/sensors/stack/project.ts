import {
  type Ports,
  type ProcessOptions,
  type ProcessOutcome,
  type Target,
  type TemporaryFolder,
  TickproofError,
} from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { composeSourceOf, reachedBy } from '../compose/index.ts';
import { engineOf } from '../run/engine-of.ts';
import { environmentOf } from '../run/settings.ts';
import { type ResolvedModel, resolvedModel } from './model.ts';

const CONFIG_TIMEOUT_MS = 60_000;
const DOWN_TIMEOUT_MS = 120_000;
/** What the operator's shell says about Compose is not part of the deployment. */
const OWN = ['COMPOSE_FILE', 'COMPOSE_PROFILES', 'COMPOSE_PROJECT_NAME', 'COMPOSE_ENV_FILES', 'COMPOSE_PATH_SEPARATOR'];
const EVERYWHERE = new Set(['HOME', 'PATH', 'PWD', 'USER']);

/** One compose project of ours, in a folder of ours. */
export interface Project {
  readonly name: string;
  readonly room: TemporaryFolder;
  readonly env: Readonly<Record<string, string | null>>;
}

export function projectOf(ports: Ports, target: Target, name: string, room: TemporaryFolder): Project {
  const asked = reachedBy(composeSourceOf(target, ports), ports)
    .texts.flatMap(({ variables }) => variables.map(({ name: variable }) => variable))
    .filter((it) => !EVERYWHERE.has(it));
  const given = environmentOf(target.stack?.env ?? {}).map(
    (pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const,
  );
  return {
    name,
    room,
    env: { ...Object.fromEntries([...OWN, ...asked].map((it) => [it, null])), ...Object.fromEntries(given) },
  };
}

type Resolved = { readonly model: ResolvedModel } | { readonly fault: string };

/** The user's files as Compose itself resolves them; or what it says is wrong. For changed worlds of a run that is done once. */
export async function resolveModel(ports: Ports, target: Target, project: Project): Promise<Resolved> {
  const { memory } = ports.cache;
  if (!target.changed || !memory) return resolveAnew(ports, target, project);
  const key = `stack model ${ports.owner.runId} ${digestOf({ folder: target.folder, stack: target.stack })}`;
  const known = memory.get(key) as Promise<Resolved> | undefined; // nobody else has such keys
  const resolving = known ?? resolveAnew(ports, target, project);
  memory.set(key, resolving);
  try {
    return await resolving;
  } catch (error) {
    memory.delete(key);
    throw error;
  }
}

async function resolveAnew(ports: Ports, target: Target, { name, env }: Project): Promise<Resolved> {
  const { files, folder, profiles } = composeSourceOf(target, ports);
  if (files.length === 0)
    throw new TickproofError('target-not-found', 'There are no compose files', {
      remedy: 'Name them under `stacks` in tickproof.yaml.',
    });
  const args = [
    '-p',
    name,
    '--project-directory',
    folder,
    ...files.flatMap((it) => ['-f', ports.files.resolve(folder, it)]),
    ...profiles.flatMap((it) => ['--profile', it]),
    'config',
    '--format',
    'json',
  ];
  const outcome = await engineOf(ports).compose(args, { cwd: folder, env, timeoutMs: CONFIG_TIMEOUT_MS });
  if (outcome.exitCode !== 0) return { fault: outcome.stderr.trim() };
  const read = resolvedModel.safeParse(JSON.parse(outcome.stdout));
  if (read.success) return { model: read.data };
  throw new TickproofError('compose-failed', 'The Compose client printed a model that is not understood', {
    remedy: 'Run `tickproof doctor` to see which Compose it is.',
    cause: read.error,
  });
}

/** Compose over the isolated model: the one file in the project's folder. Its own variables are resolved already. */
export function composeOn(ports: Ports, { name, room, env }: Project, model: ResolvedModel) {
  const file = room.write('compose.json', JSON.stringify(model, null, 1), 0o600); // it holds generated secrets
  return (
    args: readonly string[],
    options: Pick<ProcessOptions, 'timeoutMs' | 'signal' | 'onStderr'>,
  ): Promise<ProcessOutcome> =>
    engineOf(ports).compose(['-p', name, '-f', file, '--ansi', 'never', ...args], { cwd: room.path, env, ...options });
}

/** `down` in an empty folder needs no file and no variables. */
export async function down(
  ports: Ports,
  { name }: Pick<Project, 'name'>,
  { volumes, graceSeconds }: { readonly volumes: boolean; readonly graceSeconds: number },
): Promise<ProcessOutcome> {
  await using empty = ports.files.temporary('down');
  const args = [
    '-p',
    name,
    '--ansi',
    'never',
    'down',
    '--remove-orphans',
    '--timeout',
    String(graceSeconds),
    ...(volumes ? ['--volumes'] : []),
  ];
  return await engineOf(ports).compose(args, {
    cwd: empty.path,
    env: { COMPOSE_FILE: null, COMPOSE_ENV_FILES: null, COMPOSE_PROFILES: null },
    timeoutMs: DOWN_TIMEOUT_MS,
  });
}

export const labelOf = ({ name }: Pick<Project, 'name'>): string => `com.docker.compose.project=${name}`;
