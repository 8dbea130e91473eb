import { flagValue } from '../../formats/index.ts';
import { inStages } from './layout.ts';
import { defineRule, type Instruction, sighting } from './rule.ts';

/** Whether a path leads above the folder that it begins in. */
function leadsOut(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

function fromContext(instructions: readonly Instruction[]): readonly Instruction[] {
  return instructions.filter((it) => flagValue(it, 'from') === null);
}

export default defineRule({
  id: 'dockerfile/copy-stays-in-context',
  title: 'No source of COPY or ADD leads out of the context',
  why: 'The builder has nothing but the context: it drops the `..` that lead above it, and copies a file of the same name in it, or none.',
  remedy: 'Build with a larger context, or give the other folder a name: `--build-context shared=../shared`.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy', 'https://docs.docker.com/build/concepts/context/'],
  aliases: [],
  severity: 'error',
  reason: 'source-outside-context',
  good: 'FROM node:22\nCOPY src/../package.json /app/\n',
  bad: 'COPY ../planted /',
  looksAt: (source) => fromContext(inStages(source, 'COPY', 'ADD')),
  find: (source) =>
    fromContext(inStages(source, 'COPY', 'ADD')).flatMap((it) =>
      it.args
        .slice(0, -1)
        .filter((path) => !path.includes('://') && leadsOut(path))
        .map((path) => sighting(it, `\`${path}\` leads out of the context`)),
    ),
});
