import { labelParams, looksAtLabels, ofWrongType } from './labels.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'dockerfile/label-urls',
  title: 'Labels that hold a URL hold one',
  why: 'Tools make a link of it, and the link leads nowhere.',
  remedy: 'Write the whole address, with its scheme: `https://example.org/docs`.',
  references: ['https://www.rfc-editor.org/rfc/rfc3986'],
  aliases: ['DL3052'],
  severity: 'warning',
  profile: 'strict',
  params: labelParams,
  exampleParams: { schema: { planted: 'url' } },
  reason: 'label-not-url',
  good: 'FROM node:22\nLABEL planted="https://example.org/docs"\n',
  bad: 'LABEL planted="not one"',
  looksAt: looksAtLabels,
  find: (source, params) => ofWrongType(source, params, 'url', 'a URL'),
});
