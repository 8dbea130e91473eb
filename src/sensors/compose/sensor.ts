import type { Atom, ComposeFacts, Inputs, Ports, Sensor, Target } from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { type ComposeSource, loadCompose } from './load.ts';

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
  inputs: async (target, _atoms, _asks, ports) => inputsOf(composeSourceOf(target, ports), ports),
  gather: async (target, atoms, _asks, ports) => composeFactsOf(ports, composeSourceOf(target, ports), atoms),
};

/** The facts of a project, of these atoms. */
export async function composeFactsOf(
  ports: Pick<Ports, 'files' | 'processes' | 'signal'>,
  source: ComposeSource,
  atoms: readonly Atom[],
): Promise<Partial<ComposeFacts>> {
  const facts = await loadCompose(ports, source);
  return Object.fromEntries(Object.entries(facts).filter(([name]) => atoms.some((atom) => atom === `compose.${name}`)));
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

function inputsOf({ folder, files: names, variables, profiles }: ComposeSource, { files }: Ports): Inputs {
  const texts = names.map((name) => [name, files.readText(files.resolve(folder, name))]);
  return {
    'compose.files': digestOf({ texts, profiles }),
    'compose.env': digestOf({ dotenv: files.readText(files.resolve(folder, '.env')), variables }),
  };
}
