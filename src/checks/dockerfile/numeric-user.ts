import { own, sectionsOf, unquoted } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';
import { assignmentsOf } from '../../formats/index.ts';

export default defineRule({
  id: 'dockerfile/numeric-user',
  title: 'USER is a number',
  why: 'Whoever starts the container cannot tell from a name that it is not root: Kubernetes refuses such an image under `runAsNonRoot`.',
  remedy: "Write the user's number: `USER 10001`.",
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  aliases: ['DL3066'],
  severity: 'info',
  profile: 'strict',
  reason: 'user-by-name',
  good: 'FROM node:22\nUSER 1000:1000\n',
  bad: 'USER planted',
  looksAt: (source) => own(source, 'USER'),
  find: (source) => {
    const declared = new Set(own(source, 'ARG').flatMap((it) => assignmentsOf(it).map(({ name }) => name)));
    return sectionsOf(source).flatMap(({ body }) =>
      body.flatMap((it) => {
        const user = userPart(unquoted(it.args[0] ?? ''));
        if (it.keyword !== 'USER' || /^\d+$/.test(user)) return [];
        const isGiven = [...user.matchAll(/\$\{?(\w+)/g)].some(([, name = '']) => declared.has(name));
        return isGiven ? [] : [sighting(it, `\`${user}\` is a name`)];
      }),
    );
  },
});

/** What stands before the group; a colon in braces belongs to a variable. */
function userPart(word: string): string {
  let depth = 0;
  for (let at = 0; at < word.length; at++) {
    const char = word[at];
    if (char === '{') depth++;
    else if (char === '}') depth--;
    else if (char === ':' && depth === 0) return word.slice(0, at);
  }
  return word;
}
