import type { AnyCheck, Atom, ComposeFacts, Kind, Ports, SeenFacts, Target } from '../../src/domain/index.ts';
import { folderWorld, type World } from '../../src/proof/index.ts';
import {
  type ImageSource,
  imageFactsOf,
  loadCompose,
  packagesFactsOf,
  sensors,
  sourceFromExample,
} from '../../src/sensors/index.ts';
import { exampleFiles } from '../kit/judged.ts';
import { type Client, EXAMPLE_ROOT, emptyPorts, exampleTarget } from '../kit/index.ts';
import { answersTo } from './deployments/answers.ts';
import type { Deployment } from './deployments/index.ts';

/** The facts that a check reads of a deployment: from its texts and its image by the sensors, of its life as they stand. */
export async function factsOf(deployment: Deployment, check: AnyCheck, params: unknown, client: Client) {
  const atoms = check.reads as readonly Atom[]; // the registry has forgotten which
  const facts: Record<string, unknown> = {};
  for (const kind of new Set(atoms.map((atom) => atom.split('.')[0] as Kind))) {
    const its = atoms.filter((atom) => atom.startsWith(`${kind}.`));
    facts[kind] = only(its, await factsOfKind(deployment, kind, its, client, check.asks?.(params) ?? []));
  }
  return facts as SeenFacts;
}

/** The world of a deployment, for mutants of it. */
export function worldOf(deployment: Deployment, facts: SeenFacts, client: Client): World {
  return folderWorld(targetOf(deployment), facts, async () => imageOf(deployment), portsOf(deployment, client));
}

type Asks = Parameters<typeof answersTo>[0];

async function factsOfKind(it: Deployment, kind: Kind, atoms: readonly Atom[], client: Client, asks: Asks) {
  switch (kind) {
    case 'image':
      return imageFactsOf(imageOf(it));
    case 'packages':
      return packagesFactsOf(imageOf(it), targetOf(it), atoms, portsOf(it, client));
    case 'compose':
      return composeOf(it, client);
    case 'build':
      return it.facts.build;
    case 'run':
      return { ...it.facts.run, ...answersTo(asks) };
    case 'stack':
      return { ...it.facts.stack, ...answersTo(asks) };
    case 'dockerfile':
    case 'context':
      return sensors[kind].gather(targetOf(it), atoms, [], portsOf(it, client));
  }
}

/** What was not asked for is not there. */
function only(atoms: readonly Atom[], facts: object): object {
  const names = atoms.map((atom) => atom.slice(atom.indexOf('.') + 1));
  return Object.fromEntries(Object.entries(facts).filter(([name]) => names.includes(name)));
}

function targetOf(deployment: Deployment): Target {
  const target = exampleTarget(deployment);
  const { variables = {} } = deployment;
  return target.stack ? { ...target, stack: { ...target.stack, env: variables } } : target;
}

function portsOf(deployment: Deployment, { processes, temporary }: Client): Ports {
  const ports = emptyPorts(exampleFiles(deployment));
  return {
    ...ports,
    ...(processes ? { processes } : {}),
    files: { ...ports.files, ...(temporary ? { temporary } : {}) },
  };
}

const images = new Map<Deployment, ImageSource>();

/** Read once: mutants lay layers over it. */
function imageOf(deployment: Deployment): ImageSource {
  const known = images.get(deployment);
  if (known) return known;
  const { image, base } = deployment;
  const source = sourceFromExample(image);
  const { diffIds } = imageFactsOf(source).identity;
  const read = base
    ? {
        ...source,
        parts: {
          ...source.parts,
          base: { reference: base.reference, diffIds: diffIds.slice(0, base.layers) },
        },
      }
    : source;
  images.set(deployment, read);
  return read;
}

const projects = new Map<Deployment, Promise<ComposeFacts>>();

/** Loaded once, by the client that is there. */
function composeOf(deployment: Deployment, client: Client): Promise<ComposeFacts> {
  const { compose, variables = {}, references = [] } = deployment;
  const loading =
    projects.get(deployment) ??
    loadCompose(portsOf(deployment, client), {
      folder: EXAMPLE_ROOT,
      files: ['compose.yaml'],
      texts: { 'compose.yaml': compose },
      variables,
      profiles: [],
    }).then(({ model, ...facts }) => ({
      ...facts,
      references,
      // in one order, whoever loads them
      model: model && { ...model, services: model.services.toSorted((a, b) => (a.name < b.name ? -1 : 1)) },
    }));
  projects.set(deployment, loading);
  return loading;
}
