import { own, unquoted } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';
import { flagValue } from './shared.ts';

export default defineRule({
  id: 'dockerfile/no-whole-filesystem',
  title: 'No COPY takes a whole filesystem from another stage',
  why: 'Tools, caches and whatever else the other stage needed come along, and nobody sees what the image is made of.',
  remedy: 'Name what is needed (`COPY --from=build /app /app`), or begin with `FROM build`.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  aliases: ['DL3067'],
  severity: 'warning',
  reason: 'whole-filesystem',
  good: 'FROM node:22 AS build\nFROM scratch\nCOPY --from=build /app /app\n',
  bad: 'COPY --from=planted / /',
  looksAt: (source) => own(source, 'COPY').filter(({ flags }) => flags.some(({ name }) => name === 'from')),
  find: (source) =>
    own(source, 'COPY').flatMap((copy) => {
      const paths = copy.args.map(unquoted);
      const isWhole = flagValue(copy, 'from') !== null && paths.at(-1) === '/' && paths.slice(0, -1).includes('/');
      return isWhole ? [sighting(copy, 'The whole filesystem is copied')] : [];
    }),
});
