import { flagValue } from '../../formats/index.ts';
import { inStages } from './layout.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { throughStages } from './through.ts';

const ROOT = /^(?:root|0)?(?::.*)?$/;

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  throughStages<string>(
    stages,
    () => '',
    (before, { body }) => {
      let user = before;
      for (const it of body) {
        if (it.keyword === 'USER') user = it.args[0] ?? '';
        const isOwned = ROOT.test(user) || user.includes('$') || flagValue(it, 'chown') !== null;
        if ((it.keyword === 'COPY' || it.keyword === 'ADD') && !isOwned)
          found.push(sighting(it, `What this brings belongs to root, although \`${user}\` is the user here`));
      }
      return user;
    },
  );
  return found;
}

export default defineRule({
  id: 'dockerfile/copied-for-user',
  title: 'COPY below a USER says whose the files are',
  why: 'USER does not hold for COPY and ADD: the files belong to root, and the program cannot write to them.',
  remedy: 'Add `--chown=user:group` where the program has to write; where it only reads, put the COPY above USER.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---chown---chmod'],
  aliases: [],
  severity: 'info',
  profile: 'strict',
  reason: 'copied-as-root',
  good: 'FROM node:22\nUSER node\nCOPY --chown=node:node . /app\n',
  bad: 'USER planted\nCOPY planted /planted',
  looksAt: (source) => inStages(source, 'COPY', 'ADD'),
  find,
});
