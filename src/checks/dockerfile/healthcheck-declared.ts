import { along, endsOf, own, sectionsOf } from './instructions.ts';
import { defineRule, type Instruction, sighting } from './rule.ts';

// DL3057, for every stage that nothing goes on from; `dockerfile/healthcheck` judges the target, and knows what its base brings.
export default defineRule({
  id: 'dockerfile/healthcheck-declared',
  title: 'Every stage says how its health is told',
  why: 'Without a health check a container counts as fine as long as its process is there, whatever it answers.',
  remedy: 'Write `HEALTHCHECK CMD [...]`, or `HEALTHCHECK NONE` where whoever starts it looks after that.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: ['DL3057'],
  severity: 'info',
  profile: 'strict',
  reason: 'no-healthcheck',
  good: 'FROM node:22\nHEALTHCHECK CMD ["node", "health.js"]\n',
  bad: 'FROM scratch',
  looksAt: (source) => own(source, 'FROM'),
  find: (source) => {
    const sections = sectionsOf(source);
    const hasCheck = along(sections, false, (before, { body }) => before || body.some(isHealthcheck));
    return endsOf(sections).flatMap((section) =>
      hasCheck.get(section) || !section.from ? [] : [sighting(section.from, 'The stage has no HEALTHCHECK')],
    );
  },
});

function isHealthcheck({ keyword }: Instruction): boolean {
  return keyword === 'HEALTHCHECK';
}
