import { isAbsolute } from 'node:path';
import {
  type ComposeFacts,
  type ComposeGap,
  type ComposeModel,
  type ComposeService,
  type Ports,
  TickproofError,
} from '../../domain/index.ts';
import {
  type ComposeText,
  loadProject,
  type ProjectFiles,
  readComposeText,
  readEnvFile,
} from '../../formats/compose/index.ts';
import type { ComposeSource } from './source.ts';
import { standInFor } from './stand-in.ts';
import { lineTextAt, problemOf, unsetIn, variableAt } from './problems.ts';
import { keptBy } from './kept.ts';
import { type PlaceOf, placesOf, shownIn } from './places.ts';
import { type FromFiles, readModel } from './read-model.ts';
import { mountsOf } from './references.ts';
import { type Reached, reachedFrom, shownPath } from './reached.ts';

/** What any shell has; everything else that a file asks for must come from the deployment. */
const EVERYWHERE = { HOME: '/home/user', PATH: '/usr/local/bin:/usr/bin:/bin', USER: 'user' };

/**
 * Loads a project as Compose does, by our own loader: no client is asked. What does not load is in `problems`.
 * Variables of the operator's shell do not count: another machine has others.
 */
export async function loadCompose(
  ports: Pick<Ports, 'files' | 'processes' | 'signal'>,
  source: ComposeSource,
): Promise<ComposeFacts> {
  const { facts, modelWith, reached } = readTexts(ports, source);
  return modelWith ? { ...facts, model: modelWith(await envFilesOf(ports, source, reached)) } : facts;
}

/**
 * The same of what was read: what env files give to services is left out. Of a project that does not load, the model of what is
 * left without its faults.
 */
export function textsAlone(
  files: Ports['files'],
  source: ComposeSource,
  { facts, reached, ...read }: Read,
): ComposeFacts {
  const model = (read.modelWith ?? read.restWith)?.(new Map());
  return model ? { ...facts, model, references: mountsOf(files, source, reached, model) } : facts;
}

/** A project as its texts say it. */
export interface Read {
  readonly facts: ComposeFacts;
  readonly reached: Reached;
  /** As `docker compose config` prints it; null where the project does not load. */
  readonly printed: unknown;
  readonly placeOf: PlaceOf | null;
  /** Null where the project does not load. */
  readonly modelWith: ((fromFiles: FromFiles) => ComposeModel) | null;
  /** The model of what is left of a project that does not load; null where nothing is, or where it loads. */
  readonly restWith: ((fromFiles: FromFiles) => ComposeModel | null) | null;
}

/** Reads a project; `environment` is the whole environment that Compose would see. */
export function readTexts(
  ports: Pick<Ports, 'files'>,
  source: ComposeSource,
  environment: Readonly<Record<string, string>> = environmentFor(source),
): Read {
  const { folder, files } = source;
  const texts = files.map((file) => readComposeText(file, textOf(ports, source, file)));
  const comments = texts.flatMap((text) => text.comments);
  const reached = reachedFrom(ports.files, source, texts);
  const facts: ComposeFacts = { files, comments, texts, problems: [], unset: [], model: null };
  const unread = { reached, printed: null, placeOf: null, modelWith: null, restWith: null };
  if (files.length === 0) return { facts, ...unread };
  const paths = files.map((file) => ports.files.resolve(folder, file));
  const project = loadProject({
    files: filesOf(ports, source, new Map(texts.map((text, i) => [paths[i] ?? '', text]))),
    workingDir: folder,
    environment,
    composeFiles: paths,
    projectDirectory: folder,
    profiles: source.profiles,
  });
  const shown = new Map(paths.map((path, i) => [shownPath(folder, path), files[i] ?? path]));
  const unset = unsetFacts(project.warnings.join('\n'), reached);
  if (project.status === 'refused') {
    const problems = [project.error, ...project.others].map((fault) => {
      const message = paths.reduce((text, path, i) => text.replaceAll(path, files[i] ?? path), fault.message);
      const at = fault.at && shownIn(fault.at, shown);
      return problemOf(
        { ...fault, message, at, via: fault.via.map((step) => shownIn(step, shown)) },
        reached.texts,
        reached.named,
      );
    });
    const restWith = (fromFiles: FromFiles) => {
      const rest = project.rest();
      if (!rest) return null;
      const model = readModel(rest.model, reached, fromFiles, placesOf(rest.placeOf, shown));
      return { ...model, gaps: rest.gaps.flatMap((gap) => gapsOf(gap, reached)) };
    };
    return { ...unread, facts: { ...facts, problems, unset }, restWith };
  }
  const placeOf = placesOf(project.placeOf, shown);
  const modelWith = (fromFiles: FromFiles) => readModel(project.model, reached, fromFiles, placeOf);
  return { facts: { ...facts, unset }, reached, printed: project.model, placeOf, modelWith, restWith: null };
}

