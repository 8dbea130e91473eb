import {
  type Bound,
  boundMutants,
  defineCheck,
  fail,
  finding,
  humanize,
  inapplicable,
  inconclusive,
  meets,
  pass,
  plant,
  seen,
  size,
  z,
} from '../kit.ts';

const MEASURES = {
  engine: ['engineBytes', 'size as engines show it'],
  files: ['filesBytes', 'files visible in the image'],
  compressed: ['compressedBytes', 'compressed layers and config'],
  unique: ['uniqueBytes', 'layers that no other image here has'],
} as const;

export default defineCheck({
  id: 'image/size',
  version: 1,
  title: 'The image is smaller than its bound',
  why: 'Every byte is stored, moved and scanned on each deployment, and most of a large image is never used.',
  remedy:
    'Build in stages and copy only what runs, start from a slim base, and clean up in the layer that made the mess.',
  references: [
    'https://docs.docker.com/build/building/best-practices/',
    'https://docs.docker.com/build/building/multi-stage/',
  ],
  aliases: ['PROD-001.3'],
  reads: ['image.sizes'],
  params: z.strictObject({
    target: size('<1GB').describe('The bound, like `<500MB` (MB = 10⁶, MiB = 2²⁰)'),
    of: z
      .enum(['engine', 'files', 'compressed', 'unique'])
      .default('engine')
      .describe(
        'Which size is judged: as `docker images` shows it, of the visible files, as transferred, or of the layers of its own',
      ),
  }),
  reasons: ['size-over'],
  example: { image: { layers: [[plant('/app/server', { sizeBytes: 4096, mode: 0o755 })]] } },
  mutants: [
    {
      level: 'L',
      title: 'a filler that brings the image one byte over its bound',
      reason: 'size-over',
      edit: ({ sizes }, { of, target }) => {
        const now = of === 'engine' ? sizes.engineBytes : of === 'files' ? sizes.filesBytes : null;
        const bytes = now === null ? null : fillerFor(target, now);
        return bytes === null ? null : [[plant('/tickproof-filler', { sizeBytes: bytes })]];
      },
    },
  ],
  mutantsFor: (_, { of, target }) =>
    boundMutants('image')('size-over', target, 1, ({ sizes }, value) => ({
      sizes: { ...sizes, [MEASURES[of][0]]: value },
    })),

  judge: ({ image: { sizes } }, { of, target }) => {
    if (sizes.filesBytes === 0 && sizes.engineBytes === 0) return inapplicable('the image holds no bytes');
    const [key, what] = MEASURES[of];
    const value = sizes[key];
    if (value === null) return inconclusive(`${what}: not known from here`, remedyFor(of));
    const measure = seen.measure(what, value, 'B', target);
    const others = Object.values(MEASURES).flatMap(([other, name]) => {
      const bytes = sizes[other];
      return other === key || bytes === null ? [] : [seen.measure(name, bytes, 'B')];
    });
    if (meets(target, value)) return pass(measure, ...others);
    return fail(finding('size-over', `${what}: ${humanize(value, 'B')}, wanted ${target.text}`, measure, ...others));
  },
});

/** Bytes to add so that the bound breaks; null where more bytes cannot break it. */
function fillerFor({ op, value }: Bound, now: number): number | null {
  if (op === '>' || op === '>=') return null;
  return Math.max(1, Math.floor(value) + 1 - now);
}

function remedyFor(of: keyof typeof MEASURES): string {
  return of === 'unique'
    ? 'Judge the image where an engine holds it.'
    : 'Point at a registry, an OCI layout or an OCI archive, which hold compressed layers.';
}
