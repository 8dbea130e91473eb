import { labelParams, looksAtLabels, ofWrongType } from './labels.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'dockerfile/label-commits',
  title: 'Labels that hold a commit hold its hash',
  why: 'With anything else nobody finds the sources that the image was made from.',
  remedy: 'Write the 40 hexadecimal digits of the commit, or the first 7.',
  references: ['https://git-scm.com/book/en/v2/Git-Tools-Revision-Selection'],
  aliases: ['DL3055'],
  severity: 'warning',
  profile: 'strict',
  params: labelParams,
  exampleParams: { schema: { planted: 'hash' } },
  reason: 'label-not-hash',
  good: 'FROM node:22\nLABEL planted="2dbfae9"\n',
  bad: 'LABEL planted="not one"',
  looksAt: looksAtLabels,
  find: (source, params) => ofWrongType(source, params, 'hash', 'a commit'),
});
