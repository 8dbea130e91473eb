import { editOf, fixOf, inStages } from './layout.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { eachInScope, portsIn } from './stage-scope.ts';

function find(source: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  eachInScope(source, ({ instruction, variables }) => {
    if (instruction.keyword !== 'EXPOSE') return;
    for (const [index, written] of instruction.args.entries())
      for (const port of portsIn(written, variables, source.escape).filter((it) => /[^:]:/.test(it))) {
        const by = port.slice(port.lastIndexOf(':') + 1);
        const edits = written === port && by !== '' ? editOf(source, instruction.argsAt[index], written, by) : [];
        const message = `\`${port}\` maps a port, which EXPOSE does not do`;
        found.push({ ...sighting(instruction, message), ...fixOf("Keep the container's port", edits) });
      }
  });
  return found;
}

export default defineRule({
  id: 'dockerfile/expose-ports-only',
  title: 'EXPOSE names ports of the container only',
  why: 'An address or a port of the host has no effect there, and will be refused one day; who reads it expects a mapping.',
  remedy: "Write the container's port alone, and map it when the container is started: `docker run -p 5000:80`.",
  references: ['https://docs.docker.com/reference/build-checks/expose-invalid-format/'],
  aliases: ['ExposeInvalidFormat'],
  severity: 'warning',
  reason: 'mapped-port',
  good: 'FROM node:22\nEXPOSE 8080/tcp\n',
  bad: 'EXPOSE 5000:80',
  looksAt: (source) => inStages(source, 'EXPOSE'),
  find,
});
