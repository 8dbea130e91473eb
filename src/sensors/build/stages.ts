import type { BuildFacts, BuildRequest, BuildStage, Engine, Instruction, Stage } from '../../domain/index.ts';
import { applyEdits, chainOf, reachableFrom } from '../../formats/index.ts';
import type { Job } from './job.ts';
import { type BuiltLayer, layersOf } from './layers.ts';
import { progressOf } from './progress.ts';
import { stageLabel } from './steps.ts';

/**
 * Every stage that the build needs, with its layers. Stages that the image is made of are read from it; each other one is
 * built from the cache under a name of its own and removed at once. Null where one of them cannot be had.
 */
export async function stagesOf(engine: Engine, job: Job, request: BuildRequest): Promise<BuildFacts['stages'] | null> {
  const { stages, target } = job.dockerfile;
  if (!target) return null;
  const reached = reachableFrom(stages, target);
  const image = chainOf(stages, target);
  const described = new Map<number, BuildStage>();
  const describe = async (chain: readonly Stage[], layers: readonly BuiltLayer[]): Promise<void> => {
    for (const stage of await stagesIn(engine, chain, layers)) {
      if (!described.has(stage.index))
        described.set(stage.index, { ...stage, discarded: !image.some(({ index }) => index === stage.index) });
    }
  };
  await describe(image, await layersOf(engine, request.tag));
  const others = stages.filter(({ index }) => reached.has(index)).toReversed(); // what a later one is based on comes with it
  for (const stage of others.filter(({ index }) => index !== target.index)) {
    if (described.has(stage.index)) continue;
    const layers = await layersOfStage(engine, job, request, stage);
    if (layers === null) return null;
    await describe(chainOf(stages, stage), layers);
  }
  return [...described.values()].sort((a, b) => a.index - b.index);
}

async function layersOfStage(
  engine: Engine,
  job: Job,
  request: BuildRequest,
  stage: Stage,
): Promise<readonly BuiltLayer[] | null> {
  const tag = `${job.nameOf(`stage-${stage.index}`)}:latest`;
  const watch = progressOf(job.ports, job.dockerfile, `looking at ${stageLabel(stage)}`);
  try {
    const outcome = await engine.build({ ...request, ...targeted(stage, job), tag, lookOnly: true }, watch);
    return outcome.succeeded ? await layersOf(engine, tag) : null;
  } finally {
    await engine.removeImage(tag);
  }
}

/** BuildKit takes names for targets, no numbers: a stage without one gets one. */
function targeted(stage: Stage, { dockerfile: { source } }: Job): Pick<BuildRequest, 'target' | 'dockerfileText'> {
  if (stage.name !== null) return { target: stage.name };
  const target = `tickproof-stage-${stage.index}`;
  const end = stage.from.argsAt[0]?.endOffset ?? source.text.length;
  return { target, dockerfileText: applyEdits(source.text, [{ start: end, end, text: ` AS ${target}` }]) };
}

const MAKES_LAYER = ['RUN', 'COPY', 'ADD', 'WORKDIR'];

function layerMakers({ body }: Stage): readonly Instruction[] {
  return body.filter(({ keyword, rest }) => MAKES_LAYER.includes(keyword) && !(keyword === 'WORKDIR' && rest === '/'));
}

/** Deals the layers of a chain of stages out to them: the base's first, then one per instruction that makes one. */
async function stagesIn(
  engine: Engine,
  chain: readonly Stage[],
  layers: readonly BuiltLayer[],
): Promise<readonly Omit<BuildStage, 'discarded'>[]> {
  const [root] = chain;
  const makers = chain.flatMap((stage) => layerMakers(stage).map((instruction) => ({ stage, instruction })));
  const below = root ? await baseLayers(engine, root, layers) : null;
  const ofBase = below ?? Math.max(0, layers.length - makers.length);
  const first = layers.length - makers.length; // the last maker made the last layer; triggers of the base may lie between
  const made = layers.map((layer, index) => {
    const maker = index < ofBase ? undefined : makers[index - first];
    return { ...layer, fromBase: index < ofBase, at: maker?.instruction.at ?? null, stage: maker?.stage ?? root };
  });
  return chain.map((stage, depth) => {
    const lower = new Set(chain.slice(0, depth + 1));
    const own = made.filter((layer) => layer.fromBase || (layer.stage !== undefined && lower.has(layer.stage)));
    return {
      name: stageLabel(stage),
      index: stage.index,
      base:
        stage.base.kind === 'image' ? stage.base.reference : stage.base.kind === 'stage' ? stage.base.name : 'scratch',
      sizeBytes: own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      layers: own.map(({ label, sizeBytes, diffId, fromBase, at }) => ({ label, sizeBytes, diffId, fromBase, at })),
    };
  });
}

/** How many layers are the base image's; null where the engine does not have it under its name. */
async function baseLayers(engine: Engine, { base }: Stage, layers: readonly BuiltLayer[]): Promise<number | null> {
  if (base.kind !== 'image') return 0;
  const diffIds = (await engine.inspectImage(base.reference))?.diffIds;
  return diffIds?.every((diffId, index) => layers[index]?.diffId === diffId) ? diffIds.length : null;
}
