import { editOf, fixOf } from './layout.ts';
import { defineRule, ofKind, sighting } from './rule.ts';

export default defineRule({
  id: 'dockerfile/stage-names-lower-case',
  title: 'Names of build stages are lower case',
  why: 'Stage names know no case, but tools that read them do: `--target Builder` finds what a script that looks for `builder` does not.',
  remedy: 'Write the name in lower case: `FROM node:22 AS build`.',
  references: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],
  aliases: ['StageNameCasing'],
  severity: 'warning',
  reason: 'stage-name-casing',
  good: 'FROM node:22 AS build\nRUN npm ci\n',
  bad: 'FROM scratch AS Planted',
  looksAt: (source) => ofKind(source, 'FROM').filter(({ args }) => args.length === 3),
  find: (source) =>
    ofKind(source, 'FROM').flatMap((from) => {
      const [, , name] = from.args;
      if (name === undefined || from.args.length !== 3 || name === name.toLowerCase()) return [];
      // whoever names the stage may go on to spell it as before
      const edits = editOf(source, from.argsAt[2], name, name.toLowerCase());
      const message = `The stage name \`${name}\` is not in lower case`;
      return [{ ...sighting(from, message), ...fixOf('Write the name in lower case', edits) }];
    }),
});
