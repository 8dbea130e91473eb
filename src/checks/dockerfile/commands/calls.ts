import type { Instruction, ParsedDockerfile } from '../rule.ts';
import { behindSudo, type Command, type CommandWord, eachCommand, mountsOf } from '../shared.ts';

/** A simple command of a step, its arguments told apart. */
export interface Call {
  /** The program, where it is literal: a bare name, or the last part of a path below `bin`. */
  readonly name: string;
  readonly args: readonly CommandWord[];
  /** `--name[=value]` gives `name`; `-abc` gives a, b and c. */
  readonly flags: readonly string[];
  readonly command: Command;
  /** Run by a `sudo`, which is a call of its own. */
  readonly isBehindSudo: boolean;
}

/** A stage, the lines before the first FROM, or all triggers of ONBUILD together: they run in a file that is not known. */
export interface Part {
  readonly isTrigger: boolean;
  /** Last of the file, or a later stage is made from it. */
  readonly isKept: boolean;
  /** The stages of this file that it is made from, nearest first. */
  readonly parents: readonly Part[];
  readonly base: string;
  readonly body: readonly Instruction[];
}

/** A RUN with the shell that it is given to, and its commands. */
export interface Run {
  readonly instruction: Instruction;
  readonly part: Part;
  readonly shell: readonly string[];
  readonly calls: readonly Call[];
  /** What stands right before it in its part. */
  readonly previous: Instruction | undefined;
}

interface Drawn {
  isKept: boolean;
  shell: readonly string[];
  readonly isTrigger: boolean;
  readonly parents: readonly Drawn[];
  readonly base: string;
  readonly body: Instruction[];
  readonly runs: Omit<Run, 'part' | 'calls'>[];
}

const DEFAULT_SHELL = ['/bin/sh', '-c'];
/** A file of nothing but stages made from each other is nobody's. */
const MOST_PARENTS = 50;
/** Twenty rules read the same file. */
const known = new WeakMap<ParsedDockerfile, readonly Run[]>();

/** Every RUN of a file, those behind ONBUILD last; also where there is no FROM. */
export function runsIn(source: ParsedDockerfile): readonly Run[] {
  const runs = known.get(source) ?? read(source);
  known.set(source, runs);
  return runs;
}

function read(source: ParsedDockerfile): readonly Run[] {
  const parts = [...stagesOf(source), triggersOf(source)];
  return parts.flatMap((part) =>
    part.runs.map((run) => ({ ...run, part, calls: callsOf(run.instruction, run.shell) })),
  );
}

function stagesOf(source: ParsedDockerfile): readonly Drawn[] {
  const shell = shellWanted(source);
  const named = new Map<string, Drawn>();
  const first: Drawn = { isTrigger: false, isKept: false, parents: [], base: '', body: [], runs: [], shell };
  const parts = [first];
  for (const instruction of source.instructions) {
    if (instruction.keyword === 'FROM') {
      const [base = '', , alias = ''] = instruction.args;
      const parent = named.get(base.toLowerCase());
      if (parent) parent.isKept = true;
      const parents = parent ? [parent, ...parent.parents].slice(0, MOST_PARENTS) : [];
      const part: Drawn = { ...first, base, parents, body: [], runs: [], shell: parent?.shell ?? shell };
      parts.push(part);
      if (alias !== '') named.set(alias.toLowerCase(), part);
    } else take(parts.at(-1) ?? first, instruction);
  }
  for (const last of parts.slice(-1)) last.isKept = true;
  return parts;
}

function triggersOf({ instructions }: ParsedDockerfile): Drawn {
  const all: Drawn = {
    isTrigger: true,
    isKept: true,
    parents: [],
    base: '',
    body: [],
    runs: [],
    shell: DEFAULT_SHELL,
  };
  for (const { keyword, inner } of instructions) if (keyword === 'ONBUILD' && inner) take(all, inner);
  return all;
}

