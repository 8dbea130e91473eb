import type { Healthcheck, Instruction, ParsedDockerfile, Placed, Stage } from '../../domain/index.ts';
import { durationMs } from './duration.ts';
import { type Environment, expand } from './expand.ts';
import { entered, type Folder } from './folder.ts';
import { assignmentsOf, flagValue } from './instruction.ts';
import { type BuildArguments, globalEnvironment } from './stages.ts';

/** What is known inside a stage when an instruction is reached. */
export interface Scope {
  /** Variables that instructions expand: of ENV and ARG, whichever set it last. They hold while the instruction is visited. */
  readonly variables: Environment;
  readonly workdir: string | null;
  readonly shell: readonly string[];
  /** No base image could have set anything. */
  readonly isFromNothing: boolean;
}

/** What a stage ends with, through the stages of this file that it is based on; null = left to the base image. */
export interface Effective {
  readonly user: Placed<string> | null;
  readonly healthcheck: Placed<Healthcheck> | null;
  readonly entrypoint: Placed<readonly string[]> | null;
  readonly cmd: Placed<readonly string[]> | null;
  readonly workdir: Placed<string> | null;
  readonly shell: readonly string[];
  readonly environment: Environment;
}

const DEFAULT_SHELL = ['/bin/sh', '-c'];
/** What every stage from nothing begins with. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const MOST_CHARACTERS = 64_000_000; // of values in all: a file that wants more was made to be slow

/** What instructions leave behind, but for variables. */
interface Standing {
  /** No base image could have set anything. */
  readonly isFromNothing: boolean;
  readonly shell: readonly string[];
  readonly cmdIsOwn: boolean;
  readonly user: Placed<string> | null;
  readonly healthcheck: Placed<Healthcheck> | null;
  readonly entrypoint: Placed<readonly string[]> | null;
  readonly cmd: Placed<readonly string[]> | null;
  readonly workdir: { readonly by: Instruction; readonly folder: Folder } | null;
}

const NOTHING: Standing = {
  isFromNothing: false,
  shell: DEFAULT_SHELL,
  cmdIsOwn: false,
  user: null,
  healthcheck: null,
  entrypoint: null,
  cmd: null,
  workdir: null,
};

type Undo = () => void;

/** Takes one instruction after the other, and goes back to where it was if it is to be able to. */
export class Walk {
  private readonly escape: '\\' | '`';
  private readonly given: BuildArguments;
  private readonly globals: Environment;
  private readonly env = new Map<string, string>();
  /** Both, whichever came last. */
  private readonly variables = new Map<string, string>();
  /** What an ARG of this stage has set over an ENV. */
  private hidden = new Set<string>();
  private standing = NOTHING;
  private readonly undos: Undo[] = [];
  private readonly canGoBack: boolean;
  private readonly budget = { left: MOST_CHARACTERS };

  constructor({ globals, escape }: ParsedDockerfile, given: BuildArguments, canGoBack = false) {
    this.canGoBack = canGoBack;
    this.escape = escape;
    this.given = given;
    this.globals = globalEnvironment(globals, escape, given);
  }

  scope(): Scope {
    const { variables, standing } = this;
    const { workdir, shell, isFromNothing } = standing;
    return { variables, workdir: workdir?.folder.path ?? null, shell, isFromNothing };
  }

  effective(): Effective {
    const { user, healthcheck, entrypoint, cmd, workdir: last, shell } = this.standing;
    const workdir = last && placed(last.by, last.folder.path);
    return { user, healthcheck, entrypoint, cmd, workdir, shell, environment: this.env };
  }

  mark(): number {
    return this.undos.length;
  }

  /** Back to what was when the mark was made. */
  undo(mark: number): void {
    for (const undo of this.undos.splice(mark).toReversed()) undo();
  }

  /** The first stage of a chain begins. */
  begin({ base }: Stage): void {
    if (base.kind !== 'scratch') return;
    this.stand({ isFromNothing: true });
    this.put(this.env, 'PATH', DEFAULT_PATH);
    this.put(this.variables, 'PATH', DEFAULT_PATH);
  }

  /** The end of a stage: ENV and ARG go on to those that are made from it, and an ENV that an ARG has hidden shows again. */
  leave(): void {
    for (const name of this.hidden) this.put(this.variables, name, this.env.get(name));
    this.hidden = new Set();
    this.atUndo(() => {
      this.hidden = new Set(); // gone back is always to where a stage begins, and it begins with none
    });
    this.stand({ cmdIsOwn: false });
  }

