import { endsOf, lineOf, own, sectionsOf } from './instructions.ts';
import { labelParams, labelsOf } from './labels.ts';
import { defineRule, sighting } from './rule.ts';
import { sourcesOutside } from '../../formats/index.ts';

export default defineRule({
  id: 'dockerfile/labels-present',
  title: 'Every image has the labels of the schema',
  why: 'Who owns an image, and what it was made from, cannot be told later from an image that does not say it.',
  remedy: 'Add the label to the last stage, or to the stage that all others begin with.',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  aliases: ['DL3049'],
  severity: 'info',
  profile: 'strict',
  params: labelParams,
  exampleParams: { schema: { 'org.opencontainers.image.title': 'text' } },
  reason: 'label-missing',
  good: 'FROM node:22\nLABEL org.opencontainers.image.title="shop"\n',
  bad: 'FROM scratch',
  looksAt: (source, { schema }) => (Object.keys(schema).length === 0 ? [] : own(source, 'FROM')),
  find: (source, { schema }) => {
    const sections = sectionsOf(source);
    const taken = new Set(
      sections.flatMap(({ body }) => body.flatMap(sourcesOutside)).map(({ from }) => from.toLowerCase()),
    );
    return endsOf(sections)
      .filter((section) => !taken.has(section.name ?? '') && !taken.has(String(sections.indexOf(section))))
      .flatMap((section) => {
        const there = lineOf(section).flatMap(({ body }) => body.filter(({ keyword }) => keyword === 'LABEL'));
        const names = new Set(there.flatMap((by) => labelsOf(source, by)).map(({ name }) => name));
        const { from } = section;
        const missing = from ? Object.keys(schema).filter((name) => !names.has(name)) : [];
        return from ? missing.map((name) => sighting(from, `The stage has no label \`${name}\``)) : [];
      });
  },
});
