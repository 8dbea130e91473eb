import { mountsOf } from '../../formats/index.ts';
import { inStages } from './layout.ts';
import { defineRule, type Instruction, sighting } from './rule.ts';
import { commandsOf } from './shared.ts';

const APT = ['apt', 'apt-get', 'aptitude'];

/** Whether a RUN fetches the package lists and does nothing with them. */
function onlyUpdates(run: Instruction): boolean {
  if (mountsOf(run).some(({ type, target }) => type === 'cache' && /\/apt\b/.test(target ?? ''))) return false;
  const commands = commandsOf(run);
  const verbs = commands.flatMap(({ name, words }) =>
    APT.includes(name) ? words.slice(1).flatMap(({ text }) => (text.startsWith('-') ? [] : [text])) : [],
  );
  return verbs.length === 1 && verbs[0] === 'update' && commands.length === 1;
}

export default defineRule({
  id: 'dockerfile/apt-update-with-install',
  title: '`apt-get update` stands in one RUN with the install that needs it',
  why: 'As a step of its own it is cached: a package that is added months later is looked up in lists of that day, and is not found.',
  remedy: 'Join them: `RUN apt-get update && apt-get install -y --no-install-recommends …`.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  aliases: [],
  severity: 'warning',
  reason: 'update-alone',
  good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends git\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN apt-get update',
  looksAt: (source) => inStages(source, 'RUN'),
  find: (source) =>
    inStages(source, 'RUN')
      .filter(onlyUpdates)
      .map((run) => sighting(run, 'The package lists are fetched in a step of their own')),
});
