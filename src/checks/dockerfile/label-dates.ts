import { labelParams, looksAtLabels, ofWrongType } from './labels.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'dockerfile/label-dates',
  title: 'Labels that hold a moment are written as RFC 3339 says',
  why: 'Moments in other spellings are read differently, or not at all, by the next tool.',
  remedy: 'Write `2026-11-22T10:00:00Z`.',
  references: ['https://www.rfc-editor.org/rfc/rfc3339'],
  aliases: ['DL3053'],
  severity: 'warning',
  profile: 'strict',
  params: labelParams,
  exampleParams: { schema: { planted: 'rfc3339' } },
  reason: 'label-not-rfc3339',
  good: 'FROM node:22\nLABEL planted="2026-11-22T10:00:00Z"\n',
  bad: 'LABEL planted="not one"',
  looksAt: looksAtLabels,
  find: (source, params) => ofWrongType(source, params, 'rfc3339', 'a moment as RFC 3339 writes it'),
});
