import { execForm } from './exec-form-of.ts';
import { own, sectionsOf } from './instructions.ts';
import { editOf, fixOf } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, sighting } from './rule.ts';

const KEYWORDS = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];

// DL3025 also minds HEALTHCHECK, files without a FROM and stages with a SHELL, which JSONArgsRecommended does not.
export default defineRule({
  id: 'dockerfile/exec-form',
  title: 'CMD, ENTRYPOINT and HEALTHCHECK are JSON arrays',
  why: 'The shell form puts a shell in front of the program, which does not pass signals on: a stop ends in a kill.',
  remedy: 'Write `CMD ["node", "server.js"]` instead of `CMD node server.js`.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form'],
  aliases: ['DL3025'],
  severity: 'warning',
  supersedes: ['dockerfile/start-command-is-json'],
  reason: 'shell-form',
  good: 'FROM node:22\nHEALTHCHECK CMD ["node", "health.js"]\nCMD ["node", "server.js"]\n',
  bad: 'CMD node server.js',
  looksAt: (source) => own(source, ...KEYWORDS).filter(({ form }) => form !== null),
  find: (source) =>
    sectionsOf(source).flatMap(({ body }) => {
      const beside = new Set(body.map(({ keyword }) => keyword));
      return body
        .filter(({ keyword, form }) => KEYWORDS.includes(keyword) && form === 'shell')
        .map((it) => ({ ...sighting(it, `${it.keyword} is in shell form`), ...asArray(source, beside, it) }));
    }),
});

/** The array, where nothing else changes: CMD and ENTRYPOINT of one stage are read together, and Windows has other words. */
function asArray(source: ParsedDockerfile, beside: ReadonlySet<string>, it: Instruction) {
  const others = { CMD: 'ENTRYPOINT', ENTRYPOINT: 'CMD' };
  const other = it.keyword === 'CMD' || it.keyword === 'ENTRYPOINT' ? others[it.keyword] : 'SHELL';
  const command = it.inner ?? it;
  const by = beside.has(other) || beside.has('SHELL') ? null : execForm(command);
  if (by === null || source.escape !== '\\') return {};
  return fixOf('Use the exec form', editOf(source, command.argsAt[0], command.rest, by));
}
