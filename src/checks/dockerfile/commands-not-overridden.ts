import { inStages } from './layout.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

const ONCE = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];

function find(source: ParsedDockerfile): readonly Sighting[] {
  return source.stages.flatMap(({ body }) =>
    body.flatMap((instruction, index) => {
      const { keyword } = instruction;
      if (!ONCE.includes(keyword)) return [];
      const next = body.slice(index + 1).find((other) => other.keyword === keyword);
      return next ? [sighting(instruction, `Line ${next.at.startLine} of this stage takes this ${keyword} back`)] : [];
    }),
  );
}

// Stands beside DL4003, DL4004 and DL3012, which count otherwise.
export default defineRule({
  id: 'dockerfile/commands-not-overridden',
  title: 'A stage has one CMD, one ENTRYPOINT and one HEALTHCHECK at most',
  why: 'Only the last of a kind counts: what stands above it looks as if it did something.',
  remedy: 'Delete all but the last.',
  references: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],
  aliases: ['MultipleInstructionsDisallowed'],
  severity: 'warning',
  reason: 'overridden-command',
  good: 'FROM node:22\nENTRYPOINT ["node"]\nCMD ["server.js"]\n',
  bad: 'CMD ["planted"]\nCMD ["planted"]',
  looksAt: (source) => inStages(source, ...ONCE),
  find,
});
