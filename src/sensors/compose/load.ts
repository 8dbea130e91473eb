import { basename, isAbsolute } from 'node:path';
import {
  type ComposeFacts,
  type ComposeModel,
  type ComposeService,
  type Place,
  type Ports,
  TickproofError,
} from '../../domain/index.ts';
import { type ComposeText, modelOf, readComposeText, readEnvFile } from '../../formats/compose/index.ts';
import type { ComposeSource } from './source.ts';
import { standInFor } from './stand-in.ts';
import { lineTextAt, problemOf, unsetIn, variableAt } from './problems.ts';
import { runCompose } from './program.ts';
import { keptBy } from './kept.ts';
import { placesIn } from './places.ts';
import { type Home, type Reached, reachedFrom, shownPath } from './reached.ts';

const TIMEOUT_MS = 60_000;
/** Names that a shell always has; everything else that a file asks for must come from the deployment. */
const EVERYWHERE = new Set(['HOME', 'PATH', 'PWD', 'USER', 'COMPOSE_PROJECT_NAME']);
const OWN = ['COMPOSE_FILE', 'COMPOSE_PROFILES', 'COMPOSE_PROJECT_NAME', 'COMPOSE_ENV_FILES', 'COMPOSE_PATH_SEPARATOR'];

/**
 * Loads a project as the user's own Compose client does, which needs no engine. What does not load is in `problems`.
 * Variables of the operator's shell do not count: another machine has others. Throws `TickproofError('tool-missing')`.
 */
export async function loadCompose(
  ports: Pick<Ports, 'files' | 'processes' | 'signal'>,
  source: ComposeSource,
): Promise<ComposeFacts> {
  const { folder, files } = source;
  const texts = files.map((file) => readComposeText(file, textOf(ports, source, file)));
  const comments = texts.flatMap((text) => text.comments);
  if (files.length === 0) return { files, comments, problems: [], unset: [], model: null };
  await using room = ports.files.temporary('compose');
  const paths = files.map((file, i) =>
    source.texts?.[file] === undefined
      ? ports.files.resolve(folder, file)
      : room.write(`${i}-${basename(file)}`, texts[i]?.text ?? ''),
  );
  const envFile = envFileFor(ports, source);
  const envPath = envFile === null ? null : room.write('environment', envFile);
  const args = [
    ...paths.flatMap((path) => ['-f', path]),
    '--project-directory',
    folder,
    ...(envPath === null ? [] : ['--env-file', envPath]),
    ...source.profiles.flatMap((profile) => ['--profile', profile]),
    'config',
    '--format',
    'json',
  ];
  const reached = reachedFrom(ports.files, source, texts);
  const env = environmentFor(source, reached.texts);
  const outcome = await runCompose(ports.processes, args, {
    env,
    timeoutMs: TIMEOUT_MS,
    signal: ports.signal,
  });
  if (outcome.timedOut) throw timedOut();
  const stderr = paths.reduce((text, path, i) => text.replaceAll(path, files[i] ?? path), outcome.stderr);
  const unset = unsetIn(stderr).map((name) => {
    const at = variableAt(name, reached.texts);
    return { name, at, text: lineTextAt(at, reached.texts) };
  });
  if (outcome.exitCode !== 0)
    return { files, comments, problems: [problemOf(stderr, reached.texts, reached.named)], unset, model: null };
  const fromFiles = await envFilesOf(ports, source, reached);
  return { files, comments, problems: [], unset, model: readModel(outcome.stdout, reached, fromFiles) };
}

function textOf({ files }: Pick<Ports, 'files'>, { folder, texts }: ComposeSource, file: string): string {
  const text = texts?.[file] ?? files.readText(isAbsolute(file) ? file : files.resolve(folder, file));
  if (text !== null) return text;
  throw new TickproofError('target-not-found', `There is no compose file ${file}`, {
    remedy: 'Mend `stacks.*.files` in tickproof.yaml, or add the file.',
  });
}

