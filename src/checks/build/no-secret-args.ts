import type { Instruction } from '../../domain/index.ts';
import { appendToStages, assignmentsOf, findSecrets, reachableFrom } from '../../formats/index.ts';
import { defineCheck, finding, inapplicable, passUnless, seen, type Sources, z } from '../kit.ts';

/** Words of a name that say secret, and words that take it back: BuildKit's own lists (SecretsUsedInArgOrEnv). */
const SECRET = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const HARMLESS = /(?:^|_)(?:public|file|version)(?:_|$)/i;

// Put together here so that no scanner takes this file for a leak. It spells what it is.
const CANARY_ID = ['AKIA', 'TICKPROOF', 'CANARY', '2'].join('');

const put = (title: string, lines: string) => ({
  level: 'S' as const,
  title,
  reason: 'secret-arg' as const,
  edit: (sources: Sources) => {
    const text = sources.dockerfile === null ? null : appendToStages(sources.dockerfile, lines);
    return text === null ? null : { ...sources, dockerfile: text };
  },
});

export default defineCheck({
  id: 'build/no-secret-args',
  version: 1,
  title: 'No secret enters the build by ARG or ENV',
  why: "Build arguments and variables are written into the image's history and config, where everyone who can pull it reads them.",
  remedy:
    'Mount it where it is needed: `RUN --mount=type=secret,id=token,env=TOKEN …`, and give variables to the container, not to the image.',
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  aliases: ['CIS-DI-0010'],
  reads: ['dockerfile.source', 'dockerfile.stages', 'dockerfile.target'],
  params: z.strictObject({
    allow: z.array(z.string()).default(['GPG_KEY', 'GPG_KEYS']).describe('Names that look like secrets and are none'),
  }),
  reasons: ['secret-arg'],
  example: {
    dockerfile: 'FROM node:22\nARG VERSION=1\nENV NODE_ENV=production\nRUN --mount=type=secret,id=token npm ci\n',
  },
  mutants: [
    put('ARG TICKPROOF_TOKEN used in RUN', 'ARG TICKPROOF_TOKEN\nRUN echo "$TICKPROOF_TOKEN"'),
    put('ENV TICKPROOF_PASSWORD', 'ENV TICKPROOF_PASSWORD=canary'),
    put('an access key under a harmless name', `ARG TICKPROOF_CANARY=${CANARY_ID}`),
    put('ENV TICKPROOF_SECRET in the old spelling', 'ENV TICKPROOF_SECRET canary'),
  ],

  judge: ({ dockerfile: { source, stages, target } }, { allow }) => {
    if (!target) return inapplicable('there is no build stage');
    const reached = reachableFrom(stages, target);
    const bodies = stages
      .filter(({ index }) => reached.has(index))
      .flatMap(({ body }) => body.map((it) => it.inner ?? it));
    const names = [...source.globals, ...bodies]
      .filter(isDeclaration)
      .flatMap((instruction) => assignmentsOf(instruction).map((it) => ({ ...it, instruction })));
    const secrets = names.filter(({ name }) => !allow.includes(name)).map((it) => ({ ...it, leak: leakIn(it) }));
    return passUnless(
      secrets
        .filter(({ leak }) => leak !== null)
        .map(({ name, instruction, at, leak }) =>
          finding(
            'secret-arg',
            `${instruction.keyword} ${name}${leak} is readable by everyone who has the image`,
            seen.place(`${instruction.keyword} ${name}`, at),
          ),
        ),
      [seen.measure('names of ARG and ENV looked at', names.length, 'count')],
    );
  },
});

/** What gives a secret away besides the name; empty where the name alone does, null where there is none. */
function leakIn({ name, value }: { readonly name: string; readonly value: string | null }): string | null {
  const hit = findSecrets(value ?? '', { names: 'none' }).find(({ confidence }) => confidence === 'high');
  if (hit) return ` with ${hit.masked} (${hit.rule})`;
  return SECRET.test(name) && !HARMLESS.test(name) ? '' : null;
}

function isDeclaration({ keyword }: Instruction): boolean {
  return keyword === 'ARG' || keyword === 'ENV';
}
