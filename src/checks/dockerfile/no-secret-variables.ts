import { defineRule, ofKind, sighting } from './rule.ts';
import { assignmentsOf } from '../../formats/index.ts';

const SECRET =
  /access_?key|api_?key|auth_?key|client_?key|client_secret|credential|encryption_?key|master_?key|pass_?phrase|passw(?:or)?d|private|pgpass|secret|service_?key|signing_?key|ssh_?key|storage_?key|token|username|(?:^|_)(?:pass|pwd|pat|auth|dsn)(?:_|$)/i;
const ELSEWHERE = /_(?:FILE|PATH|DIR)$/i; // says where a secret is

// DL3064, by the name alone and in every stage; `build/no-secret-args` also reads values, and knows what the target is made of.
export default defineRule({
  id: 'dockerfile/no-secret-variables',
  title: 'No ARG or ENV has the name of a secret',
  why: "Arguments and variables are written into the image's history and config, where everyone who can pull it reads them.",
  remedy: 'Mount it where it is needed: `RUN --mount=type=secret,id=token,env=TOKEN …`.',
  references: ['https://docs.docker.com/build/building/secrets/'],
  aliases: ['DL3064'],
  severity: 'warning',
  supersedes: ['dockerfile/no-secret-names', 'build/no-secret-args'],
  reason: 'secret-variable',
  good: 'FROM node:22\nARG VERSION=1\nENV NODE_ENV=production\n',
  bad: 'ARG PLANTED_PASSWORD',
  looksAt: (source) => ofKind(source, 'ARG', 'ENV'),
  find: (source) =>
    ofKind(source, 'ARG', 'ENV').flatMap((it) => {
      const found = assignmentsOf(it).find(({ name }) => SECRET.test(name) && !ELSEWHERE.test(name));
      return found ? [sighting(it, `\`${found.name}\` is a secret by its name`)] : [];
    }),
});
