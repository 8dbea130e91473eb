import { own } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';

const LAST_PORT = 65_535;

export default defineRule({
  id: 'dockerfile/ports-in-range',
  title: 'Exposed ports are between 0 and 65535',
  why: 'There is no such port: the builder refuses the line, or the port can never be reached.',
  remedy: 'Write the port that the program listens on.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  aliases: ['DL3011'],
  severity: 'error',
  reason: 'port-out-of-range',
  good: 'FROM node:22\nEXPOSE 3000 9000-9010/tcp\n',
  bad: 'EXPOSE 80000',
  looksAt: (source) => own(source, 'EXPOSE'),
  find: (source) =>
    own(source, 'EXPOSE').flatMap((it) => {
      const wrong = it.args.find((word) => portsOf(word).some((port) => port > LAST_PORT));
      return wrong === undefined ? [] : [sighting(it, `\`${wrong}\` is above ${LAST_PORT}`)];
    }),
});

/** Both ends of a range, or the one port; what a variable holds is not known. */
function portsOf(word: string): readonly number[] {
  const [ports = ''] = word.replace(/^["']/, '').split('/');
  return ports.split('-').map((port) => (/^\d+$/.test(port) ? Number(port) : 0));
}
