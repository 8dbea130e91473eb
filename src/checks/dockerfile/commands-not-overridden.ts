import { removal } from './instructions.ts';
import { inStages } from './layout.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

const ONCE = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];

function find(source: ParsedDockerfile): readonly Sighting[] {
  return source.stages.flatMap(({ body }) => {
    const next = new Map<string, number>(); // line of the nearest one below, by kind
    const found: Sighting[] = [];
    for (const instruction of body.toReversed()) {
      const { keyword, at } = instruction;
      if (!ONCE.includes(keyword)) continue;
      const line = next.get(keyword);
      if (line !== undefined) {
        const fix = removal(`Take out the ${keyword} that has no effect`, source, instruction);
        found.push(sighting(instruction, `Line ${line} takes this ${keyword} back`, fix));
      }
      next.set(keyword, at.startLine);
    }
    return found.toReversed();
  });
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
