import { exposeFault } from '../../formats/index.ts';
import { own } from './instructions.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { eachInScope, isCertain, portsIn } from './stage-scope.ts';

const NOTHING: ReadonlyMap<string, string> = new Map();
/** Variables that the file sets hold ports; what a base image sets is not known to the letter. */
const PORTS = /^[\d\s/a-z-]+$/i;

/** The words that each EXPOSE comes to, but for those whose variables nothing in the file sets. */
function wordsExposed(source: ParsedDockerfile): ReadonlyMap<Instruction, readonly string[]> {
  const exposes = own(source, 'EXPOSE');
  const isPlain = (word: string) => !word.includes('$');
  const words = new Map<Instruction, readonly string[]>(
    exposes.map((it) => [it, it.args.filter(isPlain).flatMap((word) => portsIn(word, NOTHING, source.escape))]),
  );
  if (exposes.every(({ args }) => args.every(isPlain))) return words;
  eachInScope(source, (scope) => {
    const { instruction, words: expanded, variables } = scope;
    if (instruction.keyword !== 'EXPOSE') return;
    const isKnown = (index: number) => {
      const word = expanded[index];
      return word !== undefined && isCertain(word, scope) && (word.matched.size === 0 || PORTS.test(word.value));
    };
    const known = instruction.args.filter((word, index) => isPlain(word) || isKnown(index));
    words.set(
      instruction,
      known.flatMap((word) => portsIn(word, variables, source.escape)),
    );
  });
  return words;
}

function find(source: ParsedDockerfile): readonly Sighting[] {
  return [...wordsExposed(source)].flatMap(([it, words]) => {
    const refused = words.find((word) => exposeFault(word) !== null);
    return refused === undefined ? [] : [sighting(it, `\`${refused}\` ${exposeFault(refused) ?? ''}`)];
  });
}

export default defineRule({
  id: 'dockerfile/ports-in-range',
  version: 2,
  title: 'EXPOSE names ports that there are',
  why: 'The builder refuses the line: a port is a number up to 65535, a range goes up, and the protocol is tcp, udp or sctp.',
  remedy: 'Write the port that the program listens on, or a range as `9000-9010`.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  aliases: ['DL3011'],
  severity: 'error',
  reason: 'port-out-of-range',
  good: 'FROM node:22\nEXPOSE 3000 9000-9010/tcp\n',
  bad: 'EXPOSE 80000',
  looksAt: (source) => own(source, 'EXPOSE'),
  find,
});
