import type { Instruction, LintFinding, LintSeverity, ParsedDockerfile, Place, Processes } from '../domain/index.ts';
import { assignmentsOf, eachCommand, placeInRest, scriptsOf } from '../formats/index.ts';

const TIMEOUT_MS = 30_000;
const MOST_KEPT_BYTES = 20_000_000;
/** About files that a build step sources, and about what the shell itself sets. */
const LEFT_OUT = '1090,1091,2187';
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);
const DIALECTS = ['sh', 'bash', 'dash', 'ksh', 'ash'];

interface Script {
  readonly text: string;
  readonly dialect: string;
  readonly names: readonly string[];
  readonly placeOf: (line: number, column: number, endLine: number, endColumn: number) => Place;
}

interface Comment {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: string;
  readonly code: number;
  readonly message: string;
}

/** What ShellCheck says of the steps of a Dockerfile, at their own lines; nothing where it cannot be asked. */
export async function shellcheck(source: ParsedDockerfile, processes: Processes): Promise<readonly LintFinding[]> {
  const findings: LintFinding[] = [];
  for (const script of scriptsIn(source))
    findings.push(...(await ask(script, processes)).map((comment) => findingOf(comment, script)));
  return findings;
}

async function ask({ text, dialect, names }: Script, processes: Processes): Promise<readonly Comment[]> {
  const known = [...new Set([...names, ...PROXIES])].map((name) => `export ${name}=1`).join(';');
  const outcome = await processes.run(
    ['shellcheck', '--norc', '--format=json', `--shell=${dialect}`, `--exclude=${LEFT_OUT}`, '-'],
    { input: `${known}\n${text}\n`, timeoutMs: TIMEOUT_MS, keepBytes: MOST_KEPT_BYTES },
  );
  try {
    const said: unknown = JSON.parse(outcome.stdout);
    return Array.isArray(said) ? said.filter(isComment).filter(({ line }) => line > 1) : [];
  } catch {
    return []; // it could not read the step, or is not the ShellCheck that we know: our own checks have said their part
  }
}

function isComment(it: unknown): it is Comment {
  if (typeof it !== 'object' || it === null) return false;
  const { line, column, code, message, level } = it as Readonly<Record<string, unknown>>; // looked at just below
  return (
    [line, column, code].every((number) => typeof number === 'number') &&
    [message, level].every((text) => typeof text === 'string')
  );
}

function findingOf({ line, column, endLine, endColumn, level, code, message }: Comment, script: Script): LintFinding {
  const severity: LintSeverity = level === 'error' || level === 'warning' || level === 'info' ? level : 'style';
  const alias = `SC${code}`;
  return {
    id: `shellcheck/${alias}`,
    aliases: [alias],
    severity,
    message,
    at: script.placeOf(line - 1, column, endLine - 1, endColumn),
    title: 'The shell does what the step says',
    why: 'ShellCheck, which is installed here, says so of this step.',
    remedy: `See the page of ${alias}.`,
    references: [`https://www.shellcheck.net/wiki/${alias}`],
    fix: null,
    superseded: false,
  };
}

/** Every step that a POSIX shell runs, with the names that are set there; a stage goes on with its parent's shell and names. */
function scriptsIn(source: ParsedDockerfile): readonly Script[] {
  const ends = new Map<string, { readonly shell: string; readonly names: readonly string[] }>();
  const scripts: Script[] = [];
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

function scriptsFrom(instruction: Instruction, shell: string, names: readonly string[]): readonly Script[] {
  if (instruction.form !== 'shell' || !DIALECTS.includes(shell)) return [];
  const dialect = shell === 'ash' ? 'dash' : shell;
  const fed = scriptsOf(instruction, eachCommand({ ...instruction, heredocs: [] }));
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
): Script {
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
