import type { Place } from '../../domain/index.ts';
import { hasWildcards } from '../../formats/ignorefile/index.ts';
import { defineCheck, finding, inapplicable, passUnless, seen, type Sources } from '../kit.ts';
import { atEnd, NO_STAGE, reachableFrom } from './shared.ts';

const PLANTED = 'tickproof-planted.txt';

const copied = atEnd(`COPY ${PLANTED} /`);

export default defineCheck({
  id: 'dockerfile/copy-sources-exist',
  version: 1,
  title: 'Every source of COPY and ADD is in the context, after the ignore rules',
  why: 'A source that is missing, or that an ignore rule takes away, fails the build on every machine but the one where it was written.',
  remedy: 'Mend the name, or let the file through with `!name` at the end of the ignore file.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#copy',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  reads: ['context.sources', 'dockerfile.stages', 'dockerfile.target'],
  reasons: ['copy-source-missing', 'copy-source-ignored'],
  lint: { severity: 'warning', profile: 'default', supersedes: ['dockerfile/copied-is-not-ignored'] },
  example: {
    dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package.json server.js ./\nCMD ["node", "server.js"]\n',
    ignore: 'node_modules\n',
    context: [
      { path: 'package.json', sizeBytes: 2, text: '{}' },
      { path: 'server.js', sizeBytes: 1, text: ';' },
    ],
  },
  mutants: [
    { level: 'S', title: 'a COPY of a file that is not there', reason: 'copy-source-missing', edit: copied },
    {
      level: 'S',
      title: 'a COPY of a file that is there and ignored',
      reason: 'copy-source-ignored',
      edit: (sources) => {
        const planted = [...sources.planted, { path: PLANTED, sizeBytes: 1, text: 'x' }];
        return copied({ ...sources, planted, ignore: `${sources.ignore ?? ''}\n${PLANTED}\n` });
      },
    },
  ],
  mutantsFor: ({ context, dockerfile: { stages, target } }) => {
    const reached = reachableFrom(stages, target);
    const plain = context.sources.filter(
      ({ source, stage, matches }) => reached.has(stage) && matches > 0 && isPlain(source),
    );
    return [...new Set(plain.map(({ source }) => source.replace(/^(?:\.?\/)+|\/+$/g, '')))].flatMap((path) => [
      {
        level: 'S' as const,
        title: `${path} deleted`,
        reason: 'copy-source-missing' as const,
        edit: (sources: Sources) => ({ ...sources, removed: [...sources.removed, path] }),
      },
      {
        level: 'S' as const,
        title: `${path} ignored`,
        reason: 'copy-source-ignored' as const,
        edit: (sources: Sources) => ({ ...sources, ignore: `${sources.ignore ?? ''}\n${path}\n` }),
      },
    ]);
  },

  judge: ({ context, dockerfile: { stages, target } }) => {
    if (!target) return inapplicable(NO_STAGE);
    const reached = reachableFrom(stages, target);
    const sources = context.sources.filter(({ stage }) => reached.has(stage));
    // `yarn.lock*` beside another source is how a file is copied that may not be there: the builder takes it for nothing
    const copying = new Set(sources.filter(({ matches }) => matches > 0).map(instructionOf));
    const absent = sources.filter(
      (it) => it.matches === 0 && !(hasWildcards(it.source) && copying.has(instructionOf(it))),
    );
    return passUnless(
      absent.map(({ source, at, ignoredBy, nearest }) => {
        const place = seen.place(source, at);
        if (!ignoredBy)
          return finding(
            'copy-source-missing',
            `${source} is not in the context${nearest ? `; there is ${nearest}` : ''}`,
            place,
          );
        return finding(
          'copy-source-ignored',
          `${source} is taken away by the ignore rule \`${ignoredBy.pattern}\` (line ${ignoredBy.line})`,
          place,
        );
      }),
      sources.map(({ source, at }) => seen.place(source, at)),
      'nothing is copied from the context',
    );
  },
});

function instructionOf({ stage, at }: { readonly stage: number; readonly at: Place }): string {
  return `${stage} ${at.startLine} ${at.startOffset ?? ''}`;
}

/** A path of its own: no pattern, not the whole context, and none of the two files that the builder reads itself. */
function isPlain(source: string): boolean {
  if (/(?:^|\/)(?:Dockerfile|[^/]*\.dockerignore)$/i.test(source)) return false;
  return !/[*?[\]\\$]/.test(source) && !source.includes('..') && /[^./]/.test(source);
}
