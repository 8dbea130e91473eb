import type { BuildStage, Facts } from '../../domain/index.ts';
import type { TreeRow } from '../../domain/index.ts';
import { withBuilderShipped } from './edits.ts';
import { defineCheck, fail, finding, humanize, inapplicable, justOver, meets, pass, seen, share, z } from '../kit.ts';

export default defineCheck({
  id: 'build/stages',
  version: 1,
  title: 'What the builder stages need stays behind in them',
  why: 'The tree of stages shows where the bytes are, and what building in one stage would ship.',
  remedy:
    'Copy results instead of folders that hold them (`COPY --from=build /src/dist`), and install run-time dependencies only.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  aliases: [],
  reads: ['build.stages'],
  params: z.strictObject({
    target: share()
      .optional()
      .describe('Share of all bytes that must stay behind, like `>=30%`; absent = reported only'),
  }),
  reasons: ['saving-under'],
  example: {
    facts: {
      build: {
        stages: [
          stage('build', 0, true, [
            ['base', 70],
            ['npm ci', 100],
          ]),
          stage('stage-1', 1, false, [
            ['base', 70],
            ['dist', 3],
          ]),
        ],
      },
    },
    params: { target: '>=30%' },
  },
  mutants: [
    {
      level: 'B',
      title: 'the last builder shipped as it is',
      reason: 'saving-under',
      edit: (sources, { build }, { target }) =>
        target && !meets(target, 0) && build?.stages ? withBuilderShipped(sources, build.stages) : null,
    },
    {
      level: 'J',
      title: 'everything that the builders made is in the image',
      reason: 'saving-under',
      edit: ({ build }, { target }) =>
        target && !meets(target, 0) ? { build: { ...build, stages: flattened(build.stages) } } : null,
    },
  ],
  mutantsFor: (_, { target }) => {
    if (!target) return [];
    const saved = justOver(target, 0.001);
    if (saved < 0 || saved > 1) return [];
    return [
      {
        level: 'J' as const,
        title: `${humanize(saved, 'ratio')} against ${target.text}`,
        reason: 'saving-under' as const,
        edit: ({ build }: Facts) => ({ build: { ...build, stages: withSaving(saved) } }),
      },
    ];
  },

  judge: ({ build: { stages } }, { target }) => {
    if (stages.length === 0) return inapplicable('there are no stages');
    const { all, image } = bytesOf(stages);
    const saving = all === 0 ? 0 : (all - image) / all;
    const tree = seen.tree('stages', stages.flatMap(rowsOf));
    const measure = seen.measure('share that stays behind', saving, 'ratio', target);
    const left = seen.measure('left behind in builders', all - image, 'B');
    if (!target || meets(target, saving)) return pass(measure, left, tree);
    const message = `${humanize(saving, 'ratio')} of all bytes stay behind in builder stages, wanted ${target.text}`;
    return fail(finding('saving-under', message, measure, left, tree));
  },
});

/** Each layer once: what the image has, and what all stages have together, as one stage would ship it. */
function bytesOf(stages: readonly BuildStage[]): { readonly all: number; readonly image: number } {
  const every = new Map(
    stages.flatMap(({ layers }) => layers.map(({ diffId, sizeBytes }) => [diffId, sizeBytes] as const)),
  );
  const kept = new Set(
    stages.filter(({ discarded }) => !discarded).flatMap(({ layers }) => layers.map(({ diffId }) => diffId)),
  );
  const sum = (entries: Iterable<readonly [string, number]>) =>
    [...entries].reduce((total, [, bytes]) => total + bytes, 0);
  return { all: sum(every), image: sum([...every].filter(([diffId]) => kept.has(diffId))) };
}

function rowsOf({ name, base, discarded, sizeBytes, layers }: BuildStage): readonly TreeRow[] {
  const ofBase = layers.filter(({ fromBase }) => fromBase).reduce((sum, layer) => sum + layer.sizeBytes, 0);
  return [
    { depth: 0, label: name, sizeBytes, note: discarded ? 'left behind' : 'in the image' },
    { depth: 1, label: base, sizeBytes: ofBase, note: 'base' },
    ...layers
      .filter(({ fromBase }) => !fromBase)
      .map((layer) => ({ depth: 1, label: layer.label, sizeBytes: layer.sizeBytes })),
  ];
}

function flattened(stages: readonly BuildStage[]): readonly BuildStage[] {
  return stages.map((it) => ({ ...it, discarded: false }));
}

function withSaving(saved: number): readonly BuildStage[] {
  const all = 1_000_000;
  const left = Math.round(all * saved);
  return [stage('build', 0, true, [['left', left]]), stage('image', 1, false, [['kept', all - left]])];
}

function stage(
  name: string,
  index: number,
  discarded: boolean,
  made: readonly (readonly [string, number])[],
): BuildStage {
  const layers = made.map(([label, sizeBytes]) => ({
    label,
    sizeBytes,
    diffId: `sha256:${label}`,
    fromBase: label === 'base',
    at: null,
  }));
  return {
    name,
    index,
    base: 'node:22-slim',
    discarded,
    sizeBytes: layers.reduce((sum, it) => sum + it.sizeBytes, 0),
    layers,
  };
}
