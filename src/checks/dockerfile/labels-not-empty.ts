import { own } from './instructions.ts';
import { labelParams, labelsOf, looksAtLabels } from './labels.ts';
import { defineRule, sighting } from './rule.ts';

export default defineRule({
  id: 'dockerfile/labels-not-empty',
  title: 'Labels of the schema have a value',
  why: 'A label without a value looks answered to whoever asks whether it is there.',
  remedy: 'Give the label its value.',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  aliases: ['DL3051'],
  severity: 'warning',
  profile: 'strict',
  params: labelParams,
  exampleParams: { schema: { team: 'text' } },
  reason: 'label-empty',
  good: 'FROM node:22\nLABEL team="web"\n',
  bad: 'LABEL team=""',
  looksAt: looksAtLabels,
  find: (source, { schema }) =>
    own(source, 'LABEL').flatMap((by) => {
      const empty = labelsOf(source, by).filter(({ name, value }) => value === '' && Object.hasOwn(schema, name));
      return [...new Set(empty.map(({ name }) => name))].map((name) => sighting(by, `\`${name}\` is empty`));
    }),
});
