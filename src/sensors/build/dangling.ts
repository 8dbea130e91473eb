import type { BuildFacts, Engine } from '../../domain/index.ts';

/** Ids of the images that no name leads to. */
export async function danglingImages(engine: Engine): Promise<ReadonlySet<string>> {
  const images = await engine.listImages();
  return new Set(images.filter(({ dangling, tags }) => dangling || tags.length === 0).map(({ engineId }) => engineId));
}

/** What was left since: of new nameless images those that share a layer of the built one's own; others work here too. */
export async function leftDangling(
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
