import { defineCheck, fail, type Finding, finding, inapplicable, mended, pass, seen, z } from '../kit.ts';
import {
  atEnd,
  directLine,
  healthRemedy,
  madeOf,
  matchesReference,
  NO_STAGE,
  outcomeOf,
  readShellLine,
  rootImage,
  type Stage,
  without,
} from './shared.ts';

const added = (line: string, reason: 'no-healthcheck' | 'healthcheck-trivial') => ({
  level: 'S' as const,
  title: `\`${line}\` at the end`,
  reason,
  edit: atEnd(line),
});

export default defineCheck({
  id: 'dockerfile/healthcheck',
  version: 1,
  title: 'There is a HEALTHCHECK that can fail',
  why: 'Without one, or with one that always succeeds, an engine takes a hanging service for a working one.',
  remedy:
    'Add a HEALTHCHECK that asks the service itself, with a program that the image has, and ends with another status than 0 when it does not answer.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: ['CIS-DI-0006', 'PROD-001.5'],
  reads: ['dockerfile.stages', 'dockerfile.target', 'dockerfile.final'],
  params: z.strictObject({
    bases: z
      .array(z.string())
      .default([])
      .describe('Base images known to bring a health check that fits, as patterns of references'),
  }),
  reasons: ['no-healthcheck', 'healthcheck-trivial'],
  lint: { severity: 'info', profile: 'strict', supersedes: ['dockerfile/healthcheck-declared'] },
  example: {
    dockerfile: 'FROM node:22\nHEALTHCHECK --interval=5s CMD ["node", "healthcheck.js"]\nCMD ["node", "server.js"]\n',
  },
  mutants: [
    {
      level: 'S',
      title: 'no HEALTHCHECK at all',
      reason: 'no-healthcheck',
      edit: (sources, { bases }) => without('HEALTHCHECK', (reference) => matchesReference(reference, bases))(sources),
    },
    added('HEALTHCHECK NONE', 'no-healthcheck'),
    added('HEALTHCHECK CMD true', 'healthcheck-trivial'),
    added('HEALTHCHECK CMD ["true"]', 'healthcheck-trivial'),
    added('HEALTHCHECK CMD curl -f http://127.0.0.1/ || exit 0', 'healthcheck-trivial'),
  ],

  judge: ({ dockerfile: { stages, target, final } }, { bases }) => {
    const chain = madeOf(stages, target);
    if (!target) return inapplicable(NO_STAGE);
    const { healthcheck, entrypoint, cmd } = final;
    const image = rootImage(chain);
    const remedy = healthRemedy([...(entrypoint?.value ?? []), ...(cmd?.value ?? []), nameIn(image)]);
    const faulty = (fault: Finding<'no-healthcheck' | 'healthcheck-trivial'>) => fail(mended(remedy, fault));
    if (!healthcheck) {
      const from = seen.source(target.from);
      if (image !== null && matchesReference(image, bases))
        return pass(from, seen.value('base known to bring one', image));
      const whether = image === null ? '' : `; what ${image} may bring is for image/healthcheck to see`;
      return faulty(finding('no-healthcheck', `the Dockerfile has no HEALTHCHECK${whether}`, from));
    }
    const [kind, ...words] = healthcheck.value.test;
    const source = seen.source(healthcheck);
    if (kind === 'NONE') return faulty(finding('no-healthcheck', 'HEALTHCHECK NONE switches every check off', source));
    const line = kind === 'CMD-SHELL' ? readShellLine(words.join(' ')) : directLine(words);
    if (outcomeOf(line, () => true, shellsOf(chain)).mayFail) return pass(source);
    return faulty(finding('healthcheck-trivial', `\`${healthcheck.text}\` cannot fail`, source));
  },
});

/** The words of every SHELL on the way: one of them may tell it to heed every part of a pipe. */
function shellsOf(chain: readonly Stage[]): readonly string[] {
  return chain.flatMap(({ body }) => body.flatMap(({ keyword, args }) => (keyword === 'SHELL' ? args : [])));
}

/** `python` of `docker.io/library/python:3.11`: what a base is named for is what it runs where nothing else is said. */
function nameIn(image: string | null): string {
  return image?.replace(/[:@].*$/, '') ?? '';
}
