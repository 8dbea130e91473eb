import { own, sectionsOf } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';
import { flagValue } from './shared.ts';

export default defineRule({
  id: 'dockerfile/copy-from-known-stage',
  title: 'COPY --from names an earlier stage, or an image with its tag',
  why: 'A name that no stage above has is taken for an image of that name and is pulled: a typing error becomes foreign code.',
  remedy: 'Name a stage that stands above (`FROM … AS build`), or an image with its tag.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  aliases: ['DL3022'],
  severity: 'warning',
  reason: 'unknown-stage',
  good: 'FROM node:22 AS build\nFROM scratch\nCOPY --from=build /app /app\n',
  bad: 'COPY --from=planted /a /a',
  looksAt: (source) => own(source, 'COPY').filter(({ flags }) => flags.some(({ name }) => name === 'from')),
  find: (source) => {
    const sections = sectionsOf(source);
    return sections.flatMap(({ body }, index) => {
      const above = sections.slice(0, index + 1).filter(({ from }) => from);
      const names = new Set(above.map(({ name }) => name));
      return body.flatMap((copy) => {
        const from = copy.keyword === 'COPY' ? flagValue(copy, 'from') : null;
        if (from === null || from.includes(':') || names.has(from.toLowerCase())) return [];
        if (/^\d+$/.test(from) && Number(from) < above.length) return [];
        return [sighting(copy, `No stage above is called \`${from}\``)];
      });
    });
  },
});
