import { defineCheck, judgeBound, pass, seen, share, z } from '../kit.ts';
import { nothingSent } from './shared.ts';

export default defineCheck({
  id: 'context/reduction',
  version: 1,
  title: 'The ignore file keeps a good part of the folder from the builder',
  why: 'A bound on the context that also holds without the ignore file says nothing about the ignore file.',
  remedy: 'Ignore what the build does not read: version control, dependencies, tests, archives, build output.',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  reads: ['context.ignore', 'context.sizes', 'context.total'],
  params: z.strictObject({
    target: share()
      .optional()
      .describe(
        "Share of the folder's bytes that must be left out, such as `>=70%`; without it the share is only reported",
      ),
  }),
  reasons: ['reduction-under'],
  lint: { severity: 'info', profile: 'strict' },
  example: {
    dockerfile: 'FROM scratch\nCOPY . /app\n',
    ignore: 'archive\n',
    context: [
      { path: 'server.js', sizeBytes: 1000 },
      { path: 'archive/old.tar', sizeBytes: 9000 },
    ],
    params: { target: '>=70%' },
  },
  mutants: [
    {
      level: 'S',
      title: 'without the ignore file',
      reason: 'reduction-under',
      // emptied, not removed: a Dockerfile's own ignore file would else uncover the common one
      edit: (sources, { target }) => (sources.ignore === null || !target ? null : { ...sources, ignore: '' }),
    },
  ],

  judge: ({ context: { ignore, sizes, total } }, { target }) => {
    const nothing = nothingSent(ignore, total.bytes > 0);
    if (nothing) return nothing;
    const left = 1 - sizes.context.bytes / total.bytes;
    const whole = seen.measure('the whole folder', total.bytes, 'B');
    const sent = seen.measure('let through', sizes.context.bytes, 'B');
    const what = 'share of the folder that is left out';
    if (!target) return pass(seen.measure(what, left, 'ratio'), whole, sent);
    return judgeBound('reduction-under', what, left, 'ratio', target, whole, sent);
  },
});
