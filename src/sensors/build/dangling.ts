import type { BuildFacts, Engine, Ports } from '../../domain/index.ts';

/** Ids of the images that no name leads to. */
export async function danglingImages(engine: Engine): Promise<ReadonlySet<string>> {
  const images = await engine.listImages();
  return new Set(images.filter(({ dangling, tags }) => dangling || tags.length === 0).map(({ engineId }) => engineId));
}

const SETTLED_MS = 1_500;

/** What is left when the engine had time to forget: a busy one still lists an image that it has just removed. */
export async function settledDangling(
  engine: Engine,
  before: ReadonlySet<string>,
  own: ReadonlySet<string>,
  { clock, signal }: Pick<Ports, 'clock' | 'signal'>,
): Promise<BuildFacts['dangling']> {
  const seen = await leftDangling(engine, before, own);
  if (seen.left.length === 0) return seen;
  await clock.sleep(SETTLED_MS, signal);
  return leftDangling(engine, before, own);
}

/** What was left since: of new nameless images those that share a layer of the built one's own; others work here too. */
async function leftDangling(
  engine: Engine,
  before: ReadonlySet<string>,
  own: ReadonlySet<string>,
): Promise<BuildFacts['dangling']> {
  const after = await danglingImages(engine);
  const fresh = [...after].filter((id) => !before.has(id));
  const seen = await Promise.all(fresh.map(async (id) => ({ id, image: await engine.inspectImage(id) })));
  const left = seen.filter(({ image }) => image?.diffIds.some((diffId) => own.has(diffId))).map(({ id }) => id);
  return { before: before.size, after: after.size, left };
}
