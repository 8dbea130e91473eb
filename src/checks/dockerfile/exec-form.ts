import { asArray } from './exec-form-of.ts';
import { own, sectionsOf } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';

const KEYWORDS = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];

// DL3025 also minds HEALTHCHECK, files without a FROM and stages with a SHELL, which JSONArgsRecommended does not.
export default defineRule({
  id: 'dockerfile/exec-form',
  title: 'CMD, ENTRYPOINT and HEALTHCHECK are JSON arrays',
  why: 'The shell form puts a shell in front of the program: it passes no signals on to a service, so that a stop ends in a kill, and an image without a shell can run nothing at all.',
  remedy:
    'Write `CMD ["node", "server.js"]` instead of `CMD node server.js`; the same for ENTRYPOINT and for what HEALTHCHECK runs.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form'],
  aliases: ['DL3025'],
  severity: 'warning',
  supersedes: ['dockerfile/start-command-is-json', 'dockerfile/exec-form-command'],
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
