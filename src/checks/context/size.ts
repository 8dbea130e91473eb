import { defineCheck, humanize, judgeBound, plural, seen, size, z } from '../kit.ts';
import { nothingSent, planted } from './shared.ts';

const FILLER = 'tickproof-filler.bin';
const OF = {
  context: 'all that the ignore file lets through',
  selected: 'what COPY, ADD and bind mounts reach',
} as const;

export default defineCheck({
  id: 'context/size',
  version: 1,
  title: 'What can be sent to the builder is small',
  why: 'Everything that the ignore file lets through is walked, may be sent on every build, and ends up in the image by one `COPY .`.',
  remedy:
    'Add the folders named as largest to .dockerignore, or begin it with `*` and let through only what the build needs.',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  reads: ['context.ignore', 'context.files', 'context.sizes', 'context.largest'],
  params: z.strictObject({
    target: size('<100MB').describe('Bound on the bytes of the files'),
    of: z
      .enum(['context', 'selected'])
      .default('context')
      .describe('`context`: all that the ignore file lets through; `selected`: what COPY and ADD reach'),
  }),
  reasons: ['context-over'],
  lint: { severity: 'info', profile: 'strict' },
  example: {
    dockerfile: 'FROM scratch\nCOPY src /app\n',
    ignore: 'node_modules\n',
    context: [{ path: 'src/server.js', sizeBytes: 1200 }],
  },
  mutants: [],
  mutantsFor: ({ context: { files } }, { of }) => [
    {
      level: 'S',
      title: 'a filler as large as the bound',
      reason: 'context-over',
      edit: (sources, { target }) => {
        const path = of === 'context' ? FILLER : files.find(({ selected, type }) => selected && type === 'file')?.path;
        return path === undefined ? null : planted(sources, path, Math.ceil(target.value) + 1);
      },
    },
  ],

  judge: ({ context: { ignore, sizes, largest } }, { target, of }) => {
    const nothing = nothingSent(ignore, sizes[of].bytes > 0);
    if (nothing) return nothing;
    const other = of === 'context' ? 'selected' : 'context';
    const rows = largest.map(({ path, bytes, files }) => ({
      depth: 0,
      label: path,
      sizeBytes: bytes,
      note: plural(files, 'file'),
    }));
    return judgeBound(
      'context-over',
      OF[of],
      sizes[of].bytes,
      'B',
      target,
      seen.measure('files', sizes[of].files, 'count'),
      seen.value(OF[other], `${humanize(sizes[other].bytes, 'B')} in ${plural(sizes[other].files, 'file')}`),
      seen.tree('largest entries that are let through', rows),
    );
  },
});
