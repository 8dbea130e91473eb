import { inStages } from './layout.ts';
import { defineRule, type Instruction, type Sighting, sighting } from './rule.ts';
import { unquoted } from './instructions.ts';

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

function faultOf(it: Instruction): string | null {
  const word = unquoted(it.rest.trim());
  if (word.includes('$')) return null;
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
  find: (source) =>
    inStages(source, 'STOPSIGNAL').flatMap((it): Sighting[] => {
      const fault = faultOf(it);
      return fault === null ? [] : [sighting(it, fault)];
    }),
});
