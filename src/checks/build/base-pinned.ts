import type { Stage } from '../../domain/index.ts';
import {
  applyEdits,
  parseDockerfile,
  parseReference,
  reachableFrom,
  sourcesOutside,
  stageNamed,
} from '../../formats/index.ts';
import { defineCheck, finding, inapplicable, passUnless, type Place, seen, type Sources, z } from '../kit.ts';

const ELSEWHERE = 'tickproof.invalid/elsewhere:1';

export default defineCheck({
  id: 'build/base-pinned',
  version: 1,
  title: 'Every base carries a tag that is not `latest`, or a digest, and is on the allowed list',
  why: 'An image without a tag is another one tomorrow: the same Dockerfile then builds something that nobody has verified.',
  remedy: 'Write the version (`FROM node:22.11-slim`), or the digest behind it (`@sha256:…`).',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  aliases: ['DL3006', 'DL3007', 'DL3026', 'DKL-DI-0006'],
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
      const { startOffset: start, endOffset: end } = at;
      const name = parseReference(reference)?.name;
      if (name === undefined || start === undefined || end === undefined) return [];
      return [
        {
          level: 'S' as const,
          title: `${reference} without its tag (line ${at.startLine})`,
          reason: 'unpinned' as const,
          edit: (sources: Sources) =>
            edited(sources, (text) => applyEdits(text, [{ start, end, text: renamed(text.slice(start, end), name) }])),
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
        ...(allowed.length === 0 || isAllowed(reference, allowed)
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

interface Used {
  readonly reference: string;
  /** Of the reference, or of the flag that holds it. */
  readonly at: Place;
  readonly text: string;
}

/** Images that a build of the target uses: as bases, and as sources of `--from`. */
function imagesOf(stages: readonly Stage[], target: Stage | null): readonly Used[] {
  const reached = reachableFrom(stages, target);
  return stages
    .filter(({ index }) => reached.has(index))
    .flatMap(({ base, from, body, index }) => [
      ...(base.kind === 'image' ? [{ reference: base.reference, at: from.argsAt[0] ?? from.at, text: from.text }] : []),
      ...body.flatMap((instruction) =>
        sourcesOutside(instruction)
          .filter((source) => source.from !== 'scratch' && !stageNamed(stages, source.from, index))
          .map((source) => ({ reference: source.from, at: source.at, text: instruction.text })),
      ),
    ]);
}

function faultOf(reference: string, level: 'tag' | 'digest'): string | null {
  const parsed = parseReference(reference);
  if (!parsed) return `\`${reference}\` is no image reference`;
  if (parsed.digest !== null) return null;
  if (level === 'digest') return `${reference} has no digest`;
  if (parsed.tag === null) return `${reference} has no tag`;
  return parsed.tag === 'latest' ? `${reference} is tagged \`latest\`` : null;
}

function isAllowed(reference: string, patterns: readonly string[]): boolean {
  const parsed = parseReference(reference);
  const names = parsed
    ? [parsed.name, parsed.familiar, parsed.normalized, `${parsed.registry}/${parsed.repository}`]
    : [reference];
  return patterns.some((pattern) => {
    const expression = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '[^]*')}$`);
    return names.some((name) => expression.test(name));
  });
}

/** The flag with another image in it, or the name alone where a FROM names it. */
function renamed(written: string, name: string): string {
  return written.startsWith('--') ? written.replace(/(from=)[^,\s"']+/, `$1${name}`) : name;
}

/** Every stage that begins with an image, or with nothing, on another one. */
function rebased(sources: Sources, reference: string): Sources | null {
  return edited(sources, (text) => {
    const { stages } = parseDockerfile('Dockerfile', text);
    const edits = stages.flatMap(({ base, from }) => {
      const { startOffset: start, endOffset: end } = from.argsAt[0] ?? {};
      return base.kind === 'stage' || start === undefined || end === undefined ? [] : [{ start, end, text: reference }];
    });
    return edits.length === 0 ? null : applyEdits(text, edits);
  });
}

function edited(sources: Sources, edit: (text: string) => string | null): Sources | null {
  const text = sources.dockerfile === null ? null : edit(sources.dockerfile);
  return text === null ? null : { ...sources, dockerfile: text };
}
