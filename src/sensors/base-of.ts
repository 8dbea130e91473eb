import type { ImageFacts, Ports, StageBase, Target } from '../domain/index.ts';
import { dockerfileFactsOf } from './dockerfile/index.ts';

/** The base image under the stage that is built, followed through stages of the file, as the engine has it; null where it is not known. */
export async function baseOf({ folder, build }: Target, { files, engine }: Ports): Promise<ImageFacts['base']> {
  if (folder === null || !engine) return null;
  const text = files.readText(files.resolve(folder, build.dockerfile));
  const { stages, target } = dockerfileFactsOf({
    path: build.dockerfile,
    text,
    target: build.target,
    args: build.args,
  });
  let base: StageBase | undefined = target?.base;
  while (base?.kind === 'stage') base = stages[base.index]?.base;
  if (base?.kind !== 'image') return null;
  const image = await engine.inspectImage(base.reference);
  return image && { reference: base.reference, diffIds: image.diffIds };
}
