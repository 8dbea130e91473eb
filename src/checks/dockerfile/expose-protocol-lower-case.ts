import { editOf, fixOf, inStages } from './layout.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { eachInScope, portsIn } from './stage-scope.ts';

/** `tcp` of `8080/tcp` or `127.0.0.1:80:8080/tcp`. */
function hasCapital(port: string): boolean {
  const [, ...protocol] = (port.split(':').at(-1) ?? '').split('/');
  return protocol.some((it) => it !== it.toLowerCase());
}

function find(source: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  eachInScope(source, ({ instruction, variables }) => {
    if (instruction.keyword !== 'EXPOSE') return;
    for (const [index, written] of instruction.args.entries())
      for (const port of portsIn(written, variables, source.escape).filter(hasCapital)) {
        const by = written.replace(/\/[^/]*$/, (protocol) => protocol.toLowerCase());
        const edits = written === port ? editOf(source, instruction.argsAt[index], written, by) : [];
        const message = `The protocol of \`${port}\` is not in lower case`;
        found.push({ ...sighting(instruction, message), ...fixOf('Write it in lower case', edits) });
      }
  });
  return found;
}

export default defineRule({
  id: 'dockerfile/expose-protocol-lower-case',
  title: 'Protocols of EXPOSE are in lower case',
  why: 'Tools compare `80/tcp` by letter; `80/TCP` is another port to some of them.',
  remedy: 'Write `tcp`, `udp` or `sctp`.',
  references: ['https://docs.docker.com/reference/build-checks/expose-proto-casing/'],
  aliases: ['ExposeProtoCasing'],
  severity: 'style',
  reason: 'protocol-casing',
  good: 'FROM node:22\nEXPOSE 8080/tcp\n',
  bad: 'EXPOSE 8080/TCP',
  looksAt: (source) => inStages(source, 'EXPOSE'),
  find,
});