  take(instruction: Instruction): void {
    const { keyword, args, rest } = instruction;
    if (keyword === 'ENV') this.setEnv(instruction);
    else if (keyword === 'ARG') this.setArgs(instruction);
    else if (keyword === 'USER' && rest !== '') this.stand({ user: placed(instruction, this.kept(rest)) });
    else if (keyword === 'WORKDIR' && rest !== '') {
      const folder = entered(this.standing.workdir?.folder ?? null, this.kept(rest));
      this.stand({ workdir: { by: instruction, folder } });
    } else if (keyword === 'SHELL' && args.length > 0) this.stand({ shell: args });
    else if (keyword === 'HEALTHCHECK') this.setHealthcheck(instruction);
    else if (keyword === 'CMD') this.stand({ cmd: placed(instruction, this.commandLine(instruction)), cmdIsOwn: true });
    else if (keyword === 'ENTRYPOINT') {
      const entrypoint = placed(instruction, this.commandLine(instruction));
      // an ENTRYPOINT drops the CMD of its base
      this.stand(this.standing.cmdIsOwn ? { entrypoint } : { entrypoint, cmd: placed(instruction, []) });
    }
  }

  private atUndo(undo: Undo): void {
    if (this.canGoBack) this.undos.push(undo);
  }

  private stand(change: Partial<Standing>): void {
    const { standing } = this;
    this.standing = { ...standing, ...change };
    this.atUndo(() => {
      this.standing = standing;
    });
  }

  private put(map: Map<string, string>, name: string, value: string | undefined): void {
    const before = map.get(name);
    if (value === undefined) map.delete(name);
    else map.set(name, value);
    this.atUndo(() => {
      if (before === undefined) map.delete(name);
      else map.set(name, before);
    });
  }

  private setEnv(instruction: Instruction): void {
    const set = assignmentsOf(instruction).map(
      ({ name, value }) => [this.expanded(name), this.expanded(value ?? '')] as const,
    );
    for (const [name, value] of set) {
      this.put(this.env, name, value);
      this.put(this.variables, name, value);
      this.hidden.delete(name);
    }
  }

  private setArgs(instruction: Instruction): void {
    for (const { name, value } of assignmentsOf(instruction)) {
      const given = Object.hasOwn(this.given, name) ? this.given[name] : undefined;
      const known = given ?? (value === null ? this.globals.get(name) : this.expanded(value));
      if (known === undefined) continue;
      this.put(this.variables, name, known);
      if (this.env.has(name)) this.hidden.add(name);
    }
  }

  private setHealthcheck(instruction: Instruction): void {
    const test = healthTest(instruction);
    if (!test) return;
    const options = test[0] === 'NONE' ? {} : healthOptions(instruction); // its times are passed over there
    this.stand({ healthcheck: placed(instruction, { test, ...options }) });
  }

  private commandLine({ form, args, rest }: Instruction): readonly string[] {
    return form === 'exec' ? args : [...this.standing.shell, rest];
  }

  private expanded(word: string): string {
    const { escape, budget } = this;
    return expand(word, this.variables, { escape, budget }).value;
  }

  /** What only the base image could set stays as written. */
  private kept(word: string): string {
    const { escape, budget } = this;
    const unset = this.standing.isFromNothing ? 'empty' : 'keep';
    return expand(word, this.variables, { escape, budget, unset }).value;
  }
}

function placed<T>({ at, text }: Instruction, value: T): Placed<T> {
  return { value, at, text };
}

/** `['NONE']`, `['CMD', …]` or `['CMD-SHELL', text]`; null when the instruction is broken. */
function healthTest({ args, inner }: Instruction): readonly string[] | null {
  if (args[0]?.toUpperCase() === 'NONE') return ['NONE'];
  if (!inner) return null;
  return inner.form === 'exec' ? ['CMD', ...inner.args] : ['CMD-SHELL', inner.rest];
}

function healthOptions(instruction: Instruction): Omit<Healthcheck, 'test'> {
  const interval = milliseconds(instruction, 'interval');
  const timeout = milliseconds(instruction, 'timeout');
  const period = milliseconds(instruction, 'start-period');
  const startInterval = milliseconds(instruction, 'start-interval');
  const retries = flagValue(instruction, 'retries');
  return {
    ...(interval === null ? {} : { intervalMs: interval }),
    ...(timeout === null ? {} : { timeoutMs: timeout }),
    ...(period === null ? {} : { startPeriodMs: period }),
    ...(startInterval === null ? {} : { startIntervalMs: startInterval }),
    ...(retries === null || !/^\d+$/.test(retries) ? {} : { retries: Number(retries) }),
  };
}

function milliseconds(instruction: Instruction, flag: string): number | null {
  const text = flagValue(instruction, flag);
  return text === null ? null : durationMs(text);
}
