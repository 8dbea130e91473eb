import { buildCommand, type Command, type CommandContext } from '@stricli/core';
import type { Io } from './io.ts';

/** One flag of a command. `texts` may be repeated. */
export type Flag =
  | { readonly kind: 'text'; readonly brief: string; readonly default?: string; readonly placeholder?: string }
  | { readonly kind: 'texts'; readonly brief: string; readonly placeholder?: string }
  | { readonly kind: 'boolean'; readonly brief: string }
  | { readonly kind: 'choice'; readonly of: readonly string[]; readonly default: string; readonly brief: string };

type ValueOf<F extends Flag> = F extends { kind: 'boolean' }
  ? boolean
  : F extends { kind: 'texts' }
    ? readonly string[]
    : F extends { kind: 'choice'; of: readonly (infer C)[] }
      ? C
      : F extends { default: string }
        ? string
        : string | undefined;

export type FlagValues<Flags extends Readonly<Record<string, Flag>>> = {
  readonly [K in keyof Flags]: ValueOf<Flags[K]>;
};

/** What the commands need of their runner: the program's streams and where the exit code goes. */
export interface CliContext extends CommandContext {
  readonly io: Io;
  exitCode: number;
  /** What a command threw: kept here for `guard`, since the library would word it itself. */
  thrown: { readonly error: unknown } | null;
}

interface Declared<Flags extends Readonly<Record<string, Flag>>> {
  readonly name: string;
  readonly brief: string;
  readonly details?: string;
  /** Positional words; a default makes the first one optional. */
  readonly positional?: {
    readonly name: string;
    readonly brief: string /** How many words it takes (default 1). */;
    readonly most?: number;
  };
  readonly flags: Flags;
  /** Gives the exit code. Prints through `io` alone and never exits. */
  readonly run: (
    input: { readonly flags: FlagValues<Flags>; readonly words: readonly string[] },
    io: Io,
  ) => Promise<number>;
}

export interface CommandEntry {
  readonly name: string;
  readonly command: Command<CliContext>;
}

/** Declares a command; the argument library stays behind this function. */
export function defineCommand<const Flags extends Readonly<Record<string, Flag>>>(
  declared: Declared<Flags>,
): CommandEntry {
  const { name, brief, details, positional, flags, run } = declared;
  const word = { brief: positional?.brief ?? '', parse: String, placeholder: positional?.name ?? 'WORD' };
  const parameters = {
    flags: Object.fromEntries(Object.entries(flags).map(([key, flag]) => [key, parameterOf(flag)])),
    positional: positional
      ? { kind: 'array' as const, parameter: word, minimum: 0, maximum: positional.most ?? 1 }
      : { kind: 'tuple' as const, parameters: [] },
  };
  const command = buildCommand<Record<string, unknown>, string[], CliContext>({
    async func(this: CliContext, values: Record<string, unknown>, ...words: string[]) {
      const filled = Object.fromEntries(
        Object.entries(flags).map(([key, flag]) => [key, values[key] ?? emptyOf(flag)]),
      );
      try {
        this.exitCode = await run({ flags: filled as FlagValues<Flags>, words }, this.io); // the library parsed them by `flags`
      } catch (error) {
        this.thrown = { error };
      }
    },
    parameters: parameters as never, // built from data: the library's types want literals
    docs: { brief, ...(details === undefined ? {} : { fullDescription: details }) },
  });
  return { name, command };
}

function parameterOf(flag: Flag): Record<string, unknown> {
  const { brief } = flag;
  switch (flag.kind) {
    case 'boolean':
      return { kind: 'boolean', brief, optional: true, withNegated: false };
    case 'texts':
      return {
        kind: 'parsed',
        parse: String,
        brief,
        variadic: true,
        optional: true,
        placeholder: flag.placeholder ?? 'TEXT',
      };
    case 'choice':
      return { kind: 'enum', values: flag.of, default: flag.default, brief };
    case 'text':
      return {
        kind: 'parsed',
        parse: String,
        brief,
        optional: true,
        placeholder: flag.placeholder ?? 'TEXT',
        ...(flag.default === undefined ? {} : { default: flag.default, optional: false }),
      };
  }
}

function emptyOf(flag: Flag): unknown {
  return flag.kind === 'boolean' ? false : flag.kind === 'texts' ? [] : undefined;
}
