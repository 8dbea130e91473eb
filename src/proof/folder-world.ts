import type { Atom, ComposeFacts, Facts, Kind, Ports, SeenFacts, Sources, Target } from '../domain/index.ts';
import { overlayFiles } from '../formats/index.ts';
import {
  type ImageSource,
  imageFactsOf,
  imageFromExample,
  loadCompose,
  packagesFactsOf,
  plantLayers,
  readImage,
  sensors,
  sourceFromExample,
  withConfig,
  withForgedConfig,
} from '../sensors/index.ts';
import type { World } from './world.ts';

/** The world of a deployment in a folder: mutants of its texts, its context and its image. Nothing on disk is changed. */
export function folderWorld(target: Target, facts: SeenFacts, image: ImageRead, ports: Ports): World {
  return { ...bareWorld(target, facts, image, ports), ...sourceWorld(target, facts, ports) };
}

/** The world of a bare image: only its config and layers can be edited. */
export function bareWorld(target: Target, facts: SeenFacts, image: ImageRead, ports: Ports): World {
  return {
    sources: () => null,
    fromSources: async () => ({}),
    image: facts.image || facts.packages ? imageWorld(image, target, ports) : null,
    nothing: (atoms) => nothingAgain(target, atoms, ports),
  };
}

/** The image's layers and config for mutants: read once for a whole run, from what the sensor kept of each layer. */
export type ImageRead = () => Promise<ImageSource>;

/** Reads the image of a target when first asked, and then never again. */
export function imageRead(target: Target, ports: Ports): ImageRead {
  let source: Promise<ImageSource> | null = null;
  return () => (source ??= readImage(target, ports));
}

/** Mutants of the image: edits of its config, and layers planted on top. Its bytes are not read again. */
export function imageWorld(read: ImageRead, target: Target, ports: Ports): NonNullable<World['image']> {
  return {
    withConfig: async (edit) => {
      const image = withConfig(await read(), edit);
      return image && { image };
    },
    withForgedConfig: async () => ({ image: withForgedConfig(await read()) }),
    withLayers: async (edit, atoms) => {
      const source = await read();
      const layers = edit(imageFactsOf(source));
      if (!layers) return null;
      const planted = plantLayers(source, layers);
      const image = imageFactsOf(planted);
      const its = atoms.filter((atom) => atom.startsWith('packages.'));
      if (its.length === 0) return { image };
      return { image, packages: await packagesFactsOf(planted, target, its, { ...ports, onEvent: () => {} }) };
    },
  };
}

function sourceWorld(target: Target, facts: SeenFacts, ports: Ports): Pick<World, 'sources' | 'fromSources'> {
  const { folder, build, stack } = target;
  if (folder === null) return { sources: () => null, fromSources: async () => ({}) };
  const dockerfile = ports.files.resolve(folder, build.dockerfile);
  const root = ports.files.resolve(folder, build.context);
  const own =
    ports.files.readText(`${dockerfile}.dockerignore`) === null
      ? ports.files.resolve(root, '.dockerignore')
      : `${dockerfile}.dockerignore`;
  const original: Sources = {
    dockerfile: ports.files.readText(dockerfile),
    ignore: ports.files.readText(own),
    planted: [],
    removed: [],
    compose: Object.fromEntries(
      (stack?.files ?? []).map((file) => [file, ports.files.readText(ports.files.resolve(folder, file)) ?? '']),
    ),
    variables: {},
    sent: (facts.context?.files ?? []).map(({ path }) => path),
    model: facts.compose?.model ?? null,
  };
  return {
    sources: () => original,
    fromSources: async (edited, atoms) => {
      const planted = new Map(edited.planted.map(({ path, ...file }) => [path, file]));
      const texts = { [dockerfile]: edited.dockerfile, [own]: edited.ignore };
      const files = overlayFiles(ports.files, { root, planted, removed: edited.removed, texts });
      const changed = await gatherAgain(['dockerfile', 'context'], target, atoms, { ...ports, files });
      const compose = await composeOf(original, edited, target, facts, ports);
      return compose ? { ...changed, compose } : changed;
    },
  };
}

