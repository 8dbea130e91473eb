import type { Heredoc, Instruction, Place, Segment } from '../../domain/index.ts';
import { placeOf } from '../dockerfile/lines.ts';
import { type Connector, readShell, type ShellCommand } from './read.ts';

/** A word with its place in the file. */
export interface CommandWord {
  readonly text: string;
  readonly literal: boolean;
  readonly at: Place;
}

/** A simple command of a RUN, CMD, ENTRYPOINT or HEALTHCHECK. */
export interface Command {
  /** Last part of the program's path when it is known; `` when a variable names it or there is none. */
  readonly name: string;
  /** Program and arguments. */
  readonly words: readonly CommandWord[];
  readonly assignments: readonly CommandWord[];
  readonly redirections: readonly CommandWord[];
  readonly before: Connector;
  readonly after: Connector;
  readonly depth: number;
  /** As written. */
  readonly text: string;
  readonly at: Place;
}

const SHELLS = ['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh', 'mksh'];
const NOT_POSIX = /powershell|pwsh|cmd(\.exe)?$/i;

/** A line may be megabytes long, and a dozen checks ask for its commands. */
const known = new WeakMap<Instruction, readonly Command[]>();

/**
 * The commands that an instruction runs: of its command line, of `sh -c` in exec form, and of the here-documents that a shell
 * reads. `shell` is the one in effect: nothing is read for PowerShell or cmd.
 */
export function eachCommand(
  instruction: Instruction,
  shell: readonly string[] = ['/bin/sh', '-c'],
): readonly Command[] {
  const target = instruction.keyword === 'HEALTHCHECK' ? instruction.inner : instruction;
  if (!target || (target.form !== 'exec' && NOT_POSIX.test(shell[0] ?? ''))) return [];
  const commands = known.get(target) ?? (target.form === 'exec' ? execCommands(target) : shellCommands(target));
  known.set(target, commands);
  return commands;
}

function shellCommands(target: Instruction): readonly Command[] {
  const { rest, restAt, segments, at } = target;
  const line = readShell(rest).map((command) =>
    placed(command, rest, (start, end) => placeOf(at.file, segments, restAt + start, restAt + end)),
  );
  return [...line, ...scriptsOf(target, line).flatMap((heredoc) => heredocCommands(heredoc))];
}

/** The here-documents that a shell runs: alone on the line, or given to a shell without a script of its own. */
export function scriptsOf(instruction: Instruction, line: readonly Command[]): readonly Heredoc[] {
  if (instruction.keyword !== 'RUN') return [];
  const [only] = line;
  const reader = line.length === 0 ? '' : line.length === 1 && only ? only.name : null;
  if (reader === null || (reader !== '' && !SHELLS.includes(reader))) return [];
  if (reader === '' && (only?.words.length ?? 0) > 0) return [];
  if (only?.words.slice(1).some(({ text }) => !text.startsWith('-') || /^-[a-z]*c/.test(text))) return [];
  return instruction.heredocs.filter(({ content }) => isShellScript(content));
}

function isShellScript(content: string): boolean {
  const [, program = ''] = /^#![ \t]*(\S+(?:[ \t]+\S+)?)/.exec(content) ?? [];
  return program === '' || SHELLS.some((shell) => new RegExp(`(^|[/ ])${shell}( |$)`).test(program));
}

function heredocCommands({ content, at }: Heredoc): Command[] {
  const segments = segmentsOfBody(content, at);
  return readShell(content).map((command) =>
    placed(command, content, (start, end) => placeOf(at.file, segments, start, end)),
  );
}

function segmentsOfBody(content: string, { startLine, startOffset = 0 }: Place): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const line of content.split('\n')) {
    segments.push({ at, offset: startOffset + at, line: startLine + segments.length, column: 1 });
    at += line.length + 1;
  }
  return segments;
}

function execCommands(instruction: Instruction): readonly Command[] {
  const { args, argsAt, at, rest } = instruction;
  const words = args.map((text, index) => ({ text, literal: true, at: argsAt[index] ?? at }));
  const own: Command = {
    name: nameOf(words[0]),
    words,
    assignments: [],
    redirections: [],
    before: '',
    after: '',
    depth: 0,
    text: rest,
    at,
  };
  const script = SHELLS.includes(own.name) ? words.findIndex(({ text }) => /^-[a-z]*c$/.test(text)) : -1;
  const given = words[script + 1];
  if (script < 0 || !given) return words.length === 0 ? [] : [own];
  return [own, ...readShell(given.text).map((command) => placed(command, given.text, () => given.at))];
}

function placed(command: ShellCommand, text: string, place: (start: number, end: number) => Place): Command {
  const word = ({ text: value, literal, start, end }: ShellCommand['words'][number]): CommandWord => ({
    text: value,
    literal,
    at: place(start, end),
  });
  const { before, after, depth, start, end } = command;
  const words = command.words.map(word);
  return {
    name: nameOf(words[0]),
    words,
    assignments: command.assignments.map(word),
    redirections: command.redirections.map(word),
    before,
    after,
    depth,
    text: text.slice(start, end),
    at: place(start, end),
  };
}

function nameOf(word: CommandWord | undefined): string {
  return word?.literal ? word.text.slice(word.text.lastIndexOf('/') + 1) : '';
}
