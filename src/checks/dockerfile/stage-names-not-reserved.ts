import { defineRule, sighting } from './rule.ts';

const RESERVED = ['context', 'scratch'];

export default defineRule({
  id: 'dockerfile/stage-names-not-reserved',
  title: 'No build stage is named `scratch` or `context`',
  why: 'Both words mean something to the builder, so that `FROM scratch` or `--from=context` would say two things.',
  remedy: 'Choose another name for the stage.',
  references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  aliases: ['ReservedStageName', 'DL3063'],
  severity: 'warning',
  reason: 'reserved-stage-name',
  good: 'FROM node:22 AS build\nRUN npm ci\n',
  bad: 'FROM scratch AS context',
  looksAt: (source) => source.stages.filter(({ name }) => name !== null).map(({ from }) => from),
  find: (source) =>
    source.stages.flatMap(({ name, from }) =>
      name !== null && RESERVED.includes(name)
        ? [sighting(from, `The builder keeps the name \`${name}\` to itself`)]
        : [],
    ),
});