async function gatherAgain(
  kinds: readonly Kind[],
  target: Target,
  atoms: readonly Atom[],
  ports: Ports,
): Promise<SeenFacts> {
  const asked = kinds
    .map((kind) => [kind, atoms.filter((atom) => atom.startsWith(`${kind}.`))] as const)
    .filter(([, its]) => its.length > 0);
  const gathered = await Promise.all(
    asked.map(
      async ([kind, its]) =>
        [kind, await sensors[kind].gather(target, its, [], { ...ports, onEvent: () => {} })] as const,
    ),
  );
  return Object.fromEntries(gathered) as SeenFacts; // by kind, as asked
}

/** Compose facts of an edit: an edited model is taken as it is, edited texts or variables are loaded again. */
async function composeOf(
  original: Sources,
  edited: Sources,
  target: Target,
  facts: SeenFacts,
  ports: Ports,
): Promise<Partial<ComposeFacts> | null> {
  const { stack, folder } = target;
  if (!stack || folder === null || !facts.compose) return null;
  if (edited.compose !== original.compose || edited.variables !== original.variables) {
    return loadCompose(ports, {
      folder,
      files: stack.files,
      texts: edited.compose,
      variables: { ...stack.env, ...edited.variables },
      profiles: stack.profiles,
    });
  }
  return edited.model === original.model ? null : { ...facts.compose, model: edited.model };
}

const worlds = new WeakMap<Ports, Map<string, Promise<SeenFacts>>>();

/** The world of nothing is the same for all who read the same of it. */
function nothingAgain(target: Target, atoms: readonly Atom[], ports: Ports): Promise<SeenFacts> {
  const known = worlds.get(ports) ?? new Map<string, Promise<SeenFacts>>();
  worlds.set(ports, known);
  const key = [target.stack?.name ?? '', ...[...atoms].sort()].join();
  const made = known.get(key) ?? nothing(target, atoms, ports);
  known.set(key, made);
  return made;
}

/** An empty folder, an image `FROM scratch`, a dead engine: by the same sensors, as far as they can see nothing. */
async function nothing(target: Target, atoms: readonly Atom[], ports: Ports): Promise<SeenFacts> {
  const kinds = [...new Set(atoms.map((atom) => atom.split('.')[0] as Kind))]; // an atom begins with its kind
  const root = '/tickproof-nothing';
  // nothing is below this path on any machine, and nothing shows through: a folder that holds one removed file is empty
  const files = overlayFiles(ports.files, {
    root,
    planted: new Map([['a/b', { sizeBytes: 0, text: '' }]]),
    removed: ['a'],
  });
  const dead: Ports = { ...ports, files, engine: null, whyNoEngine: 'a world without an engine', onEvent: () => {} };
  const empty: Target = {
    ...target,
    folder: root,
    built: null,
    builtId: null,
    builtDiffIds: [],
    subject: { kind: 'folder', path: root },
  };
  const facts: Record<string, unknown> = {};
  for (const kind of kinds) {
    if (kind === 'image') facts[kind] = imageFromExample({});
    else if (kind === 'packages') facts[kind] = await packagesFactsOf(sourceFromExample({}), empty, atoms, dead);
    else if (kind === 'compose') facts[kind] = NO_COMPOSE;
    else Object.assign(facts, await gatherAgain([kind], empty, atoms, dead));
  }
  return facts;
}

const NO_COMPOSE: Facts['compose'] = {
  files: [],
  comments: [],
  problems: [
    { kind: 'invalid', message: 'there is no compose file', at: { file: 'compose.yaml', startLine: 1, endLine: 1 } },
  ],
  unset: [],
  model: null,
};
