import { defineRule, sighting } from './rule.ts';

export default defineRule({
  id: 'dockerfile/stage-names-unique',
  title: 'No two build stages have the same name',
  why: 'Of two stages with one name the later counts: `COPY --from` and `--target` then take another one than was meant.',
  remedy: 'Give each stage a name of its own.',
  references: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],
  aliases: ['DuplicateStageName', 'DL3024'],
  severity: 'error',
  reason: 'duplicate-stage-name',
  good: 'FROM node:22 AS build\nRUN npm ci\nFROM node:22-slim AS final\nCOPY --from=build /app /app\n',
  bad: 'FROM scratch AS planted\nFROM scratch AS planted',
  looksAt: (source) => source.stages.filter(({ name }) => name !== null).map(({ from }) => from),
  find: (source) => {
    const seen = new Set<string>();
    return source.stages.flatMap(({ name, from }) => {
      if (name === null) return [];
      if (seen.has(name)) return [sighting(from, `Another stage has the name \`${name}\` already`)];
      seen.add(name);
      return [];
    });
  },
});
