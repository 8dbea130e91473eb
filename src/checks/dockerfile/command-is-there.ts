import {
  defineCheck,
  fail,
  finding,
  inapplicable,
  inconclusive,
  isNonEmpty,
  type Finding,
  pass,
  type Sources,
  seen,
} from '../kit.ts';
import { programsNamed, whereFrom } from './programs.ts';
import { edited, madeOf, NO_STAGE } from './shared.ts';
import { appendToStages, rewriteInstructions, stagesIn } from '../../formats/index.ts';

const MISSING = '/tickproof/missing';

export default defineCheck({
  id: 'dockerfile/command-is-there',
  version: 2,
  title: "The command and the health check's tool are brought by the base, an install or a COPY",
  why: 'A container whose command is not in the image does not start, and one whose probe is not there is never healthy.',
  remedy: 'Copy the file to the path that is named, install the tool, or name another one that the base has.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#entrypoint',
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
  ],
  reads: ['dockerfile.stages', 'dockerfile.target', 'dockerfile.final'],
  reasons: ['command-missing'],
  lint: { severity: 'error', profile: 'default' },
  example: {
    dockerfile:
      'FROM node:22-slim\nWORKDIR /app\nCOPY server.js ./\nHEALTHCHECK CMD ["node", "server.js", "--probe"]\nCMD ["node", "server.js"]\n',
  },
  mutants: [
    [`ENTRYPOINT ["${MISSING}"]`, 'a command that nothing brings'],
    [`HEALTHCHECK CMD ["${MISSING}"]`, 'a probe that nothing brings'],
  ].map(([line = '', title = '']) => ({
    level: 'S' as const,
    title,
    reason: 'command-missing' as const,
    edit: (sources: Sources) => edited(sources, (text) => appendToStages(onKnownBase(text) ?? text, line)),
  })),

  judge: ({ dockerfile: { stages, target, final } }) => {
    if (!target) return inapplicable(NO_STAGE);
    const programs = programsNamed(final);
    const chain = madeOf(stages, target);
    const found = programs.map((program) => ({
      ...program,
      origin: whereFrom(program.name, chain, stages, final.workdir?.value ?? '/'),
    }));
    const missing: readonly Finding<'command-missing'>[] = found
      .filter(({ origin }) => origin.status === 'missing')
      .map(({ name, by, origin }) =>
        finding(
          'command-missing',
          `\`${name}\` is in nothing that makes this image: ${origin.because}`,
          seen.source(by),
        ),
      );
    if (isNonEmpty(missing)) return fail(...missing);
    const [unknown] = found.filter(({ origin }) => origin.status === 'unknown');
    if (unknown)
      return inconclusive(
        `\`${unknown.name}\`: ${unknown.origin.because}`,
        'Judge the image with image/entrypoint and image/healthcheck.',
      );
    const [first, ...more] = found.map(({ name, origin }) => seen.value(name, origin.because));
    return first ? pass(first, ...more) : inapplicable('command and health check are left to the base image');
  },
});

/** On a base whose content is known, and without a COPY into `/`, which could bring anything. */
function onKnownBase(text: string): string | null {
  const stages = stagesIn(text);
  return rewriteInstructions(text, ({ keyword, args, at }) => {
    if (['COPY', 'ADD'].includes(keyword) && args.at(-1) === '/') return null;
    const stage = stages.find(({ from }) => keyword === 'FROM' && from.at.startOffset === at.startOffset);
    return stage?.base.kind === 'image' ? ['FROM debian:bookworm-slim', ...args.slice(1)].join(' ') : undefined;
  });
}
