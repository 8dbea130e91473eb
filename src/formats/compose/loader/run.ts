import { isAbsolute } from 'node:path/posix';
import type { Tokens } from '../tokens.ts';
import { joinPaths } from './clean.ts';
import { EnvFault, type EnvVariable, parseEnv } from './dotenv.ts';
import type { LeftOut } from './faults.ts';
import { unsetWarning } from './interpolate.ts';
import { originOf, type Source } from './origin.ts';
import { Refused } from './refused.ts';
import type { Lookup } from './template.ts';

/** What the loader sees of the machine. */
export interface ProjectFiles {
  /** Null where there is no such file. */
  readonly read: (path: string) => string | null;
  readonly stat: (path: string) => 'file' | 'directory' | null;
  /** A file's text as it was cut up before. */
  readonly tokens?: (path: string) => Tokens | undefined;
}

export type Environment = ReadonlyMap<string, string>;

/** What stays the same while one project is loaded. */
export interface Machine {
  readonly files: ProjectFiles;
  /** Where Compose is called: what is relative to nothing else begins here. */
  readonly folder: string;
  readonly home: string;
  readonly warn: (warning: string) => void;
  /** The name of a file as its users know it. */
  readonly shown: (path: string) => string;
  /** Compose says once of a file that its version means nothing. */
  readonly versioned: Set<string>;
  /** Files that were read, by their absolute paths: many services may extend the same. */
  readonly sources: Map<string, Source>;
  /** What is not to be read: where more is looked for than the first fault. */
  readonly leftOut: LeftOut | null;
}

export function absolute({ folder }: Machine, path: string): string {
  return isAbsolute(path) ? joinPaths(path) : joinPaths(folder, path);
}

export const lookupIn =
  (environment: Environment): Lookup =>
  (name) =>
    environment.get(name);

/** A text as far as it is there; else what the system says of it. */
export function readSource(machine: Machine, path: string, what = `open ${path}`): Source {
  const full = absolute(machine, path);
  const known = machine.sources.get(full);
  if (known) return known;
  const content = machine.files.stat(full) === 'directory' ? null : machine.files.read(full);
  if (content === null) throw new Refused('not-found', `${what}: no such file or directory`);
  const source = { file: machine.shown(full), text: content, tokens: machine.files.tokens?.(full) };
  machine.sources.set(full, source);
  return source;
}

/** The variables of env files; the first one that is set stays, and those of the project count before all. */
export function readEnvironment(machine: Machine, known: Environment, paths: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of paths) {
    const full = absolute(machine, path);
    const kind = machine.files.stat(full);
    if (kind === null) throw new Refused('not-found', `couldn't find env file: ${full}`);
    if (kind === 'directory') throw new Refused('value', `${full} is a directory`);
    const source = readSource(machine, full);
    const lookup: Lookup = (name) => known.get(name) ?? found.get(name);
    for (const [name, { value }] of parsedEnv(machine, source, (text, unset) => parseEnv(text, lookup, unset), full))
      found.set(name, value);
  }
  return found;
}

type Unset = (name: string) => void;

/** A file of variables by one of its formats, refused as Compose refuses it. */
export function parsedEnv(
  machine: Machine,
  source: Source,
  parse: (text: string, unset: Unset) => Map<string, EnvVariable>,
  path: string,
): Map<string, EnvVariable> {
  try {
    return parse(source.text, (name) => machine.warn(unsetWarning(name)));
  } catch (error) {
    if (!(error instanceof EnvFault)) throw error;
    const lines = source.text.split('\n').slice(0, error.line - 1);
    const start = lines.reduce((sum, line) => sum + line.length + 1, 0);
    const end = start + (source.text.slice(start).split('\n', 1)[0] ?? '').length;
    throw new Refused('value', `failed to read ${path}: ${error.message}`, { at: originOf(source, start, end) });
  }
}
