import type { Accounts, Executable, ImageConfig, ImageFile } from '../../domain/index.ts';
import { barredAt, mayRead } from './access.ts';
import { directLine, programsOf, scriptFileOf } from './exit-status.ts';
import { faultOf, type ProgramFault } from './fault.ts';
import { findProgram, octal, type Program, type Surroundings, surroundingsOf } from './program.ts';
import { type Resolved, resolveInTree } from './resolve.ts';
import type { ShellLine } from './shell-line.ts';

/** The parts of an image that decide whether a command starts. */
interface Startable {
  readonly config: Pick<ImageConfig, 'env' | 'workingDir' | 'user' | 'architecture'>;
  readonly accounts: Accounts;
  readonly files: readonly ImageFile[];
  readonly executables: readonly Executable[];
}

interface CommandSeen {
  readonly line: ShellLine;
  readonly around: Surroundings;
  /** Every program that the command names, shells and what they are told to run included. */
  readonly programs: readonly {
    readonly name: string;
    readonly program: Program;
    readonly fault: ProgramFault | null;
  }[];
  /** The file that an interpreter is told to run: null where it is missing; `barred` says why the user may not read it. */
  readonly script: { readonly path: string; readonly file: ImageFile | null; readonly barred: string | null } | null;
  /** Whether a program can be started here. */
  readonly starts: (name: string) => boolean;
}

/** Looks at all that the words of a command need in an image. */
export function lookAtCommand(image: Startable, words: readonly string[]): CommandSeen {
  const { config, files } = image;
  const around = surroundingsOf(config, image.accounts);
  const line = directLine(words);
  const machine = { ...image, architecture: config.architecture };
  const changesFolder = words.some((word) => /\b(?:cd|pushd)\b/.test(word)); // then relative names mean something else
  const programs = [...new Set(programsOf(line))].map((name) => {
    const program = findProgram(files, name, around);
    const isElsewhere = changesFolder && name !== words[0] && /^[^/].*\//.test(name);
    return { name, program, fault: isElsewhere ? null : faultOf(program, machine, around) };
  });
  const asked = scriptFileOf(line);
  const script = asked === null ? null : scriptAt(resolveInTree(files, asked, around.workingDir), around);
  const lacking = new Set(programs.flatMap(({ name, fault }) => (fault ? [name] : [])));
  return { line, around, programs, script, starts: (name) => !lacking.has(name) };
}

function scriptAt(resolved: Resolved, { uid, gids }: Surroundings): NonNullable<CommandSeen['script']> {
  const { path, file } = resolved;
  const folder = barredAt(resolved, uid, gids);
  if (folder) return { path, file, barred: `user ${uid} may not pass ${folder.path} (mode ${octal(folder.mode)})` };
  const isBarred = file !== null && !mayRead(file, uid, gids);
  return {
    path,
    file,
    barred: isBarred ? `user ${uid} may not read ${path} (mode ${octal(file.mode)}, owner ${file.uid})` : null,
  };
}
