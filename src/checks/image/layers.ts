import {
  boundMutants,
  count,
  defineCheck,
  type Evidence,
  type Finding,
  finding,
  humanize,
  inapplicable,
  meets,
  passUnless,
  plant,
  plural,
  seen,
  share,
  size,
  whiteout,
  z,
} from '../kit.ts';

export default defineCheck({
  id: 'image/layers',
  version: 1,
  title: 'The layers of the image carry little that nobody sees',
  why: 'Bytes that a later layer overwrites or deletes are still pushed, pulled and stored.',
  remedy:
    'Make and clean up in the same RUN, use `COPY --chown --chmod` in place of a later chown, and build in stages.',
  references: ['https://github.com/wagoodman/dive', 'https://github.com/opencontainers/image-spec/blob/main/layer.md'],
  reads: ['image.waste', 'image.layers', 'image.sizes'],
  params: z.strictObject({
    maxLayers: count().optional().describe('Bound on the number of layers, like `<=20`'),
    efficiency: share('>=90%').describe('Share of the bytes in the layers that are still visible'),
    wasted: size('<=100MB').describe('Bytes in the layers that nobody sees'),
    wastedShare: share().optional().describe('The same as a share of the layers above the first'),
    as: z
      .enum(['exact', 'dive'])
      .default('exact')
      .describe(
        '`exact`: what a flattened image would save; `dive`: the numbers of dive, for a `.dive-ci` that is carried over',
      ),
  }),
  reasons: ['too-many-layers', 'efficiency-under', 'wasted-over'],
  example: {
    image: { layers: [[plant('/app/server', { sizeBytes: 4096, mode: 0o755 })]] },
    params: { maxLayers: '<=20' },
  },
  mutants: [
    {
      level: 'L',
      title: 'a filler that is added and deleted again, as large as the bound on waste',
      reason: 'wasted-over',
      edit: (_, { wasted }) => addAndDelete(Math.floor(wasted.value) + 1),
    },
    {
      level: 'L',
      title: 'a filler that is added and deleted again, as large as the bound on efficiency',
      reason: 'efficiency-under',
      edit: ({ sizes, waste }, { efficiency }) => {
        const sum = sizes.filesBytes + waste.shadowedBytes + waste.dive.wastedBytes;
        return efficiency.value > 0 ? addAndDelete(Math.ceil(Math.max(1, sum) / efficiency.value)) : null;
      },
    },
  ],
  mutantsFor: ({ image: { layers } }, { maxLayers }) => {
    if (!maxLayers) return [];
    const [first] = layers;
    return first
      ? boundMutants('image')('too-many-layers', maxLayers, 1, (_, value) => ({
          layers: Array.from({ length: value }, () => first),
        }))
      : [];
  },

  judge: ({ image: { waste, layers, sizes } }, { maxLayers, efficiency, wasted, wastedShare, as }) => {
    if (layers.length === 0) return inapplicable('the image has no layers');
    const above = layers.slice(1).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const inLayers = sizes.filesBytes + waste.shadowedBytes;
    const exact = {
      efficiency: inLayers === 0 ? 1 : sizes.filesBytes / inLayers,
      wastedBytes: waste.shadowedBytes,
      share: above === 0 ? 0 : waste.shadowedBytes / above,
    };
    const dive = {
      efficiency: waste.dive.efficiency,
      wastedBytes: waste.dive.wastedBytes,
      share: waste.dive.wastedUserShare,
    };
    const [judged, beside, other] = as === 'exact' ? [exact, dive, 'as dive counts'] : [dive, exact, 'exactly'];
    const evidence: Evidence[] = [
      seen.measure('layers', layers.length, 'count', maxLayers),
      seen.measure('efficiency', judged.efficiency, 'ratio', efficiency),
      seen.measure('bytes that nobody sees', judged.wastedBytes, 'B', wasted),
      ...(Number.isFinite(judged.share)
        ? [seen.measure('their share of the layers above the first', judged.share, 'ratio', wastedShare)]
        : []),
      seen.measure(`efficiency, ${other}`, beside.efficiency, 'ratio'),
      seen.measure(`bytes that nobody sees, ${other}`, beside.wastedBytes, 'B'),
      seen.measure('the same content at several paths', waste.duplicateBytes, 'B'),
    ];
    const worst = waste.shadowed.slice(0, 10).map((it) => {
      const maker = layers[it.hiddenBy]?.createdBy ?? '(missing)';
      return seen.file(it, `${humanize(it.sizeBytes, 'B')}, hidden by layer ${it.hiddenBy}: ${maker}`);
    });
    const findings: Finding<'too-many-layers' | 'efficiency-under' | 'wasted-over'>[] = [];
    if (maxLayers && !meets(maxLayers, layers.length)) {
      findings.push(
        finding(
          'too-many-layers',
          `${plural(layers.length, 'layer')}, wanted ${maxLayers.text}`,
          seen.measure('layers', layers.length, 'count', maxLayers),
        ),
      );
    }
    if (!meets(efficiency, judged.efficiency)) {
      const message = `efficiency ${humanize(judged.efficiency, 'ratio')}, wanted ${efficiency.text}`;
      findings.push(
        finding(
          'efficiency-under',
          message,
          seen.measure('efficiency', judged.efficiency, 'ratio', efficiency),
          ...worst,
        ),
      );
    }
    const isOver =
      !meets(wasted, judged.wastedBytes) || (wastedShare && judged.share > 0 && !meets(wastedShare, judged.share));
    if (isOver) {
      const message = `${humanize(judged.wastedBytes, 'B')} in the layers that nobody sees, wanted ${[wasted, wastedShare].flatMap((it) => it?.text ?? []).join(' and ')}`;
      findings.push(
        finding(
          'wasted-over',
          message,
          seen.measure('bytes that nobody sees', judged.wastedBytes, 'B', wasted),
          ...worst,
        ),
      );
    }
    return passUnless(findings, [...evidence, ...worst]);
  },
});

function addAndDelete(sizeBytes: number) {
  return [[plant('/tickproof-filler', { sizeBytes })], [whiteout('/tickproof-filler')]];
}
