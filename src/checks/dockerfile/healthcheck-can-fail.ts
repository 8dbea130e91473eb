import { along, sectionsOf } from './instructions.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { directLine, outcomeOf, readShellLine } from './shared.ts';

interface Probe {
  readonly instruction: Instruction;
  readonly command: Instruction;
  /** The words of the SHELL that holds there; none = the engine's own. */
  readonly shell: readonly string[];
}

/** The health check that each stage ends with. */
function probesOf(source: ParsedDockerfile): readonly Probe[] {
  const sections = sectionsOf(source);
  const none: readonly string[] = [];
  const shells = along(
    sections,
    none,
    (before, { body }) => body.findLast(({ keyword }) => keyword === 'SHELL')?.args ?? before,
  );
  return sections.flatMap((section) => {
    const instruction = section.body.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
    const command = instruction?.inner;
    return instruction && command ? [{ instruction, command, shell: shells.get(section) ?? none }] : [];
  });
}

const POSIX = /(?:^|\/)(?:|ba|da|a|z|k|mk)sh$/;

function canFail({ command, shell }: Probe): boolean {
  const [reader = '/bin/sh'] = shell;
  if (command.form !== 'exec' && !POSIX.test(reader)) return true; // another language
  const line = command.form === 'exec' ? directLine(command.args) : readShellLine(command.rest);
  return outcomeOf(line, () => true, shell).mayFail;
}

/** The part that makes a success of every failure, where it stands at the end. */
const HIDING = /\|\|[ \t]*(?:true|:|exit[ \t]+0)[ \t]*$/;

function objection({ instruction, command }: Probe): Sighting {
  const [hiding] = HIDING.exec(command.rest) ?? [];
  const because = hiding === undefined ? '' : `: \`${hiding}\` makes a success of every failure`;
  return sighting(instruction, `\`${command.rest}\` cannot fail${because}`);
}

export default defineRule({
  id: 'dockerfile/healthcheck-can-fail',
  title: 'What HEALTHCHECK runs can fail',
  why: 'A health check that always succeeds calls a hanging service a working one, and whoever waits for it goes on too early.',
  remedy:
    'Ask the service itself, and end with 1 where it does not answer: `curl -f http://127.0.0.1:8080/ || exit 1`.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: [],
  severity: 'warning',
  supersedes: ['dockerfile/healthcheck'],
  reason: 'healthcheck-trivial',
  good: 'FROM node:22\nHEALTHCHECK CMD ["node", "health.js"]\n',
  bad: 'HEALTHCHECK CMD true',
  looksAt: (source) => probesOf(source).map(({ instruction }) => instruction),
  find: (source) => probesOf(source).flatMap((probe) => (canFail(probe) ? [] : [objection(probe)])),
});
