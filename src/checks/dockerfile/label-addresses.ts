import { labelParams, looksAtLabels, ofWrongType } from './labels.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'dockerfile/label-addresses',
  title: 'Labels that hold an e-mail address hold one',
  why: 'Whoever needs the maintainer finds nobody to write to.',
  remedy: 'Write the bare address: `team@example.org`.',
  references: ['https://www.rfc-editor.org/rfc/rfc5322'],
  aliases: ['DL3058'],
  severity: 'warning',
  profile: 'strict',
  params: labelParams,
  exampleParams: { schema: { planted: 'email' } },
  reason: 'label-not-email',
  good: 'FROM node:22\nLABEL planted="team@example.org"\n',
  bad: 'LABEL planted="not one"',
  looksAt: looksAtLabels,
  find: (source, params) => ofWrongType(source, params, 'email', 'an e-mail address'),
});
