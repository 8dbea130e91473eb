import { defineCheck, finding, inapplicable, passUnless, seen, type Sources, z } from '../kit.ts';
import { matches, nothingSent } from './shared.ts';

export default defineCheck({
  id: 'context/includes',
  version: 1,
  title: 'What the build needs is sent to the builder',
  why: 'A broad pattern such as `*.md` also takes away the README.md that the package build reads.',
  remedy: 'Let it through again with a later line: `!README.md`.',
  references: ['https://docs.docker.com/build/concepts/context/#negating-matches'],
  reads: ['context.ignore', 'context.files'],
  params: z.strictObject({
    files: z
      .array(z.string().min(1))
      .default([])
      .describe('Paths or patterns from the context root, each of which must match something that is sent'),
  }),
  reasons: ['context-missing'],
  lint: { severity: 'warning', profile: 'strict' },
  example: {
    dockerfile: 'FROM scratch\nCOPY . /app\n',
    ignore: '*.md\n!README.md\n',
    context: [{ path: 'README.md', sizeBytes: 300 }],
    params: { files: ['README.md'] },
  },
  mutants: [],
  mutantsFor: (_facts, { files }) =>
    files.map((pattern) => ({
      level: 'S' as const,
      title: `${pattern} is ignored`,
      reason: 'context-missing' as const,
      edit: (sources: Sources) => ({ ...sources, ignore: `${sources.ignore ?? ''}\n${pattern}\n` }),
    })),

  judge: ({ context: { ignore, files: sent } }, { files }) => {
    if (files.length === 0) return inapplicable('no file is named that the build needs');
    const refused = nothingSent(ignore, true);
    if (refused) return refused;
    const found = files.map((pattern) => ({ pattern, path: sent.find(({ path }) => matches(pattern, path))?.path }));
    return passUnless(
      found.flatMap(({ pattern, path }) =>
        path === undefined
          ? [finding('context-missing', `nothing that is sent matches ${pattern}`, seen.value('wanted', pattern))]
          : [],
      ),
      found.flatMap(({ path }) => (path === undefined ? [] : [seen.path(path)])),
    );
  },
});
