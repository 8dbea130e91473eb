import { editOf, fixOf, keywordAsWritten, keywordAt } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, sighting } from './rule.ts';

/** All but the ARGs before the first FROM, of which the builder takes no notice here. */
function counted(source: ParsedDockerfile): readonly Instruction[] {
  const first = source.instructions.findIndex(({ keyword }) => keyword === 'FROM');
  return source.instructions.slice(Math.max(0, first));
}

function isLowerMajority(instructions: readonly Instruction[]): boolean {
  const words = instructions.map(keywordAsWritten);
  const lower = words.filter((word) => word === word.toLowerCase()).length;
  const upper = words.filter((word) => word === word.toUpperCase()).length;
  return lower > upper;
}

export default defineRule({
  id: 'dockerfile/keywords-in-one-case',
  title: 'All keywords of the Dockerfile are in one case',
  why: 'Where the keywords are of one case, they stand out from what they are given; a mixture hides them.',
  remedy: 'Write every keyword in upper case, as most do.',
  references: ['https://docs.docker.com/reference/build-checks/consistent-instruction-casing/'],
  aliases: ['ConsistentInstructionCasing'],
  severity: 'style',
  reason: 'keyword-casing',
  good: 'FROM node:22\nRUN npm ci\n',
  bad: 'rUN true',
  looksAt: counted,
  find: (source) => {
    const instructions = counted(source);
    const isLower = isLowerMajority(instructions);
    return instructions.flatMap((instruction) => {
      const word = keywordAsWritten(instruction);
      const by = isLower ? word.toLowerCase() : word.toUpperCase();
      if (word === by) return [];
      const message = `\`${word}\` is cased otherwise than most keywords here (${isLower ? 'lower' : 'upper'} case)`;
      const fix = fixOf(`Write \`${by}\``, editOf(source, keywordAt(instruction), word, by));
      return [{ ...sighting(instruction, message), ...fix }];
    });
  },
});
