import { jointOf, type Run, splitAt } from './joints.ts';
import { readShell, type ShellCommand, type ShellWord } from './read.ts';

/** A word of a step, variables of the environment filled in. */
export interface StepWord {
  readonly text: string;
  /** Known as it stands: nothing that only a run could tell is left in it. */
  readonly known: boolean;
  /** Was in quotes, so that a shell takes its `*` as they are. */
  readonly quoted: boolean;
  /** Variables of the environment that were filled in. */
  readonly variables: readonly string[];
}

/** One simple command of what is run, and what becomes of its failure. */
export interface Step {
  /** Last part of the program's path; '' where it is not known. */
  readonly name: string;
  readonly words: readonly StepWord[];
  /** Files that it reads by `<`. */
  readonly reads: readonly StepWord[];
  /** Its pipeline was negated by `!`. */
  readonly negated: boolean;
  /** What reads its output, one after the other. */
  readonly readBy: readonly Step[];
  /** The command that is given what it prints: `test "$(…)"`. */
  readonly inside: Step | null;
  /** Whether the whole ends otherwise when it fails, or finds nothing. */
  readonly fate: 'exit' | 'swallowed';
  /** Steps that stand in for one another by `||` have the same number. */
  readonly chain: number;
  /** In the list whose outcome is that of the whole. */
  readonly decides: boolean;
  /** What comes after `&&` is done only when it succeeds. */
  readonly guards: boolean;
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh', 'mksh']);
const MOST_STEPS = 200;

/** The text that a shell is given by `-c`, else null. */
function scriptIn(argv: readonly string[]): { readonly text: string; readonly flags: readonly string[] } | null {
  const shell = SHELLS.has(lastPart(argv[0] ?? '')) ? 0 : -1;
  if (shell < 0) return null;
  const at = argv.findIndex((word, index) => index > 0 && /^-[a-z]*c[a-z]*$/.test(word));
  const text = at < 0 ? undefined : argv.slice(at + 1).find((word) => !/^[-+]/.test(word));
  return text === undefined ? null : { text, flags: argv.slice(1, at + 1) };
}

/** The commands that an argv comes to: itself, or those of the script that a shell is given. Never throws. */
export function stepsOf(argv: readonly string[], env: Readonly<Record<string, string>> = {}): readonly Step[] {
  const script = scriptIn(argv);
  if (!script) {
    const words = argv.map((text) => ({ text, known: true, quoted: true, variables: [] }));
    return [plainStep(words)];
  }
  const commands = readShell(script.text).slice(0, MOST_STEPS);
  return new Flow(script.text, script.flags, commands, env).steps();
}

function plainStep(words: readonly StepWord[]): Step {
  const name = lastPart(words[0]?.text ?? '');
  const apart = { reads: [], negated: false, readBy: [], inside: null, chain: 0, guards: false };
  return { name, words, ...apart, fate: 'exit', decides: true };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Follows what becomes of each command's outcome, level by level: the script, then each substitution. */
class Flow {
  private readonly text: string;
  private readonly env: Readonly<Record<string, string>>;
  private readonly commands: readonly ShellCommand[];
  private readonly stopsAtFailure: boolean;
  private readonly pipefail: boolean;
  private readonly made = new Map<ShellCommand, Step>();
  private chains = 0;

  constructor(
    text: string,
    flags: readonly string[],
    commands: readonly ShellCommand[],
    env: Readonly<Record<string, string>>,
  ) {
    this.text = text;
    this.commands = commands;
    const own = new Set(commands.flatMap(({ assignments, words }) => [...assignments, ...loops(words)].map(nameSet)));
    this.env = Object.fromEntries(Object.entries(env).filter(([name]) => !own.has(name)));
    const settings = commands.filter(({ words }) => words[0]?.text === 'set').flatMap(({ words }) => words);
    const set = [...flags, ...settings.map((word) => word.text)];
    this.stopsAtFailure = set.some((flag) => /^-[a-z]*e/.test(flag) || flag === 'errexit');
    this.pipefail = set.includes('pipefail');
  }

  steps(): readonly Step[] {
    const bySubstitution = new Map<ShellCommand | null, ShellCommand[]>();
    for (const command of this.commands) {
      const outer = this.outerOf(command);
      bySubstitution.set(outer, [...(bySubstitution.get(outer) ?? []), command]);
    }
    const levels = [...bySubstitution].sort(([left], [right]) => (left?.depth ?? -1) - (right?.depth ?? -1));
    for (const [outer, level] of levels) this.level(level, outer);
    return this.commands.flatMap((command) => this.made.get(command) ?? []);
  }

  /** The command whose word, assignment or redirection it stands in. */
  private outerOf(command: ShellCommand): ShellCommand | null {
    let nearest: ShellCommand | null = null;
    for (const other of this.commands) {
      if (other.start > command.start) break;
      if (other === command || other.depth >= command.depth) continue;
      const holds = [...other.words, ...other.assignments, ...other.redirections].some(
        ({ start, end }) => start < command.start && command.end <= end,
      );
      if (holds) nearest = other;
    }
    return nearest;
  }

  private level(commands: readonly ShellCommand[], outer: ShellCommand | null): void {
    const inside = outer ? (this.made.get(outer) ?? null) : null;
    const joints = commands.slice(1).map((next, index) => jointOf(commands[index], next));
    const lists = splitAt(commands, joints, (joint) => joint === ';');
    const last = lists.length - 1;
    for (const [index, list] of lists.entries()) {
      const decides = index === last || (index < last && this.stopsAtFailure);
      const rest = lists.slice(index + 1).flatMap(({ items }) => items);
      this.list(list, decides, inside, rest);
    }
  }

  /** Pipelines joined by `&&` and `||`. */
  private list({ items, joints }: Run, decides: boolean, inside: Step | null, rest: readonly ShellCommand[]): void {
    const pipelines = splitAt(items, joints, (joint) => joint !== '|');
    this.chains += 1;
    for (const [index, { items: members }] of pipelines.entries()) {
      const later = pipelines.slice(index + 1);
      const before = pipelines[index - 1]?.after;
      const after = pipelines.slice(index).map((it) => it.after);
      if (before === '&&') this.chains += after.includes('||') || pipelines.some((it) => it.after === '||') ? 0 : 1;
      const refuses = after.includes('||') && [...later.flatMap((it) => it.items), ...rest].some(isRefusal);
      const heard = inside === null || this.isHeard(inside);
      const fails = inside !== null || decides ? !after.includes('||') : false;
      const fate = heard && (fails || refuses) ? 'exit' : 'swallowed';
      const guards = pipelines[index]?.after === '&&';
      this.pipeline(members, { fate, decides, inside, guards });
    }
  }

  /** Whether the outcome of a command hangs on what is substituted into it. What is only kept may be tested later. */
  private isHeard(outer: Step): boolean {
    if (outer.words.length > 0) return passesOn(outer);
    return [...this.made.values()].some(({ name, fate }) => TESTS.has(name) && fate === 'exit');
  }

  private pipeline(members: readonly ShellCommand[], how: Pick<Step, 'fate' | 'decides' | 'inside' | 'guards'>): void {
    const [first] = members;
    const negated = first !== undefined && this.isNegated(first);
    let readBy: readonly Step[] = [];
    for (const command of members.toReversed()) {
      const shown = readBy.length === 0 || this.pipefail || how.inside !== null || passesOnPipe(readBy);
      const step: Step = {
        ...how,
        ...this.wordsOf(command),
        negated,
        readBy,
        fate: shown ? how.fate : 'swallowed',
        chain: this.chains,
      };
      this.made.set(command, step);
      readBy = [step, ...readBy];
    }
  }

  private wordsOf(command: ShellCommand): Pick<Step, 'name' | 'words' | 'reads'> {
    const words = command.words.map((word) => this.wordOf(word));
    const [program] = words;
    const reads = command.redirections
      .filter(({ text }) => /^<(?![<&>])/.test(text))
      .map((word) => ({ ...this.wordOf(word), text: word.text.slice(1) }));
    return { name: program?.known ? lastPart(program.text) : '', words, reads };
  }

  private wordOf({ text, literal, start, end }: ShellWord): StepWord {
    const quoted = /['"\\]/.test(this.text.slice(start, end));
    if (literal) return { text, known: true, quoted, variables: [] };
    const variables: string[] = [];
    let known = true;
    const filled = text.replace(/\$\{(\w+)\}|\$(\w+)|[$`]/g, (whole, braced?: string, bare?: string) => {
      const name = braced ?? bare;
      const value = name !== undefined && Object.hasOwn(this.env, name) ? this.env[name] : undefined;
      if (name !== undefined && value !== undefined) variables.push(name);
      else known = false;
      return value ?? whole;
    });
    return { text: filled, known, quoted, variables };
  }

  /** A `!` stands between what comes before it and the command. */
  private isNegated({ start }: ShellCommand): boolean {
    return /(?:^|[\s;&|({])!\s+[({\s]*$/.test(this.text.slice(Math.max(0, start - 40), start));
  }
}

/** `exit 1`, `false`: what comes after `||` to make a failure one of the whole. */
function isRefusal({ words }: ShellCommand): boolean {
  const [program, code] = words;
  return program?.text === 'false' || (/^(?:exit|return)$/.test(program?.text ?? '') && code?.text !== '0');
}

/** Commands that fail where they are given nothing. */
const PICKY = new Set(['grep', 'egrep', 'fgrep', 'rg', 'zgrep']);

function passesOnPipe([next, ...rest]: readonly Step[]): boolean {
  if (!next) return true;
  if (rest.length > 0) return passesOnPipe(rest);
  return PICKY.has(next.name);
}

const TESTS = new Set(['test', '[', '[[']);

/** Whether a command's outcome depends on the words that it is given. */
function passesOn({ name, readBy, fate }: Step): boolean {
  return fate === 'exit' && (TESTS.has(name) || (readBy.length > 0 && passesOnPipe(readBy)));
}

function nameSet({ text }: ShellWord): string {
  return text.split(/\+?=/, 1)[0] ?? '';
}

function loops(words: readonly ShellWord[]): readonly ShellWord[] {
  const [keyword, name] = words;
  return name && (keyword?.text === 'for' || keyword?.text === 'read') ? [name] : [];
}
