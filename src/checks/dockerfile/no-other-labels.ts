import { own } from './instructions.ts';
import { labelsOf, strictLabelParams } from './labels.ts';
import { defineRule, sighting } from './rule.ts';

export default defineRule({
  id: 'dockerfile/no-other-labels',
  title: 'There are no labels beside those of the schema',
  why: 'A label that nobody agreed on is often a misspelt one that everybody looks for.',
  remedy: 'Delete the label, or put it into the schema.',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  aliases: ['DL3050'],
  severity: 'info',
  profile: 'strict',
  params: strictLabelParams,
  exampleParams: { schema: { team: 'text' }, strict: true },
  reason: 'other-label',
  good: 'FROM node:22\nLABEL team="web"\n',
  bad: 'LABEL planted=1',
  looksAt: (source, { strict }) => (strict ? own(source, 'LABEL') : []),
  find: (source, { schema, strict }) =>
    (strict ? own(source, 'LABEL') : []).flatMap((by) => {
      const other = labelsOf(source, by).find(({ name }) => !Object.hasOwn(schema, name));
      return other ? [sighting(by, `\`${other.name}\` is not in the schema`)] : [];
    }),
});
