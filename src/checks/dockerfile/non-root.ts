import { defineCheck, fail, finding, inapplicable, inconclusive, pass, seen, z } from '../kit.ts';
import { atEnd, madeOf, matchesReference, NO_STAGE, rootImage, without } from './shared.ts';

const ROOT = /^(?:root|0+|\+0+)?$/;

export default defineCheck({
  id: 'dockerfile/non-root',
  version: 1,
  title: 'The final stage ends as a user that is not root',
  why: 'A process that escapes from its container is whoever it was inside. Without USER that is root.',
  remedy: 'Add a user (`RUN useradd --uid 10001 app`) and end the final stage with `USER app`.',
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  aliases: ['CIS-DI-0001', 'PROD-001.4'],
  reads: ['dockerfile.stages', 'dockerfile.target', 'dockerfile.final'],
  params: z.strictObject({
    bases: z
      .array(z.string())
      .default(['*:nonroot', '*:*-nonroot', '*:nonroot-*', '*:nonroot@*', '*/nginx-unprivileged*'])
      .describe('Base images known to run as another user than root, as patterns of references'),
  }),
  reasons: ['root-user'],
  lint: { severity: 'warning', profile: 'strict', supersedes: ['dockerfile/last-user-not-root'] },
  example: { dockerfile: 'FROM node:22\nRUN useradd --uid 10001 app\nUSER app\nCMD ["node", "server.js"]\n' },
  mutants: [
    {
      level: 'S',
      title: 'no USER at all, on a base that is root',
      reason: 'root-user',
      edit: (sources, { bases }) => without('USER', (reference) => matchesReference(reference, bases))(sources),
    },
    ...['USER 0', 'USER root', 'USER 00:0', 'USER root:users'].map((line) => ({
      level: 'S' as const,
      title: `\`${line}\` at the end`,
      reason: 'root-user' as const,
      edit: atEnd(line),
    })),
  ],

  judge: ({ dockerfile: { stages, target, final } }, { bases }) => {
    const [root] = madeOf(stages, target);
    if (!target || !root) return inapplicable(NO_STAGE);
    const { user } = final;
    if (!user) {
      const image = rootImage([root]);
      const at = seen.source(target.from);
      if (image !== null && matchesReference(image, bases))
        return pass(at, seen.value('base known to be no root', image));
      const base = image === null ? 'an empty file system' : image;
      return fail(finding('root-user', `no USER: the stage runs as root, or as whom ${base} leaves it to`, at));
    }
    const name = user.value.split(':')[0] ?? '';
    if (name.includes('$') && root.base.kind === 'image') {
      return inconclusive(
        `\`${user.text}\` names a variable that only the base image could set`,
        'Give it a value with ARG or ENV, or write the user down.',
      );
    }
    if (ROOT.test(name) || name.includes('$'))
      return fail(finding('root-user', `\`${user.text}\` is root`, seen.source(user)));
    return pass(seen.source(user));
  },
});
