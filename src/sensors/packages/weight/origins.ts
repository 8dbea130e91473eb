import type { DockerfileFacts, ImageFacts, Instruction, Stage } from '../../../domain/index.ts';
import { chainOf } from '../../../formats/index.ts';
import { wordsOf } from '../../build/layers.ts';
import type { ImageSource } from '../../image/index.ts';

/** Where a layer comes from: the base image, or an instruction of the Dockerfile. */
export interface Origin {
  readonly layer: number;
  /** The command as history has it, without what the builder adds. */
  readonly label: string;
  readonly fromBase: boolean;
  readonly made: { readonly stage: Stage; readonly instruction: Instruction } | null;
}

const MAKES_LAYER = ['RUN', 'COPY', 'ADD', 'WORKDIR'];

/**
 * The origin of each layer. Layers and instructions are paired from the last one down, as long as their keywords agree; the
 * base ends where its own layers do, or where the instructions do. Without a Dockerfile nothing is taken for the base's.
 */
export function originsOf(
  { parts }: ImageSource,
  dockerfile: DockerfileFacts | null,
  base: ImageFacts['base'],
): readonly Origin[] {
  const commands = parts.document.config.history.filter(({ emptyLayer }) => !emptyLayer);
  const labels = parts.layers.map((_, layer) => wordsOf(commands[layer]?.createdBy ?? '') || `layer ${layer}`);
  const ofBase = baseLayers(parts, base);
  const makers = paired(labels, ofBase ?? 0, dockerfile);
  const lowest = makers.findIndex((it) => it !== null);
  const below = ofBase ?? (lowest === -1 ? 0 : lowest);
  return labels.map((label, layer) => ({ layer, label, fromBase: layer < below, made: makers[layer] ?? null }));
}

/** How many of the lowest layers are the base's; null where it is not known, or is another by now. */
function baseLayers({ layers }: ImageSource['parts'], base: ImageFacts['base']): number | null {
  if (!base) return null;
  return base.diffIds.every((diffId, index) => layers[index]?.facts.diffId === diffId) ? base.diffIds.length : null;
}

function paired(
  labels: readonly string[],
  ofBase: number,
  dockerfile: DockerfileFacts | null,
): readonly (Origin['made'] | null)[] {
  const made: (Origin['made'] | null)[] = labels.map(() => null);
  if (!dockerfile?.target) return made;
  const makers = chainOf(dockerfile.stages, dockerfile.target).flatMap((stage) =>
    stage.body.filter(({ keyword }) => MAKES_LAYER.includes(keyword)).map((instruction) => ({ stage, instruction })),
  );
  for (let layer = labels.length - 1; layer >= ofBase && makers.length > 0; layer--) {
    const keyword = keywordOf(labels[layer] ?? '');
    if (keyword === null) continue; // nobody's instruction made it
    const next = makers.findLastIndex(({ instruction }) => instruction.keyword === keyword);
    const isNext = makers.slice(next + 1).every(({ instruction }) => instruction.keyword === 'WORKDIR'); // of folders that were there
    const maker = makers[next];
    if (!maker || !isNext) break;
    made[layer] = maker;
    makers.length = next;
  }
  return made;
}

function keywordOf(label: string): string | null {
  if (label.startsWith('/bin/sh -c ')) return 'RUN'; // the builder before BuildKit
  const [word = ''] = label.split(' ', 1);
  return MAKES_LAYER.includes(word) ? word : null;
}
