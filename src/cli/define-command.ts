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

/** A word beside the flags. */
interface Word {
  readonly name: string;
  readonly brief: string;
}

interface Declared<Flags extends Readonly<Record<string, Flag>>> {
  readonly name: string;
  readonly brief: string;
  readonly details?: string;
  readonly positional?: Word & {
    /** How many words it takes (default 1). */
    readonly most?: number;
    /** Whether it must be there (default: it may be left out). */
    readonly required?: boolean;
    /** One more word, which may be left out. */
    readonly next?: Word;
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
  const parameters = {
    flags: Object.fromEntries(Object.entries(flags).map(([key, flag]) => [key, parameterOf(flag)])),
    positional: wordsOf(positional),
  };
  const usage = usageOf(flags, positional);
  const command = buildCommand<Record<string, unknown>, (string | undefined)[], CliContext>({
    async func(this: CliContext, values: Record<string, unknown>, ...given: (string | undefined)[]) {
      const words = given.filter((it) => it !== undefined);
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
    docs: {
      brief,
      customUsage: [usage],
      ...(details === undefined ? {} : { fullDescription: details }),
    },
  });
  // the list of all commands asks here
  return { name, command: { ...command, formatUsageLine: ({ prefix }) => [...prefix, usage].join(' ') } };
}

type Positional = Declared<Record<string, Flag>>['positional'];

function wordsOf(positional: Positional): object {
  if (!positional) return { kind: 'tuple', parameters: [] };
  const { most = 1, required = false, next } = positional;
  const parameter = ({ name, brief }: Word) => ({ brief, parse: String, placeholder: name });
  if (most > 1) return { kind: 'array', parameter: parameter(positional), minimum: 0, maximum: most };
  const others = next ? [{ ...parameter(next), optional: true }] : [];
  return { kind: 'tuple', parameters: [{ ...parameter(positional), optional: !required }, ...others] };
}

const A_FEW = 2;

/** The line that shows what may be written, with brackets around all that may be left out: the library has none around lists. */
function usageOf(flags: Readonly<Record<string, Flag>>, positional: Positional): string {
  const shown = Object.entries(flags).map(([key, flag]) => {
    const name = `--${inKebab(key)}`;
    if (flag.kind === 'boolean') return `[${name}]`;
    if (flag.kind === 'choice') return `[${name} ${flag.of.join('|')}]`;
    return `[${name} ${flag.placeholder ?? 'TEXT'}]${flag.kind === 'texts' ? '...' : ''}`;
  });
  if (!positional) return shown.join(' ');
  const { name, most = 1, required, next } = positional;
  const first = `<${name}>${most > A_FEW ? '...' : ''}`;
  return [...shown, required ? first : `[${first}]`, ...(next ? [`[<${next.name}>]`] : [])].join(' ');
}

/** A flag's name as it is typed. */
export const inKebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

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
        placeholder: flag.placeholder ?? 'TEXT',
        ...(flag.default === undefined ? { optional: true } : { default: flag.default }),
      };
  }
}

function emptyOf(flag: Flag): unknown {
  return flag.kind === 'boolean' ? false : flag.kind === 'texts' ? [] : undefined;
}
