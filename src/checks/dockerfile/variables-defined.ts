import { nearestOf } from '../../formats/index.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { eachInScope } from './stage-scope.ts';

const BUILDERS_OWN = ['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE'];

function looksAt(source: ParsedDockerfile): readonly Instruction[] {
  const seen: Instruction[] = [];
  eachInScope(source, ({ isBaseKnown, words, instruction }) => {
    if (isBaseKnown && words.length > 0) seen.push(instruction);
  });
  return seen;
}

function find(source: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  eachInScope(source, ({ isBaseKnown, words, instruction, variables, declared }) => {
    if (!isBaseKnown) return;
    for (const name of words.flatMap(({ unmatched }) => [...unmatched])) {
      if (declared.has(name) || BUILDERS_OWN.includes(name)) continue;
      const near = nearestOf(name, [...variables.keys()].slice(0, 200));
      found.push(sighting(instruction, `Nothing sets \`$${name}\`${near ? `; there is \`$${near}\`` : ''}`));
    }
  });
  return found;
}

export default defineRule({
  id: 'dockerfile/variables-defined',
  title: 'Every variable is set before an instruction uses it',
  why: 'The builder puts an empty text where a variable is not set: `COPY $DIST /app` then copies something else, and says nothing.',
  remedy: 'Declare it above with ARG or ENV in this very stage, or mend its name.',
  references: ['https://docs.docker.com/reference/build-checks/undefined-var/'],
  aliases: ['UndefinedVar'],
  severity: 'warning',
  reason: 'undefined-variable',
  good: 'FROM debian:bookworm-slim\nARG DIST=dist\nCOPY $DIST /app\n',
  bad: 'FROM scratch\nENV PLANTED=$TICKPROOF_PLANTED',
  looksAt,
  find,
});
