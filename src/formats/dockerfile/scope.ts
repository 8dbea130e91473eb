import type { Healthcheck, Instruction, ParsedDockerfile, Placed, Stage } from '../../domain/index.ts';
import { durationMs } from './duration.ts';
import { type Environment, expand } from './expand.ts';
import { assignmentsOf, flagValue } from './instruction.ts';
import { type BuildArguments, globalEnvironment } from './stages.ts';

/** What is known inside a stage when an instruction is reached. */
export interface Scope {
  /** Variables that instructions expand: ENV before ARG. */
  readonly variables: Environment;
  readonly workdir: string | null;
  readonly shell: readonly string[];
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

type Visit = (instruction: Instruction, scope: Scope, stage: Stage) => void;

const DEFAULT_SHELL = ['/bin/sh', '-c'];

/** The stages that a stage is made of, root first. */
export function chainOf(stages: readonly Stage[], stage: Stage): Stage[] {
  const chain = [stage];
  for (let base = stage.base; base.kind === 'stage'; ) {
    const next = stages[base.index];
    if (!next) break;
    chain.unshift(next);
    base = next.base;
  }
  return chain;
}

/** Walks a stage and those below it in the order they are built, with the triggers that ONBUILD left, and says what it ends with. */
export function effectiveOf(
  parsed: ParsedDockerfile,
  stage: Stage,
  args: BuildArguments = {},
  visit?: Visit,
): Effective {
  const walk = new Walk(parsed, args);
  let below: Stage | null = null;
  for (const link of chainOf(parsed.stages, stage)) {
    walk.enter();
    const triggered = (below?.body ?? []).flatMap(({ keyword, inner }) =>
      keyword === 'ONBUILD' && inner ? [inner] : [],
    );
    for (const instruction of [...triggered, ...link.body]) {
      visit?.(instruction, walk.scope(), link);
      walk.take(instruction);
    }
    below = link;
  }
  return walk.effective();
}

class Walk {
  private readonly escape: '\\' | '`';
  private readonly given: BuildArguments;
  private readonly globals: Environment;
  private readonly env = new Map<string, string>();
  /** Both, ENV over ARG; made again when either changes. */
  private variables = new Map<string, string>();
  private shell: readonly string[] = DEFAULT_SHELL;
  private cmdIsOwn = false;
  private user: Placed<string> | null = null;
  private healthcheck: Placed<Healthcheck> | null = null;
  private entrypoint: Placed<readonly string[]> | null = null;
  private cmd: Placed<readonly string[]> | null = null;
  private workdir: Placed<string> | null = null;

  constructor({ globals, escape }: ParsedDockerfile, given: BuildArguments) {
    this.escape = escape;
    this.given = given;
    this.globals = globalEnvironment(globals, escape, given);
  }

  /** ARGs end with their stage; ENV goes on. */
  enter(): void {
    this.variables = new Map(this.env);
    this.cmdIsOwn = false;
  }

  scope(): Scope {
    return { variables: this.variables, workdir: this.workdir?.value ?? null, shell: this.shell };
  }

  effective(): Effective {
    const { user, healthcheck, entrypoint, cmd, workdir, shell, env: environment } = this;
    return { user, healthcheck, entrypoint, cmd, workdir, shell, environment };
  }

  take(instruction: Instruction): void {
    const { keyword, args, rest } = instruction;
    if (keyword === 'ENV') this.setEnv(instruction);
    else if (keyword === 'ARG') this.setArgs(instruction);
    else if (keyword === 'USER' && rest !== '') this.user = placed(instruction, this.kept(rest));
    else if (keyword === 'WORKDIR' && rest !== '')
      this.workdir = placed(instruction, joined(this.workdir?.value ?? '/', this.kept(rest)));
    else if (keyword === 'SHELL' && args.length > 0) this.shell = args;
    else if (keyword === 'HEALTHCHECK') this.setHealthcheck(instruction);
    else if (keyword === 'CMD') {
      this.cmd = placed(instruction, this.commandLine(instruction));
      this.cmdIsOwn = true;
    } else if (keyword === 'ENTRYPOINT') {
      this.entrypoint = placed(instruction, this.commandLine(instruction));
      if (!this.cmdIsOwn) this.cmd = placed(instruction, []); // an ENTRYPOINT drops the CMD of its base
    }
  }

  private setEnv(instruction: Instruction): void {
    const set = assignmentsOf(instruction).map(
      ({ name, value }) => [this.expanded(name), this.expanded(value ?? '')] as const,
    );
    for (const [name, value] of set) {
      this.env.set(name, value);
      this.variables.set(name, value);
    }
  }

  private setArgs(instruction: Instruction): void {
    for (const { name, value } of assignmentsOf(instruction)) {
      if (this.env.has(name)) continue;
      const given = Object.hasOwn(this.given, name) ? this.given[name] : undefined;
      const known = given ?? (value === null ? this.globals.get(name) : this.expanded(value));
      if (known !== undefined) this.variables.set(name, known);
    }
  }

  private setHealthcheck(instruction: Instruction): void {
    const test = healthTest(instruction);
    if (test) this.healthcheck = placed(instruction, { test, ...healthOptions(instruction) });
  }

  private commandLine({ form, args, rest }: Instruction): readonly string[] {
    return form === 'exec' ? args : [...this.shell, rest];
  }

  private expanded(word: string): string {
    return expand(word, this.variables, { escape: this.escape }).value;
  }

  /** What only the base image could set stays as written. */
  private kept(word: string): string {
    return expand(word, this.variables, { escape: this.escape, unset: 'keep' }).value;
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

function joined(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${base}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
