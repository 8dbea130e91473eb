import type { BuildFacts, BuildRequest, Engine, Owner, Ports } from '../../domain/index.ts';
import type { Job } from './job.ts';

/** Ids of the images that no name leads to. */
export async function danglingImages(engine: Engine): Promise<ReadonlySet<string>> {
  const images = await engine.listImages();
  return new Set(images.filter(({ dangling, tags }) => dangling || tags.length === 0).map(({ engineId }) => engineId));
}

const RUN_LABEL = 'tickproof.run'; // on what counter-proofs of another run leave for a moment
const SETTLED_MS = 1_500;

/** What is left when the engine had time to forget: a busy one still lists an image that it has just removed. */
export async function settledDangling(
  engine: Engine,
  before: ReadonlySet<string>,
  own: ReadonlySet<string>,
  { clock, signal, owner }: Pick<Ports, 'clock' | 'signal' | 'owner'>,
): Promise<BuildFacts['dangling']> {
  const seen = await leftDangling(engine, before, own, owner);
  if (seen.left.length === 0) return seen;
  await clock.sleep(SETTLED_MS, signal);
  return leftDangling(engine, before, own, owner);
}

/** What was left since: of new nameless images those that share a layer of the built one's own; others work here too. */
async function leftDangling(
  engine: Engine,
  before: ReadonlySet<string>,
  own: ReadonlySet<string>,
  { runId }: Owner,
): Promise<BuildFacts['dangling']> {
  const after = await danglingImages(engine);
  const fresh = [...after].filter((id) => !before.has(id));
  const seen = await Promise.all(fresh.map(async (id) => ({ id, image: await engine.inspectImage(id) })));
  const others = seen.filter(({ image }) => (image?.labels[RUN_LABEL] ?? runId) !== runId);
  const left = seen
    .filter((it) => !others.includes(it) && it.image?.diffIds.some((diffId) => own.has(diffId)))
    .map(({ id }) => id);
  return { before: before.size, after: after.size - others.length, left };
}

/** Layers that the build made itself, by diff id. */
export async function ownLayers(
  engine: Engine,
  { dockerfile }: Job,
  { tag }: BuildRequest,
): Promise<ReadonlySet<string>> {
  const bases = await Promise.all(dockerfile.bases.map(({ reference }) => engine.inspectImage(reference)));
  const below = new Set(bases.flatMap((image) => image?.diffIds ?? []));
  return new Set((await engine.inspectImage(tag))?.diffIds.filter((diffId) => !below.has(diffId)));
}
