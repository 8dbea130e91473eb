import type { BuildFacts } from '../../domain/index.ts';
import { appendToStages } from '../../formats/index.ts';
import { defineCheck, finding, passUnless, seen, type Sources } from '../kit.ts';
import { atTheEnd } from './edits.ts';

const ABSENT = 'tickproof-absent.txt';
const SHOWN_LINES = 8;

export default defineCheck({
  id: 'build/succeeds',
  version: 1,
  title: 'The image builds from exactly the files that the context sends',
  why: 'A Dockerfile that builds only where it was written, or only from an old cache, is found out by whoever deploys it next.',
  remedy: 'Mend the step that is named; build in a fresh clone to see what others see.',
  references: ['https://docs.docker.com/build/concepts/dockerfile/', 'https://docs.docker.com/build/concepts/context/'],
  aliases: ['PROD-001.1'],
  reads: ['build.outcome', 'context.sources', 'dockerfile.source', 'dockerfile.target'],
  reasons: ['build-failed', 'copy-source-missing', 'base-missing'],
  example: {
    dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY package.json server.js ./\nCMD ["node", "server.js"]\n',
    context: [
      { path: 'package.json', sizeBytes: 2, text: '{}' },
      { path: 'server.js', sizeBytes: 1, text: ';' },
    ],
    facts: { build: { outcome: { status: 'built', image: 'app:latest' } } },
  },
  mutants: [
    {
      level: 'S',
      title: 'a COPY of a file that is not there',
      reason: 'copy-source-missing',
      edit: (sources) => {
        const text = sources.dockerfile === null ? null : appendToStages(sources.dockerfile, `COPY ${ABSENT} /`);
        return text === null ? null : { ...sources, dockerfile: text };
      },
    },
    {
      level: 'B',
      title: '`RUN false` at the end of the final stage',
      reason: 'build-failed',
      edit: (sources, { dockerfile }) => atTheEnd(sources, dockerfile?.target, 'RUN false'),
    },
  ],
  mutantsFor: ({ context }) => {
    const plain = context.sources.filter(({ source, matches }) => matches > 0 && isPlain(source));
    return [...new Set(plain.map(({ source }) => source.replace(/^(?:\.?\/)+|\/+$/g, '')))].map((path) => ({
      level: 'S' as const,
      title: `${path} deleted`,
      reason: 'copy-source-missing' as const,
      edit: (sources: Sources) => ({ ...sources, removed: [...sources.removed, path] }),
    }));
  },

  judge: ({ build: { outcome }, context: { sources }, dockerfile: { source: dockerfile } }) => {
    const broken = outcome.status === 'failed' ? [failed(outcome, dockerfile.text)] : [];
    const at = outcome.status === 'failed' ? outcome.at?.startLine : undefined;
    const absent = sources.filter((it) => it.matches === 0 && it.at.startLine !== at && !hasPattern(it.source));
    const missing = absent.map(({ source, at: place, ignoredBy, nearest }) => {
      const why = ignoredBy
        ? `: the ignore rule \`${ignoredBy.pattern}\` takes it away`
        : nearest
          ? `; there is ${nearest}`
          : '';
      return finding('copy-source-missing', `${source} is not sent to the builder${why}`, seen.place(source, place));
    });
    const built = outcome.status === 'built' ? [seen.value('the builder', 'ended without a fault')] : [];
    return passUnless(
      [...broken, ...missing],
      [...built, ...sources.map(({ source, at: place }) => seen.place(source, place))],
    );
  },
});

type Failed = Extract<BuildFacts['outcome'], { readonly status: 'failed' }>;

function failed({ reason, message, at, log, diagnosis }: Failed, dockerfile: string) {
  const said = seen.log('build', log.slice(-SHOWN_LINES).join('\n') || message);
  const why = diagnosis ? [seen.value('cause', diagnosis.cause), seen.value('what to do', diagnosis.remedy)] : [];
  const where = at ? ` (line ${at.startLine})` : '';
  return at
    ? finding(
        reason,
        `${message}${where}`,
        seen.place(dockerfile.split('\n')[at.startLine - 1] ?? message, at),
        said,
        ...why,
      )
    : finding(reason, message, said, ...why);
}

function hasPattern(source: string): boolean {
  return /[*?[]/.test(source); // a pattern may match nothing
}

/** A path of its own: no pattern, not the whole context. */
function isPlain(source: string): boolean {
  return !/[*?[\]\\$]/.test(source) && !source.includes('..') && /[^./]/.test(source);
}
