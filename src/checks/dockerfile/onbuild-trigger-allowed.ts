import { own, removal } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';

const FORBIDDEN = ['ONBUILD', 'FROM', 'MAINTAINER'];

export default defineRule({
  id: 'dockerfile/onbuild-trigger-allowed',
  title: 'ONBUILD triggers no ONBUILD, FROM or MAINTAINER',
  why: 'The builder refuses these triggers.',
  remedy: 'Write the instruction into the Dockerfile that builds on this image.',
  references: ['https://docs.docker.com/reference/dockerfile/#onbuild'],
  aliases: ['DL3043'],
  severity: 'error',
  supersedes: ['dockerfile/valid'],
  reason: 'forbidden-trigger',
  good: 'FROM node:22\nONBUILD COPY . /app\n',
  bad: 'ONBUILD MAINTAINER planted',
  looksAt: (source) => own(source, 'ONBUILD'),
  find: (source) =>
    own(source, 'ONBUILD').flatMap((it) =>
      it.inner && FORBIDDEN.includes(it.inner.keyword)
        ? [
            sighting(
              it,
              `ONBUILD cannot trigger ${it.inner.keyword}`,
              it.inner.keyword === 'MAINTAINER' ? removal('Take it out', source, it) : undefined,
            ),
          ]
        : [],
    ),
});
