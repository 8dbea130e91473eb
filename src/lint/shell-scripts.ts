import type { Instruction, ParsedDockerfile, Place } from '../domain/index.ts';
import { assignmentsOf, eachCommand, placeInRest, scriptsOf } from '../formats/index.ts';

const DIALECTS = ['sh', 'bash', 'dash', 'ksh', 'ash'];

/** What a step gives to a shell. */
export interface ShellScript {
  readonly text: string;
  readonly dialect: string;
  readonly names: readonly string[];
  readonly placeOf: (line: number, column: number, endLine: number, endColumn: number) => Place;
}

/** Every step that a POSIX shell runs, with the names that are set there; a stage goes on with its parent's shell and names. */
export function scriptsIn(source: ParsedDockerfile): readonly ShellScript[] {
  const ends = new Map<string, { readonly shell: string; readonly names: readonly string[] }>();
  const scripts: ShellScript[] = [];
  const preset = presetShell(source);
  let here = { shell: preset ?? 'sh', names: [] as readonly string[] };
  let alias: string | null = null;
  for (const instruction of source.instructions) {
    const { keyword, args } = instruction;
    if (keyword === 'FROM') {
      here = ends.get(args[0] ?? '') ?? { shell: preset ?? 'sh', names: [] };
      alias = args[1]?.toUpperCase() === 'AS' ? (args[2] ?? null) : null;
    } else if (keyword === 'SHELL') here = { ...here, shell: programOf(args[0]) };
    else if (keyword === 'ENV' || keyword === 'ARG')
      here = { ...here, names: [...here.names, ...assignmentsOf(instruction).map(({ name }) => name)] };
    else if (keyword === 'RUN') scripts.push(...scriptsFrom(instruction, here.shell, here.names));
    // a trigger runs in another build, which sets its own names
    else if (keyword === 'ONBUILD' && instruction.inner?.keyword === 'RUN')
      scripts.push(...scriptsFrom(instruction.inner, 'sh', []));
    if (alias !== null) ends.set(alias, here);
  }
  return scripts;
}

/** `# hadolint shell=powershell`: the shell of every stage that says nothing else. */
function presetShell({ comments }: ParsedDockerfile): string | null {
  const said = comments.map(({ text }) => /^\s*hadolint\s+shell\s*=\s*(\S+)\s*(?:#.*)?$/.exec(text)?.[1]);
  const name = said.find((it) => it !== undefined);
  return name === undefined ? null : programOf(name);
}

const programOf = (path: string | undefined): string => (path ?? '').split(/[/\\]/).at(-1) ?? '';

function scriptsFrom(instruction: Instruction, shell: string, names: readonly string[]): readonly ShellScript[] {
  if (instruction.form !== 'shell' || !DIALECTS.includes(shell)) return [];
  const dialect = shell === 'ash' ? 'dash' : shell;
  const fed =
    instruction.heredocs.length === 0 ? [] : scriptsOf(instruction, eachCommand({ ...instruction, heredocs: [] }));
  if (fed.length > 0) return fed.map((it) => heredocScript(it.content, it.at, instruction, dialect, names));
  const { rest } = instruction;
  const starts = lineStarts(rest);
  const offset = (line: number, column: number) => Math.min(rest.length, (starts[line - 1] ?? 0) + column - 1);
  return [
    {
      text: rest,
      dialect,
      names,
      placeOf: (line, column, endLine, endColumn) =>
        placeInRest(instruction, offset(line, column), offset(endLine, endColumn)),
    },
  ];
}

function heredocScript(
  content: string,
  at: Place,
  instruction: Instruction,
  dialect: string,
  names: readonly string[],
): ShellScript {
  const shebang = /^#!.*\b(bash|dash|ksh)\b/.exec(content)?.[1];
  return {
    text: content,
    dialect: shebang ?? dialect,
    names,
    placeOf: (line, column, endLine, endColumn) => ({
      file: instruction.at.file,
      startLine: at.startLine + line - 1,
      endLine: at.startLine + endLine - 1,
      startColumn: column,
      endColumn,
    }),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
