import {
  type LintFinding,
  type LintSeverity,
  type ParsedDockerfile,
  type Ports,
  type Processes,
  type ProcessOptions,
  type ProcessOutcome,
  type TemporaryFolder,
  TickproofError,
} from '../domain/index.ts';
import { type ShellScript, scriptsIn } from './shell-scripts.ts';

const TIMEOUT_MS = 30_000;
const MOST_KEPT_BYTES = 20_000_000;
/** About files that a build step sources, and about what the shell itself sets. */
const LEFT_OUT = '1090,1091,2187';
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

interface Comment {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: string;
  readonly code: number;
  readonly message: string;
  readonly file?: unknown;
}

/** What ShellCheck is asked with, and who is told before so much is asked that an answer takes seconds. */
export type Asking = Pick<Ports, 'files' | 'processes'> & { readonly onMuch?: (steps: number) => void };

/** Characters of steps that take it seconds. */
const MUCH = 50_000;

/** Scripts that one process is given: a list of arguments and an answer have an end. */
const MOST_AT_ONCE = 500;
/** With fewer than this, a second process takes longer to start than it saves. */
const LEAST_AT_ONCE = 8;
const LANES = 2;

/**
 * What ShellCheck says of the steps of each Dockerfile, at their own lines; nothing where it cannot be asked. Starting it takes
 * longer than what it does: steps of one dialect are asked about together, and those that are the same once.
 */
export async function shellcheck(
  sources: readonly (ParsedDockerfile | null)[],
  asking: Asking,
): Promise<readonly (readonly LintFinding[])[]> {
  const known = new Map<string, Question>();
  const scripts = sources.map((source) =>
    (source ? scriptsIn(source) : []).map((script) => ({ script, question: questionOf(script, known) })),
  );
  const questions = [...known.values()];
  const lengths = new Map(scripts.flat().map(({ question, script }) => [question, script.text.length]));
  if ([...lengths.values()].reduce((sum, length) => sum + length, 0) > MUCH) asking.onMuch?.(questions.length);
  const batches = batchesOf(questions);
  const said = new Map<Question, readonly Comment[]>();
  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    for (const batch of batches.filter((__, index) => index % LANES === lane)) {
      const comments = await askOfAll(batch, asking);
      batch.forEach((question, index) => said.set(question, comments[index] ?? []));
    }
  });
  await Promise.all(lanes);
  return scripts.map((its) =>
    its.flatMap(({ script, question }) => (said.get(question) ?? []).map((comment) => findingOf(comment, script))),
  );
}

/** What ShellCheck is given to read. */
interface Question {
  readonly dialect: string;
  readonly input: string;
}

/** The names that are set come first, in a line of their own. Scripts that come to the same have one question. */
function questionOf({ dialect, text, names }: ShellScript, known: Map<string, Question>): Question {
  const set = [...new Set([...names, ...PROXIES])].map((name) => `export ${name}=1`).join(';');
  const input = `${set}\n${text}\n`;
  const key = `${dialect}\n${input}`;
  const question = known.get(key) ?? { dialect, input };
  known.set(key, question);
  return question;
}

/** Those of one dialect in each, and as much for one lane as for the other. */
function batchesOf(questions: readonly Question[]): readonly (readonly Question[])[] {
  const dialects = [...new Set(questions.map(({ dialect }) => dialect))];
  return dialects.flatMap((dialect) => {
    const its = questions.filter((question) => question.dialect === dialect);
    const size = Math.min(MOST_AT_ONCE, Math.max(LEAST_AT_ONCE, Math.ceil(its.length / LANES)));
    return Array.from({ length: Math.ceil(its.length / size) }, (_, index) =>
      its.slice(index * size, (index + 1) * size),
    );
  });
}

/** By files in one process; one by one where that does not work, for one script that it cannot read would silence all. */
async function askOfAll(questions: readonly Question[], asking: Asking): Promise<readonly Comment[][]> {
  const together = questions.length > 1 ? await askByFiles(questions, asking) : null;
  if (together) return together;
  const apart: Comment[][] = [];
  for (const question of questions) apart.push(await askByInput(question, asking.processes));
  return apart;
}

/** Null where it did not read all of them: one that is packed in a box of its own sees none of our files. */
async function askByFiles(questions: readonly Question[], { files, processes }: Asking): Promise<Comment[][] | null> {
  const folder = folderOf(questions, files);
  if (!folder) return null;
  await using its = folder;
  const names = questions.map((_, index) => String(index));
  const { exitCode, stdout } = await run([...wordsFor(questions), ...names], { cwd: its.path }, processes);
  const said = exitCode === 0 || exitCode === 1 ? commentsIn(stdout) : null;
  return said && names.map((name) => said.filter(({ file }) => file === name));
}

/** Null where nothing can be written. */
function folderOf(questions: readonly Question[], files: Asking['files']): TemporaryFolder | null {
  try {
    const folder = files.temporary('shellcheck-');
    questions.forEach(({ input }, index) => folder.write(String(index), input));
    return folder;
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code === 'interrupted') throw error;
    return null;
  }
}

async function askByInput(question: Question, processes: Processes): Promise<Comment[]> {
  const { stdout } = await run([...wordsFor([question]), '-'], { input: question.input }, processes);
  return commentsIn(stdout) ?? []; // it is not the ShellCheck that we know: our own checks have said their part
}

function run(words: readonly string[], options: ProcessOptions, processes: Processes): Promise<ProcessOutcome> {
  return processes.run(['shellcheck', ...words], { ...options, timeoutMs: TIMEOUT_MS, keepBytes: MOST_KEPT_BYTES });
}

const wordsFor = ([first]: readonly Question[]): readonly string[] => [
  '--norc',
  '--format=json',
  `--shell=${first?.dialect ?? 'sh'}`,
  `--exclude=${LEFT_OUT}`,
];

/** Null where it is no list. */
function commentsIn(stdout: string): Comment[] | null {
  const said = parsed(stdout);
  return Array.isArray(said) ? said.filter(isComment).filter(({ line }) => line > 1) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
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

function findingOf(
  { line, column, endLine, endColumn, level, code, message }: Comment,
  script: ShellScript,
): LintFinding {
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
