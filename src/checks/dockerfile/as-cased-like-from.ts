import { editOf, fixOf, keywordAsWritten } from './layout.ts';
import { defineRule, type Instruction, ofKind, sighting } from './rule.ts';

/** How `AS` is to be spelt; null where FROM itself is of mixed case, which is another rule's business. */
function wanted(from: Instruction): string | null {
  const keyword = keywordAsWritten(from);
  if (keyword === keyword.toLowerCase()) return 'as';
  return keyword === keyword.toUpperCase() ? 'AS' : null;
}

export default defineRule({
  id: 'dockerfile/as-cased-like-from',
  title: 'The AS of a FROM is cased as the FROM is',
  why: '`FROM node as build` mixes two conventions in one line, so that the name of the stage is easily overlooked.',
  remedy: 'Write `FROM … AS …`, or `from … as …`.',
  references: ['https://docs.docker.com/reference/build-checks/from-as-casing/'],
  aliases: ['FromAsCasing'],
  severity: 'style',
  reason: 'as-casing',
  good: 'FROM node:22 AS build\nRUN npm ci\n',
  bad: 'FROM scratch as planted',
  looksAt: (source) => ofKind(source, 'FROM').filter(({ args }) => args.length >= 3),
  find: (source) =>
    ofKind(source, 'FROM').flatMap((from) => {
      const [, as = ''] = from.args;
      const by = wanted(from);
      if (from.args.length < 3 || by === null || as === by || as.toUpperCase() !== 'AS') return [];
      const message = `\`${as}\` is cased otherwise than \`${keywordAsWritten(from)}\``;
      return [{ ...sighting(from, message), ...fixOf(`Write \`${by}\``, editOf(source, from.argsAt[1], as, by)) }];
    }),
});
