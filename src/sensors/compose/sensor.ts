import type { Atom, ComposeFacts, EnvValue, Inputs, Ports, Sensor, Target } from '../../domain/index.ts';
import { digestOf, sha256 } from '../../formats/index.ts';
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
    variables: Object.fromEntries(
      Object.entries(stack?.env ?? {}).map(([name, value]) => [name, valueOf(name, value)]),
    ),
    profiles: stack?.profiles ?? [],
  };
}

const LENGTH: Readonly<Record<'hex16' | 'hex32' | 'uuid' | 'base64-32', (hex: string) => string>> = {
  hex16: (hex) => hex.slice(0, 32),
  hex32: (hex) => hex,
  uuid: (hex) =>
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  'base64-32': (hex) => Buffer.from(hex, 'hex').toString('base64'),
};

/** A stand-in of the right shape: nothing is started here, and equal files must load equally. */
function valueOf(name: string, value: EnvValue): string {
  if (typeof value === 'string') return value;
  return LENGTH[value.generate](sha256(`stand-in for ${name}`).slice('sha256:'.length));
}

function inputsOf({ folder, files: names, variables, profiles }: ComposeSource, { files }: Ports): Inputs {
  const texts = names.map((name) => [name, files.readText(files.resolve(folder, name))]);
  return {
    'compose.files': digestOf({ texts, profiles }),
    'compose.env': digestOf({ dotenv: files.readText(files.resolve(folder, '.env')), variables }),
  };
}
