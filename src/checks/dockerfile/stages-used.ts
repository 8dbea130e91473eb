import { reachableFrom } from '../../formats/index.ts';
import { defineRule, sighting } from './rule.ts';

export default defineRule({
  id: 'dockerfile/stages-used',
  title: 'Every stage is part of the image that the file builds',
  why: 'A stage that the last one does not use is not built: its errors stay unseen, unless it is somebody’s `--target`.',
  remedy: 'Delete it, copy from it, or name it as the target of a build.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  aliases: [],
  severity: 'info',
  profile: 'strict',
  reason: 'unused-stage',
  good: 'FROM node:22 AS build\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app /app\n',
  bad: 'FROM scratch AS planted\nFROM scratch',
  looksAt: ({ stages }) => stages.map(({ from }) => from),
  find: ({ stages }) => {
    const reached = reachableFrom(stages, stages.at(-1) ?? null);
    return stages
      .filter(({ index }) => !reached.has(index))
      .map(({ from }) => sighting(from, 'The last stage uses nothing of this one'));
  },
});
