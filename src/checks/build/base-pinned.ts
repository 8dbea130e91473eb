import { applyEdits, matchesReference, parseReference } from '../../formats/index.ts';
import { defineCheck, finding, inapplicable, passUnless, seen, type Sources, z } from '../kit.ts';
import { edited, faultOf, imagesOf, rebased, renamed, spanOf } from './bases.ts';

const ELSEWHERE = 'tickproof.invalid/elsewhere:1';

export default defineCheck({
  id: 'build/base-pinned',
  version: 1,
  title: 'Every base carries a tag that is not `latest`, or a digest, and is on the allowed list',
  why: 'An image without a tag is another one tomorrow: the same Dockerfile then builds something that nobody has verified.',
  remedy: 'Write the version (`FROM node:22.11-slim`), or the digest behind it (`@sha256:…`).',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  aliases: ['DKL-DI-0006'],
  reads: ['dockerfile.stages', 'dockerfile.target'],
  params: z.strictObject({
    level: z
      .enum(['tag', 'digest'])
      .default('tag')
      .describe('What pins a base: a tag that is not `latest`, or a digest'),
    allowed: z.array(z.string()).default([]).describe('Patterns of references that may be used; empty = any'),
  }),
  reasons: ['unpinned', 'base-not-allowed'],
  example: { dockerfile: 'FROM node:22-slim AS build\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app /app\n' },
  mutants: [
    {
      level: 'S',
      title: 'bases without a tag',
      reason: 'unpinned',
      edit: (sources) => rebased(sources, 'tickproof-base'),
    },
    {
      level: 'S',
      title: 'bases tagged `latest`',
      reason: 'unpinned',
      edit: (sources) => rebased(sources, 'tickproof-base:latest'),
    },
    {
      level: 'S',
      title: 'bases that are not on the list',
      reason: 'base-not-allowed',
      edit: (sources, { allowed }) => (allowed.length === 0 ? null : rebased(sources, ELSEWHERE)),
    },
  ],
  mutantsFor: ({ dockerfile: { stages, target } }) =>
    imagesOf(stages, target).flatMap(({ reference, at }) => {
      const name = parseReference(reference)?.name;
      if (name === undefined) return [];
      const span = spanOf(at);
      return [
        {
          level: 'S' as const,
          title: `${reference} without its tag (line ${at.startLine})`,
          reason: 'unpinned' as const,
          edit: (sources: Sources) =>
            edited(sources, (text) =>
              applyEdits(text, [{ ...span, text: renamed(text.slice(span.start, span.end), name) }]),
            ),
        },
      ];
    }),

  judge: ({ dockerfile: { stages, target } }, { level, allowed }) => {
    if (!target) return inapplicable('there is no build stage');
    const images = imagesOf(stages, target);
    const findings = images.flatMap(({ reference, at, text }) => {
      const place = seen.place(text, at);
      const fault = faultOf(reference, level);
      return [
        ...(fault === null ? [] : [finding('unpinned', fault, place)]),
        ...(allowed.length === 0 || matchesReference(reference, allowed)
          ? []
          : [finding('base-not-allowed', `${reference} is not on the allowed list`, place)]),
      ];
    });
    return passUnless(
      findings,
      images.map(({ at, text }) => seen.place(text, at)),
      'no image is used: every stage begins with nothing',
    );
  },
});
