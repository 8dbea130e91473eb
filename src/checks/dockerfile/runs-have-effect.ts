import { inStages } from './layout.ts';
import { defineRule, type Instruction, sighting } from './rule.ts';
import { commandsOf } from './shared.ts';

const OF_THE_SHELL = new Set([
  'export',
  'cd',
  'source',
  '.',
  'alias',
  'ulimit',
  'umask',
  'pushd',
  'popd',
  'set',
  'unset',
  'true',
  ':',
]);

/** Whether nothing of the RUN is left when its shell ends: settings of the shell, services that are started. */
function isLost(run: Instruction): boolean {
  if (run.heredocs.length > 0) return false;
  const commands = commandsOf(run).filter(({ name }) => name !== 'true' && name !== ':');
  return (
    commands.length > 0 &&
    commands.every(({ name, words, redirections }) => {
      if (redirections.length > 0) return false;
      if (OF_THE_SHELL.has(name)) return !words.some(({ text }) => text.includes('$(') || text.includes('`'));
      const [, first, second] = words.map(({ text }) => text);
      return (name === 'service' && second === 'start') || (name === 'systemctl' && first === 'start');
    })
  );
}

export default defineRule({
  id: 'dockerfile/runs-have-effect',
  title: 'No RUN only changes the shell that ends with it',
  why: 'Each RUN has a shell of its own: what it exports, where it changes to and which service it starts is gone in the next line.',
  remedy: 'Use ENV for variables and WORKDIR for the folder, and start services from the ENTRYPOINT.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#run',
    'https://docs.docker.com/reference/dockerfile/#workdir',
  ],
  aliases: [],
  severity: 'warning',
  supersedes: ['dockerfile/no-cd'],
  reason: 'run-without-effect',
  good: 'FROM debian:bookworm-slim\nRUN cd /srv && make\n',
  bad: 'RUN cd /planted',
  looksAt: (source) => inStages(source, 'RUN'),
  find: (source) =>
    inStages(source, 'RUN')
      .filter(isLost)
      .map((run) => sighting(run, 'Nothing is left of this when its shell ends')),
});
