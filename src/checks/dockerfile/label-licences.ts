import { labelParams, looksAtLabels, ofWrongType } from './labels.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'dockerfile/label-licences',
  title: 'Labels that hold a licence hold an SPDX identifier',
  why: 'Licences under names of their own cannot be compared with what is allowed.',
  remedy: 'Write the identifier of the SPDX list: `Apache-2.0`.',
  references: ['https://spdx.org/licenses/'],
  aliases: ['DL3054'],
  severity: 'warning',
  profile: 'strict',
  params: labelParams,
  exampleParams: { schema: { planted: 'spdx' } },
  reason: 'label-not-spdx',
  good: 'FROM node:22\nLABEL planted="Apache-2.0"\n',
  bad: 'LABEL planted="not one"',
  looksAt: looksAtLabels,
  find: (source, params) => ofWrongType(source, params, 'spdx', 'an SPDX identifier'),
});
