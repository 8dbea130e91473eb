import type { Facts, Stage } from '../../domain/index.ts';
import { diffId, imageId } from '../../domain/index.ts';
import { chainOf, reachableFrom, rewriteInstructions, sourcesOutside } from '../../formats/index.ts';
import { buildWorkIn } from './work.ts';
import { wholeTrees } from './whole-tree.ts';
import { defineCheck, fail, type Finding, finding, inapplicable, isNonEmpty, pass, seen } from '../kit.ts';

export default defineCheck({
  id: 'build/multi-stage',
  version: 4,
  title: 'A builder stage does the work, and none of its layers is in the image',
  why: 'Compilers, sources and caches that stay in the image are shipped, scanned and attacked with it.',
  remedy: 'Build in a stage of its own (`FROM … AS build`) and take only the results over with `COPY --from=build`.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  reads: ['dockerfile.source', 'dockerfile.stages', 'dockerfile.target', 'build.stages', 'image.identity'],
  reasons: ['single-stage', 'builder-leak'],
  example: {
    dockerfile:
      'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM gcr.io/distroless/static:nonroot\nCOPY --from=build /app /app\n',
    facts: {
      build: { stages: [built('build', 0, true, ['a', 'b']), built('stage-1', 1, false, ['a', 'c'])] },
      image: {
        identity: {
          reference: 'app',
          imageId: imageId(`sha256:${'f'.repeat(64)}`),
          manifestDigest: null,
          diffIds: [id('a'), id('c')],
          anomalies: [],
        },
      },
    },
  },
  mutants: [
    {
      level: 'S',
      title: 'nothing is taken from another stage any more',
      reason: 'single-stage',
      edit: (sources) => {
        const { dockerfile } = sources;
        const text =
          dockerfile === null
            ? null
            : rewriteInstructions(dockerfile, (it) => (sourcesOutside(it).length > 0 ? null : undefined));
        return text === null ? null : { ...sources, dockerfile: text };
      },
    },
    {
      // A layer that level L appends is a new one: that an image carries a builder's own layer can only be said of the facts.
      level: 'J',
      title: "a builder's layer in the image",
      reason: 'builder-leak',
      edit: ({ build, image }) => {
        const [leaked] = ownToBuilders(build.stages);
        if (leaked === undefined) return null;
        const identity = { ...image.identity, diffIds: [...image.identity.diffIds, diffId(leaked.diffId)] };
        return { image: { ...image, identity } };
      },
    },
  ],

  judge: ({ dockerfile: { source, stages, target }, build, image }) => {
    if (!target) return inapplicable('there is no build stage');
    const builders = buildersOf(stages, target);
    if (!isNonEmpty(builders)) {
      const made = chainOf(stages, target);
      const work = buildWorkIn(stages, made);
      // a stage beside these is there to work for the image, whatever it does
      if (work === null && stages.every((stage) => made.includes(stage) || stage.index > target.index))
        return inapplicable('nothing is compiled and no build tools are installed: there is nothing to leave behind');
      return fail(
        finding(
          'single-stage',
          'the image is made in one go: no other stage is built and copied from',
          seen.source(target.from),
          ...(work ? [seen.source(work)] : []),
        ),
        ...made
          .filter((stage) => stage !== target)
          .flatMap((stage) => inherited(stage, target, build.stages, image.identity.diffIds)),
      );
    }
    const trees = wholeTrees(source, target).map(({ copy, stage, sources, compiles }) =>
      finding(
        'builder-leak',
        `\`${copy.text}\` takes the whole tree that ${stage.name ?? `stage ${stage.index}`} compiles, sources and all`,
        seen.source(copy),
        seen.source(sources),
        seen.source(compiles),
      ),
    );
    const leaks = ownToBuilders(build.stages)
      .filter(({ diffId: it }) => image.identity.diffIds.some((other) => other === it))
      .map(({ stage, label, diffId: it }) =>
        finding(
          'builder-leak',
          `layer ${it} of the builder ${stage} is in the image`,
          seen.value(`layer of ${stage}`, label),
        ),
      );
    const all: readonly Finding<'builder-leak'>[] = [...leaks, ...trees];
    if (isNonEmpty(all)) return fail(...all);
    const [first, ...more] = builders;
    const compared = ownToBuilders(build.stages).length;
    return pass(
      seen.source(first.from),
      ...more.map(({ from }) => seen.source(from)),
      seen.measure("builders' layers compared", compared, 'count'),
    );
  },
});

/** Stages that the target is built with and not made of. */
function buildersOf(stages: readonly Stage[], target: Stage): readonly Stage[] {
  const made = chainOf(stages, target);
  return [...reachableFrom(stages, target)]
    .flatMap((index) => stages.slice(index, index + 1))
    .filter((stage) => !made.includes(stage));
}

/** Layers that builders made and that no stage of the image shares: the same first steps give both the same layer. */
function ownToBuilders(stages: Facts['build']['stages']): { stage: string; label: string; diffId: string }[] {
  const kept = new Set(
    stages.filter(({ discarded }) => !discarded).flatMap(({ layers }) => layers.map(({ diffId: it }) => it)),
  );
  return stages.flatMap(({ name, layers }) =>
    layers
      .filter((layer) => !layer.fromBase && !kept.has(layer.diffId))
      .map((layer) => ({ stage: name, label: layer.label, diffId: layer.diffId })),
  );
}

/** A stage that the target goes on FROM gives it all of its layers. */
function inherited(
  stage: Stage,
  target: Stage,
  built: Facts['build']['stages'],
  diffIds: readonly string[],
): Finding<'builder-leak'>[] {
  const layers = built.find(({ index }) => index === stage.index)?.layers ?? [];
  const kept = layers.filter((layer) => !layer.fromBase && diffIds.includes(layer.diffId));
  if (kept.length === 0) return [];
  const bytes = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const name = stage.name ?? `stage ${stage.index}`;
  return [
    finding(
      'builder-leak',
      `the image goes on FROM ${name}: ${kept.length === 1 ? 'the layer that is built there is' : `all ${kept.length} layers that are built there are`} in it`,
      seen.source(target.from),
      seen.source(stage.from),
      seen.measure(`layers of ${name}`, bytes, 'B'),
    ),
  ];
}

function id(letter: string): ReturnType<typeof diffId> {
  return diffId(`sha256:${letter.repeat(64)}`);
}

function built(
  name: string,
  index: number,
  discarded: boolean,
  letters: readonly string[],
): Facts['build']['stages'][number] {
  const layers = letters.map((letter) => ({
    label: letter,
    sizeBytes: 1,
    diffId: id(letter),
    fromBase: letter === 'a',
    at: null,
  }));
  return { name, index, base: 'scratch', discarded, sizeBytes: letters.length, layers };
}
