import { assignmentsOf } from '../../formats/index.ts';
import { inStages } from './layout.ts';
import { defineRule, sighting } from './rule.ts';

const SECRET = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const HARMLESS = /(?:^|_)(?:public|file|version)(?:_|$)/i;

// Goes by the name alone, as BuildKit does; build/no-secret-args looks at values as well and knows names that are none.
export default defineRule({
  id: 'dockerfile/no-secret-names',
  title: 'No ARG or ENV is named like a secret',
  why: "What ARG and ENV are given stands in the image's history and config, for everyone who can pull it.",
  remedy: 'Mount it where it is needed: `RUN --mount=type=secret,id=token,env=TOKEN …`.',
  references: [
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    'https://docs.docker.com/build/building/secrets/',
  ],
  aliases: ['SecretsUsedInArgOrEnv'],
  severity: 'warning',
  supersedes: ['build/no-secret-args'],
  reason: 'secret-name',
  good: 'FROM node:22\nENV NODE_ENV=production PUBLIC_KEY=abc\n',
  bad: 'ARG PLANTED_TOKEN',
  looksAt: (source) => inStages(source, 'ARG', 'ENV'),
  find: (source) =>
    inStages(source, 'ARG', 'ENV').flatMap((it) =>
      assignmentsOf(it)
        .filter(({ name }) => SECRET.test(name) && !HARMLESS.test(name))
        .map(({ name }) => sighting(it, `${it.keyword} \`${name}\` is named like a secret`)),
    ),
});
