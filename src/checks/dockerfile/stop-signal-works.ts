import { inStages } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { unquoted } from './instructions.ts';
import { eachInScope, isCertain } from './stage-scope.ts';

const LAST = 64;
const NAMES = new Set(
  (
    'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP ' +
    'TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ'
  ).split(' '),
);
const REAL_TIME = /^RTMIN(?:\+(?:[1-9]|1[0-5]))?$|^RTMAX(?:-(?:[1-9]|1[0-4]))?$/;
/** Those that no program can act upon. */
const DEAF = new Set(['KILL', '9', 'STOP', '19']);

/** The signals that are written with variables, where they are the same in every build. */
function filledIn(source: ParsedDockerfile): ReadonlyMap<Instruction, string> {
  const words = new Map<Instruction, string>();
  eachInScope(source, (scope) => {
    const { instruction, words: expanded } = scope;
    const [word] = expanded;
    if (instruction.keyword === 'STOPSIGNAL' && word?.fault === null && isCertain(word, scope))
      words.set(instruction, word.value);
  });
  return words;
}

function faultOf(word: string): string | null {
  if (word === '') return 'its variables become nothing: that is no signal';
  const name = word.toUpperCase().replace(/^SIG/, '');
  if (DEAF.has(name)) return `\`${word}\` reaches no program: it cannot end by itself`;
  const isKnown = /^\d+$/.test(word)
    ? Number(word) >= 1 && Number(word) <= LAST
    : NAMES.has(name) || REAL_TIME.test(name);
  return isKnown ? null : `there is no signal \`${word}\``;
}

export default defineRule({
  id: 'dockerfile/stop-signal-works',
  title: 'STOPSIGNAL names a signal that a program can act upon',
  why: 'With a name that the engine does not know nothing is built; with SIGKILL every stop is a crash, whatever was going on.',
  remedy: 'Name the signal that the program ends by: `STOPSIGNAL SIGTERM`, or `SIGQUIT` for nginx.',
  references: ['https://docs.docker.com/reference/dockerfile/#stopsignal'],
  aliases: [],
  severity: 'error',
  reason: 'signal-useless',
  good: 'FROM nginx:1.27\nSTOPSIGNAL SIGQUIT\n',
  bad: 'STOPSIGNAL SIGKILL',
  looksAt: (source) => inStages(source, 'STOPSIGNAL'),
  find: (source) => {
    const signals = inStages(source, 'STOPSIGNAL');
    const filled = signals.some(({ rest }) => rest.includes('$')) ? filledIn(source) : null;
    return signals.flatMap((it): Sighting[] => {
      const word = it.rest.includes('$') ? filled?.get(it) : unquoted(it.rest.trim());
      const fault = word === undefined ? null : faultOf(word);
      return fault === null ? [] : [sighting(it, fault)];
    });
  },
});
