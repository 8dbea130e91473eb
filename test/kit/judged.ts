import {
  type AnyCheck,
  type Atom,
  type Example,
  type Kind,
  type Ports,
  type SeenFacts,
  TickproofError,
  type Verdict,
} from '../../src/domain/index.ts';
import { type Claim, folderWorld, type ImageRead, type World } from '../../src/proof/index.ts';
import {
  dockerfileFactsOf,
  imageFromExample,
  packagesFactsOf,
  sensors,
  sourceFromExample,
} from '../../src/sensors/index.ts';
import { judgeFacts } from '../../src/verify/index.ts';
import { emptyPorts, EXAMPLE_ROOT, exampleTarget, memoryFiles } from './ports.ts';

/** Facts as a test writes them: of each kind only what matters. */
export type SomeFacts = { readonly [K in Kind]?: object };

/** Judges a Dockerfile's text, or facts, by a check. Parameters are read by the check's own schema. */
export function judged(
  check: AnyCheck,
  source: string | SomeFacts,
  params: Readonly<Record<string, unknown>> = {},
): Verdict {
  const facts: SomeFacts =
    typeof source === 'string'
      ? { dockerfile: dockerfileFactsOf({ path: 'Dockerfile', text: source, target: null, args: {} }) }
      : source;
  return judgeFacts({ check, params: check.params.parse(params) }, facts);
}

/** Judges an example, whose facts come through the real sensors. */
export async function judgedOn(
  check: AnyCheck,
  example: Example,
  params: Readonly<Record<string, unknown>> = example.params ?? {},
): Promise<Verdict> {
  return judgeFacts({ check, params: check.params.parse(params) }, await exampleFacts(check, example));
}

/** The facts that a check reads of an example: from its texts by the sensors, from its layers, or as they are written. */
export async function exampleFacts(check: AnyCheck, example: Example): Promise<SeenFacts> {
  const kinds = [...new Set((check.reads as readonly Atom[]).map((atom) => atom.split('.')[0] as Kind))];
  const facts: Record<string, unknown> = {};
  for (const kind of kinds) facts[kind] = { ...(await sensed(kind, check, example)), ...example.facts?.[kind] };
  return facts;
}

async function sensed(kind: Kind, check: AnyCheck, example: Example): Promise<object> {
  if (kind === 'image') return example.image ? imageFromExample(example.image) : {};
  const atoms = (check.reads as readonly Atom[]).filter((atom) => atom.startsWith(`${kind}.`));
  if (kind === 'packages') return example.image ? packagesOf(example, atoms) : {};
  if (kind === 'compose' && example.facts?.compose) return {}; // written out, because loading needs a client
  const texts: readonly (string | undefined)[] = [example.dockerfile, example.ignore, example.compose];
  const fromTexts =
    kind === 'dockerfile' || kind === 'context' || (kind === 'compose' && example.compose !== undefined);
  if (!fromTexts || (texts.every((text) => text === undefined) && !example.context)) return {};
  try {
    return await sensors[kind].gather(exampleTarget(example), atoms, [], emptyPorts(exampleFiles(example)));
  } catch (error) {
    if (error instanceof TickproofError && error.code === 'tool-missing') return {}; // the example's facts stand for what needs a program
    throw error;
  }
}

function packagesOf(example: Example, atoms: readonly Atom[]): Promise<object> {
  const ports = emptyPorts(exampleFiles(example));
  return packagesFactsOf(sourceFromExample(example.image ?? {}), exampleTarget(example), atoms, ports);
}

/** The folder of an example, in memory. */
export function exampleFiles({ dockerfile, ignore, context = [], compose, advisories = [] }: Example) {
  return memoryFiles(EXAMPLE_ROOT, {
    ...Object.fromEntries(advisories.map((it, index) => [`advisories/${index}.json`, JSON.stringify(it)])),
    ...Object.fromEntries(context.map(({ path, text, sizeBytes }) => [path, text ?? { sizeBytes }])),
    ...(dockerfile === undefined ? {} : { Dockerfile: dockerfile }),
    ...(ignore === undefined ? {} : { '.dockerignore': ignore }),
    ...(compose === undefined ? {} : { 'compose.yaml': compose }),
  });
}

/** What the proof tries, made of an example; parameters are those of the example. */
export async function exampleClaim(check: AnyCheck, example: Example): Promise<Claim> {
  return {
    id: check.id,
    check,
    params: check.params.parse(example.params ?? {}),
    facts: await exampleFacts(check, example),
  };
}

/** The world of an example, for mutants of it. */
export function exampleWorld(example: Example, facts: SeenFacts, client: Client = {}): World {
  const image: ImageRead = async () => sourceFromExample(example.image ?? {});
  const ports = emptyPorts(exampleFiles(example));
  const { processes = ports.processes, temporary = (prefix: string) => ports.files.temporary(prefix) } = client;
  return folderWorld(exampleTarget(example), facts, image, {
    ...ports,
    processes,
    files: { ...ports.files, temporary },
  });
}

/** The machine's own programs and folders, for mutants that only a client can load. */
export interface Client {
  readonly processes?: Ports['processes'];
  readonly temporary?: Ports['files']['temporary'];
}
