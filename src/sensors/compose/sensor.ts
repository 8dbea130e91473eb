import type { Atom, ComposeFacts, Inputs, Ports, Sensor, Target } from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { readComposeText } from '../../formats/compose/index.ts';
import { disagreementOf } from './agreement.ts';
import { loadCompose } from './load.ts';
import type { ComposeSource } from './source.ts';
import { reachedFrom, shownPath } from './reached.ts';
import { referencesOf, statesOf } from './references.ts';

const SEARCHED = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDES = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** Loads the compose files of the target's stack, or those that Compose itself would find. */
export const composeSensor: Sensor<'compose'> = {
  kind: 'compose',
  inputs: async (target, atoms, _asks, ports) => inputsOf(composeSourceOf(target, ports), atoms, ports),
  gather: async (target, atoms, _asks, ports) => {
    const source = composeSourceOf(target, ports);
    const [facts, disagreement] = await Promise.all([
      composeFactsOf(ports, source, atoms),
      target.changed ? null : disagreementOf(ports, source),
    ]);
    return disagreement ? { ...facts, disagreement } : facts;
  },
};

/** The facts of a project, of these atoms. */
async function composeFactsOf(
  ports: Ports,
  source: ComposeSource,
  atoms: readonly Atom[],
): Promise<Partial<ComposeFacts>> {
  const facts = await loadCompose(ports, source);
  const isAsked = (name: string) => atoms.some((atom) => atom === `compose.${name}`);
  const references = isAsked('references')
    ? { references: await referencesOf(ports, source, reachedBy(source, ports), facts.model) }
    : {};
  return Object.fromEntries(Object.entries({ ...facts, ...references }).filter(([name]) => isAsked(name)));
}

/** Everything that the project's texts lead to. */
export function reachedBy(source: ComposeSource, { files }: Pick<Ports, 'files'>) {
  const texts = source.files.map((file) =>
    readComposeText(file, files.readText(files.resolve(source.folder, file)) ?? ''),
  );
  return reachedFrom(files, source, texts);
}

/** What is loaded for a target. */
export function composeSourceOf({ folder, stack }: Target, { files }: Pick<Ports, 'files'>): ComposeSource {
  const root = folder ?? '.';
  const isThere = (name: string): boolean => files.stat(files.resolve(root, name)) !== null;
  const first = SEARCHED.find(isThere);
  const found = first === undefined ? [] : [first, ...OVERRIDES.filter(isThere).slice(0, 1)];
  return {
    folder: files.resolve(root),
    files: stack?.files ?? (folder === null ? [] : found),
    variables: stack?.env ?? {},
    profiles: stack?.profiles ?? [],
  };
}

/** What the client reads: the files, what they include and extend, and the env files; and, where it is asked for, what else is there. */
async function inputsOf(source: ComposeSource, atoms: readonly Atom[], ports: Ports): Promise<Inputs> {
  const { folder, files: names, variables, profiles } = source;
  const { files } = ports;
  const reached = reachedBy(source, ports);
  const textOf = (name: string) => files.readText(files.resolve(folder, name));
  const texts = reached.texts.map(({ file }) => [file, textOf(file)]);
  const missing = names.filter((name) => textOf(name) === null);
  const envFiles = reached.named
    .filter(({ kind }) => kind === 'env-file' || kind === 'label-file')
    .map(({ path }) => [shownPath(folder, path), textOf(path)]);
  const isAsked = atoms.some((atom) => atom === 'compose.references');
  return {
    'compose.files': digestOf({ texts, missing, profiles }),
    'compose.env': digestOf({ dotenv: textOf('.env'), variables, envFiles }),
    ...(isAsked ? { 'compose.references': digestOf(await statesOf(ports, source, reached)) } : {}),
  };
}
