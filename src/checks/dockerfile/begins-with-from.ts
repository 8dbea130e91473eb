import { defineRule, sighting } from './rule.ts';
import { atTop } from './shared.ts';

export default defineRule({
  id: 'dockerfile/begins-with-from',
  title: 'Nothing but ARG stands above the first FROM',
  why: 'There is no stage yet that the line could belong to: the builder refuses it.',
  remedy: 'Put the line below FROM.',
  references: ['https://docs.docker.com/reference/dockerfile/#format'],
  aliases: ['DL3061'],
  severity: 'error',
  reason: 'before-from',
  good: 'ARG VERSION=22\nFROM node:$VERSION\nLABEL version=1\n',
  bad: atTop('LABEL planted=1'),
  looksAt: (source) => source.instructions,
  find: ({ instructions }) => {
    const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
    return instructions
      .slice(0, first < 0 ? undefined : first)
      .filter(({ keyword }) => keyword !== 'ARG')
      .map((it) => sighting(it, `${it.keyword} stands above the first FROM`));
  },
});
