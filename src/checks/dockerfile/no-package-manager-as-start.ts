import { inStages } from './layout.ts';
import { defineRule, type Instruction, sighting } from './rule.ts';
import { eachCommand } from './shared.ts';

const MANAGERS: Readonly<Record<string, readonly string[]>> = {
  npm: ['start', 'run', 'run-script', 'exec'],
  pnpm: ['start', 'run', 'exec'],
  yarn: [],
};

/** The package manager that a start command begins with; null where it begins otherwise. */
function managerOf(instruction: Instruction): string | null {
  const [first] = eachCommand(instruction);
  if (!first || !Object.hasOwn(MANAGERS, first.name)) return null;
  const verbs = MANAGERS[first.name] ?? [];
  const verb = first.words[1]?.text ?? '';
  return verbs.length === 0 || verbs.includes(verb) ? first.name : null;
}

export default defineRule({
  id: 'dockerfile/no-package-manager-as-start',
  title: 'The container starts its program, not a package manager',
  why: '`npm start` puts npm and a shell in front of the program: a stop may not reach it, and both cost memory as long as it runs.',
  remedy: 'Start the program itself: `CMD ["node", "server.js"]`.',
  references: ['https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#cmd'],
  aliases: [],
  severity: 'warning',
  reason: 'package-manager-as-start',
  good: 'FROM node:22\nCMD ["node", "server.js"]\n',
  bad: 'CMD ["npm", "start"]',
  looksAt: (source) => inStages(source, 'CMD', 'ENTRYPOINT'),
  find: (source) =>
    inStages(source, 'CMD', 'ENTRYPOINT').flatMap((it) => {
      const manager = managerOf(it);
      return manager === null ? [] : [sighting(it, `\`${manager}\` stands between the container and its program`)];
    }),
});
