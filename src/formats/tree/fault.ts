import { type Executable, type ImageFile, unreachable } from '../../domain/index.ts';
import { findProgram, headOf, type Program, type Surroundings } from './program.ts';
import { resolveInTree } from './resolve.ts';

/** What a process finds in an image: files, their heads, and the machine that the image says it is for. */
export interface Machine {
  readonly files: readonly ImageFile[];
  readonly executables: readonly Executable[];
  readonly architecture: string;
}

/** Why the kernel would refuse a program, after it was found. */
export interface ProgramFault {
  readonly kind: 'missing' | 'not-executable' | 'interpreter-missing' | 'wrong-architecture';
  readonly message: string;
  /** What the message is about, where there is a file. */
  readonly file: ImageFile | null;
}

const MOST_INTERPRETERS = 4; // the kernel follows `#!` four times

/** The first reason why a program would not start; null = it starts. */
export function faultOf(program: Program, machine: Machine, around: Surroundings): ProgramFault | null {
  switch (program.status) {
    case 'missing':
      return {
        kind: 'missing',
        message: `\`${program.asked}\` is not in the image (looked at ${lookedAt(program.looked)})`,
        file: null,
      };
    case 'not-executable':
      return {
        kind: 'not-executable',
        message: `\`${program.asked}\` cannot be run: ${program.because}`,
        file: program.file,
      };
    case 'found':
      return faultOfHead(program.file, machine, around, MOST_INTERPRETERS);
    default:
      return unreachable(program);
  }
}

function faultOfHead(file: ImageFile, machine: Machine, around: Surroundings, left: number): ProgramFault | null {
  const head = headOf(machine.executables, file);
  if (!head) return null;
  if (head.carriageReturn)
    return lacks(
      file,
      `the \`#!\` line of ${file.path} ends in a carriage return: the kernel looks for \`${head.interpreter ?? ''}\\r\``,
    );
  if (head.kind === 'elf' && !runsOn(head.architecture, machine.architecture)) {
    const message = `${file.path} is for ${head.architecture ?? 'an unknown machine'}, the image for ${machine.architecture}`;
    return { kind: 'wrong-architecture', message, file };
  }
  if (head.interpreter === null || head.interpreter === '') return null;
  const interpreter = resolveInTree(machine.files, head.interpreter, around.workingDir).file;
  if (interpreter?.type !== 'file')
    return lacks(file, `${file.path} needs ${head.interpreter}, which is not in the image`);
  if (head.kind === 'elf') return null;
  const asked = head.interpreter.endsWith('/env') ? head.interpreterArgument : undefined;
  if (asked !== undefined && !asked.startsWith('-') && !asked.includes('=')) {
    const program = findProgram(machine.files, asked, around);
    if (program.status !== 'found')
      return lacks(file, `${file.path} is run by \`${asked}\`, which is not in the image or cannot be run`);
    return left > 0 ? faultOfHead(program.file, machine, around, left - 1) : null;
  }
  const itself = findProgram(machine.files, head.interpreter, around);
  if (itself.status === 'not-executable')
    return {
      kind: 'not-executable',
      message: `${file.path} is run by ${itself.asked}: ${itself.because}`,
      file: itself.file,
    };
  return left > 0 ? faultOfHead(interpreter, machine, around, left - 1) : null;
}

function lacks(file: ImageFile, message: string): ProgramFault {
  return { kind: 'interpreter-missing', message, file };
}

/** Whether a program for one machine runs on another; an unknown machine is given the benefit of the doubt. */
export function runsOn(program: string | null, machine: string): boolean {
  if (program === null || machine === '' || program === machine) return true;
  return (program === '386' && machine === 'amd64') || (program === 'arm' && machine === 'arm64');
}

function lookedAt(paths: readonly string[]): string {
  return paths.length <= 4
    ? paths.join(', ') || 'nothing'
    : `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more`;
}

/** Every file whose head matters when a program starts: itself, and the interpreters of its `#!` lines. */
export function headsOf(program: Program, machine: Machine, around: Surroundings): readonly Executable[] {
  const heads: Executable[] = [];
  let file = program.status === 'found' ? program.file : null;
  while (file && heads.length <= MOST_INTERPRETERS) {
    const head = headOf(machine.executables, file);
    if (!head) break;
    heads.push(head);
    if (head.kind === 'elf' || head.interpreter === null) break;
    const asked =
      head.interpreter.endsWith('/env') && head.interpreterArgument !== undefined
        ? head.interpreterArgument
        : head.interpreter;
    const next = findProgram(machine.files, asked, around);
    file = next.status === 'found' ? next.file : null;
  }
  return heads;
}
