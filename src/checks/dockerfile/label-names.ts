import { labelsOf } from './labels.ts';
import { own } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';

const NAME = /^[a-z][a-z0-9.\-_/]*$/;
const RESERVED = /^(?:com\.docker|io\.docker|org\.dockerproject)\./;

export default defineRule({
  id: 'dockerfile/label-names',
  title: 'Labels have names that every tool can read',
  why: 'Tools that select by labels expect lower-case names with dots; some namespaces are reserved for the engine.',
  remedy: 'Write a domain of yours in reverse and a word: `org.example.team`.',
  references: ['https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations'],
  aliases: ['DL3048'],
  severity: 'style',
  reason: 'label-name',
  good: 'FROM node:22\nLABEL org.example.team="web"\n',
  bad: 'LABEL Planted..name=1',
  looksAt: (source) => own(source, 'LABEL'),
  find: (source) =>
    own(source, 'LABEL').flatMap((by) => {
      const wrong = labelsOf(source, by).find(({ name }) => !isGood(name));
      return wrong ? [sighting(by, `\`${wrong.name}\` is no good name of a label`)] : [];
    }),
});

function isGood(name: string): boolean {
  return NAME.test(name) && /[a-z0-9]$/.test(name) && !/\.\.|--/.test(name) && !RESERVED.test(name);
}
