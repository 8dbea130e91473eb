import { labelParams, looksAtLabels, ofWrongType } from './labels.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'dockerfile/label-versions',
  title: 'Labels that hold a version hold a semantic one',
  why: 'Tools that order versions cannot order anything else.',
  remedy: 'Write three numbers: `1.4.0`, or `1.4.0-rc.1`.',
  references: ['https://semver.org/'],
  aliases: ['DL3056'],
  severity: 'warning',
  profile: 'strict',
  params: labelParams,
  exampleParams: { schema: { planted: 'semver' } },
  reason: 'label-not-semver',
  good: 'FROM node:22\nLABEL planted="1.4.0"\n',
  bad: 'LABEL planted="not one"',
  looksAt: looksAtLabels,
  find: (source, params) => ofWrongType(source, params, 'semver', 'a semantic version'),
});