/** What a service does not say, its heirs do not say either. */
function gapsOf({ path, text }: ComposeGap, { homes }: Reached): ComposeGap[] {
  const [kind, name, ...rest] = path;
  const heirs = [...homes].filter(([heir, its]) => heir !== name && its.some(({ service }) => service === name));
  return [
    { path, text },
    ...(kind === 'services' ? heirs : []).map(([heir]) => ({ path: ['services', heir, ...rest], text })),
  ];
}

/** The variables of which Compose warns that nothing sets them. */
export function unsetFacts(warnings: string, { texts }: Pick<Reached, 'texts'>): ComposeFacts['unset'] {
  return unsetIn(warnings).map((name) => {
    const at = variableAt(name, texts);
    return { name, at, text: lineTextAt(at, texts) };
  });
}

function textOf({ files }: Pick<Ports, 'files'>, { folder, texts }: ComposeSource, file: string): string {
  const text = texts?.[file] ?? files.readText(isAbsolute(file) ? file : files.resolve(folder, file));
  if (text !== null) return text;
  throw new TickproofError('target-not-found', `There is no compose file ${file}`, {
    remedy: 'Mend `stacks.*.files` in tickproof.yaml, or add the file.',
  });
}

/** The project's files, with the texts that stand for some, and `.env` without the variables that are to be unset. */
function filesOf(
  { files }: Pick<Ports, 'files'>,
  { folder, variables }: ComposeSource,
  texts: ReadonlyMap<string, ComposeText>,
): ProjectFiles {
  const removed = Object.keys(variables).filter((name) => variables[name] === null);
  const dotenv = files.resolve(folder, '.env');
  return {
    read: (path) => {
      const text = texts.get(path)?.text ?? files.readText(path);
      return path === dotenv && text !== null ? withoutVariables(text, removed) : text;
    },
    tokens: (path) => texts.get(path)?.tokens,
    stat: (path) => {
      if (texts.has(path)) return 'file';
      const type = files.stat(path)?.type ?? null;
      if (type === null || type === 'file' || type === 'directory') return type;
      // a link is what it leads to
      if (files.list(path) !== null) return 'directory';
      return files.readText(path) === null ? null : 'file';
    },
  };
}

function withoutVariables(text: string, names: readonly string[]): string {
  if (names.length === 0) return text;
  return text
    .split('\n')
    .filter((line) => !names.includes(/^\s*(?:export\s+)?([\w.-]+)\s*[=:]/.exec(line)?.[1] ?? ''))
    .join('\n');
}

export function environmentFor({ folder, variables }: ComposeSource): Record<string, string> {
  const given = Object.entries(variables).flatMap(([name, value]) =>
    value === null ? [] : [[name, standInFor(name, value)] as const],
  );
  return { ...EVERYWHERE, PWD: folder, ...Object.fromEntries(given) };
}

/** The model of what is printed, with the places that the project's own texts have. */
export async function modelOfPrinted(
  ports: Pick<Ports, 'files' | 'processes' | 'signal'>,
  source: ComposeSource,
  { reached, placeOf }: Pick<Read, 'reached' | 'placeOf'>,
  printed: unknown,
): Promise<ComposeModel> {
  return readModel(printed, reached, await envFilesOf(ports, source, reached), placeOf);
}

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