/** The project's `.env` without the variables that are to be unset; null where it can stay as it is. */
function envFileFor({ files }: Pick<Ports, 'files'>, { folder, variables }: ComposeSource): string | null {
  const removed = Object.keys(variables).filter((name) => variables[name] === null);
  const text = removed.length === 0 ? null : files.readText(files.resolve(folder, '.env'));
  if (text === null) return null;
  return text
    .split('\n')
    .filter((line) => !removed.includes(/^\s*(?:export\s+)?([\w.-]+)\s*[=:]/.exec(line)?.[1] ?? ''))
    .join('\n');
}

function environmentFor({ variables }: ComposeSource, texts: readonly ComposeText[]): Record<string, string | null> {
  const asked = texts.flatMap((text) => text.variables.map(({ name }) => name)).filter((name) => !EVERYWHERE.has(name));
  const given = Object.entries(variables).map(([name, value]) => [
    name,
    value === null ? null : standInFor(name, value),
  ]);
  return { ...Object.fromEntries([...OWN, ...asked].map((name) => [name, null])), ...Object.fromEntries(given) };
}

type FromFiles = ReadonlyMap<string, NonNullable<ComposeService['fromFiles']>>;

/** What the env files of each service write; those that git does not keep hold what is given on the machine. */
async function envFilesOf(
  ports: Pick<Ports, 'files' | 'processes' | 'signal'>,
  { folder }: ComposeSource,
  { named }: Reached,
): Promise<FromFiles> {
  const all = named.filter(({ kind }) => kind === 'env-file');
  const { ignored } = await keptBy(
    ports,
    folder,
    all.map(({ path }) => path),
  );
  const found = new Map<string, NonNullable<ComposeService['fromFiles']>>();
  for (const { owner, path } of all.filter((it) => !ignored.has(it.path))) {
    const file = shownPath(folder, path);
    const lines = readEnvFile(ports.files.readText(path) ?? '').map(({ name, value, line }) => ({
      name,
      value,
      at: { file, startLine: line, endLine: line },
    }));
    found.set(owner, [...(found.get(owner) ?? []), ...lines]);
  }
  return found;
}

export function readModel(stdout: string, { texts, homes }: Reached, fromFiles: FromFiles): ComposeModel {
  const top: Place = { file: texts[0]?.file ?? '', startLine: 1, endLine: 1 };
  const homesOf = (service: string) => homes.get(service) ?? [];
  const placeOf = (service: string): Place => {
    const places = homesOf(service).filter((it) => it.service === service || homesOf(service).length === 1);
    return places.map(({ text }) => text.placeOf(['services', service])).find((it) => it !== null) ?? top;
  };
  const writtenOf = (service: string): Record<string, string | null> =>
    Object.assign({}, ...homesOf(service).map((it) => it.text.environmentOf(it.service) ?? {}));
  const model = modelOf(JSON.parse(stdout), { placeOf, writtenOf });
  const services = model.services.map((service) => {
    const lines = fromFiles.get(`services.${service.name}`);
    return { ...service, writtenAt: writtenAt(service, homesOf(service.name)), ...(lines ? { fromFiles: lines } : {}) };
  });
  return { ...model, services, places: placesIn(model, texts, homes) };
}

/** Where each variable is written; the last file that writes it decides. */
function writtenAt({ written = {} }: ComposeService, homes: readonly Home[]): Record<string, Place> {
  return Object.fromEntries(
    Object.keys(written).flatMap((variable) => {
      const places = homes.map(({ text, service }) => placeInEnvironment(text, service, variable));
      const place = places.findLast((it) => it !== null);
      return place ? [[variable, place]] : [];
    }),
  );
}

/** A key of a map, or the element of a list that begins with the name. */
function placeInEnvironment(text: ComposeText, service: string, variable: string): Place | null {
  const path = ['services', service, 'environment'];
  const list = text.listAt(path);
  const index = list.findIndex((it) => it === variable || it.startsWith(`${variable}=`));
  return text.placeOf([...path, list.length === 0 ? variable : index]);
}

function timedOut(): TickproofError {
  return new TickproofError('timed-out', 'The Compose client did not answer in a minute', {
    remedy: 'Run `docker compose config` by hand to see what it waits for.',
  });
}