function take(part: Drawn, instruction: Instruction): void {
  const previous = part.body.at(-1);
  part.body.push(instruction);
  if (instruction.keyword === 'SHELL') part.shell = instruction.args;
  if (instruction.keyword === 'RUN') part.runs.push({ instruction, shell: part.shell, previous });
}

/** The shell that a comment of hadolint's kind names for the whole file. */
function shellWanted({ comments, instructions }: ParsedDockerfile): readonly string[] {
  const from = instructions.find(({ keyword }) => keyword === 'FROM')?.at.startLine ?? 1;
  const wanted = comments.find(({ text, at }) => at.startLine < from && /^hadolint\s+shell\s*=/.test(text));
  const [, name] = /=\s*(\S+)/.exec(wanted?.text ?? '') ?? [];
  return name === undefined ? DEFAULT_SHELL : [name, '-c'];
}

const COMPOUND = new Set(['for', 'case', 'select', 'function', '[[']);

function callsOf(instruction: Instruction, shell: readonly string[]): readonly Call[] {
  return withoutPatterns(eachCommand(instruction, shell))
    .filter(({ words }) => !COMPOUND.has(words[0]?.text ?? ''))
    .flatMap((command) => {
      const inner = behindSudo(command);
      return inner === command ? [callOf(command)] : [callOf(command), { ...callOf(inner), isBehindSudo: true }];
    });
}

/** `a|b)` of a `case` reads like a pipe of commands: what a closing parenthesis ends on its own level is none. */
function withoutPatterns(commands: readonly Command[]): readonly Command[] {
  let inPattern = false;
  const kept: Command[] = [];
  for (const command of commands.toReversed()) {
    inPattern = command.after === ')' || (inPattern && command.after === '|');
    const isHead = command.words[0]?.text === 'case';
    if (!inPattern) kept.push(command);
    else if (isHead) inPattern = false;
  }
  return kept.toReversed();
}

function callOf(command: Command): Call {
  const args = command.words.slice(1);
  return {
    name: programOf(command),
    args,
    flags: args.flatMap(({ text }) => flagsOf(text)),
    command,
    isBehindSudo: false,
  };
}

function programOf({ words: [first] }: Command): string {
  if (!first?.literal) return '';
  if (!first.text.includes('/')) return first.text;
  const [, name = ''] = /^\/(?:[^/]+\/)*s?bin\/([^/]+)$/.exec(first.text) ?? [];
  return name;
}

function flagsOf(text: string): readonly string[] {
  if (text.startsWith('--')) return text.length > 2 ? [text.slice(2).split('=')[0] ?? ''] : [];
  return text.startsWith('-') ? Array.from(text.slice(1)) : [];
}

/** Whether an argument is one of these words. */
export function hasArgument({ args }: Call, ...wanted: readonly string[]): boolean {
  return args.some(({ text }) => wanted.includes(text));
}

export function hasFlag({ flags }: Call, ...wanted: readonly string[]): boolean {
  return flags.some((flag) => wanted.includes(flag));
}

/** The arguments that are neither options nor the values of these options. */
export function operandsOf({ args }: Call, valued: readonly string[] = []): readonly CommandWord[] {
  return args.filter(({ text }, at) => !text.startsWith('-') && !takesNext(args[at - 1]?.text ?? '', valued));
}

/** Of `-xyz value` the last letter takes it; `--name=value` has its own. */
function takesNext(text: string, valued: readonly string[]): boolean {
  if (!text.startsWith('-') || text.includes('=')) return false;
  const name = text.startsWith('--') ? text.slice(2) : valued.includes(text.slice(1)) ? text.slice(1) : text.slice(-1);
  return valued.includes(name);
}

/** Whether a cache or tmpfs lies over one of these folders for the time of the step. */
export function isMounted({ instruction }: Run, ...folders: readonly string[]): boolean {
  return mountsOf(instruction).some(
    ({ type, target }) => ['cache', 'tmpfs'].includes(type) && folders.some((folder) => target?.includes(folder)),
  );
}
