import { basename, dirname } from 'node:path';
import type { ComposeFacts, DockerfileFacts, Files, LintedFile, LintFinding, Processes } from '../domain/index.ts';
import {
  type LintPlan,
  type LintTarget,
  lintCompose,
  lookAtDockerfile,
  type NoText,
  noTextFinding,
  noTextOf,
  orTold,
  shellcheck,
  type Tell,
} from '../lint/index.ts';
import { contextFactsOf, dockerfileFactsOf } from '../sensors/static.ts';
import type { readCompose } from '../sensors/static-compose.ts';

/** What one file is looked at with. */
export interface Bench {
  readonly plan: LintPlan;
  readonly files: Files;
  /** Null where ShellCheck is not there or not wanted. */
  readonly processes: Processes | null;
  /** Told before ShellCheck takes long, with the number of steps. */
  readonly onMuch: (steps: number) => void;
  readonly checkOptions: string | undefined;
  /** The loader of compose files; null where there is none to be read. */
  readonly readCompose: typeof readCompose | null;
  /** Is told of what cannot be read beside the files themselves. */
  readonly tell: Tell;
}

/** A text to be looked at, with where it stands or would stand. */
export interface LintSource {
  readonly target: LintTarget;
  readonly text: string;
  /** Whether the text is all that the file holds: of one that is not in UTF-8 letters are lost. */
  readonly isWhole: boolean;
  /** What came on standard input; null of a file. */
  readonly input: Uint8Array | null;
}

/** How standard input is written among the files. */
export const STDIN = '-';

/** Files that are looked at in one go. */
const AT_ONCE = 100;

/** Everything that is found in texts, each by itself. */
export async function lintAll(
  sources: readonly LintSource[],
  bench: Bench,
  signal: AbortSignal,
): Promise<readonly LintedFile[]> {
  const results: LintedFile[] = [];
  for (let at = 0; at < sources.length; at += AT_ONCE) {
    signal.throwIfAborted();
    results.push(...(await lintTogether(sources.slice(at, at + AT_ONCE), bench)));
  }
  return results;
}

/** A text as it was read: of what is none the reason, of a Dockerfile its facts. */
interface Read extends LintSource {
  readonly fault: NoText | null;
  readonly dockerfile: DockerfileFacts | null;
}

function read(source: LintSource): Read {
  const { target, text, isWhole } = source;
  const fault = noTextOf(text) ?? (target.kind === 'compose' && !isWhole ? 'not-utf-8' : null);
  return { ...source, fault, dockerfile: fault || target.kind === 'compose' ? null : factsOf(target, text) };
}

/** Our own checks look while ShellCheck does. Of what is no text nothing is looked at, nor shown. */
async function lintTogether(sources: readonly LintSource[], bench: Bench): Promise<readonly LintedFile[]> {
  const all = sources.map(read);
  const looking = async () => all.map((it) => lookedAt(it, bench));
  const [said, looks] = await Promise.all([fromShellcheck(all, bench), looking()]);
  return all.flatMap(({ target: { path, kind }, text, fault, isWhole }, index) => {
    const findings = looks[index]?.(said[index] ?? []);
    if (!findings) return [];
    // what `--fix` leaves alone is not said to be mendable
    return [{ path, text: fault ? '' : text, kind, findings: isWhole ? findings : findings.map(withoutFix) }];
  });
}

const withoutFix = (it: LintFinding): LintFinding => (it.fix ? { ...it, fix: null } : it);

/** What our own checks found, to be put together with what others did; null where what it takes from other files cannot be read. */
function lookedAt(
  { target, text, fault, dockerfile }: Pick<Read, 'target' | 'text' | 'fault' | 'dockerfile'>,
  bench: Bench,
): ((more: readonly LintFinding[]) => readonly LintFinding[]) | null {
  if (dockerfile) {
    const look = (it: LintTarget) => lookInDockerfile(it, dockerfile, bench);
    return orTold(bench.tell, () => look(target), null) ?? look({ ...target, context: null });
  }
  const find = () => (fault ? [noTextFinding(target, fault, text)] : findInCompose(target, text, bench));
  const findings = orTold(bench.tell, find, null);
  return findings && (() => findings);
}

/** What our own checks find, without any other program: for fixes, which are made again and again. */
export function findIn(target: LintTarget, text: string, bench: Bench): readonly LintFinding[] {
  return lookedAt(read({ target, text, isWhole: true, input: null }), bench)?.([]) ?? [];
}

/** How many faults keep a text from being read. */
export function faultsIn(target: LintTarget, text: string, bench: Bench): number {
  return target.kind === 'compose'
    ? (orTold(bench.tell, () => composeFacts(target, text, bench), null)?.problems.length ?? 0)
    : factsOf(target, text).problems.length;
}

const factsOf = ({ path }: LintTarget, text: string) => dockerfileFactsOf({ path, text, target: null, args: {} });

function lookInDockerfile(
  target: LintTarget,
  dockerfile: DockerfileFacts,
  { plan, files, checkOptions }: Bench,
): (more: readonly LintFinding[]) => readonly LintFinding[] {
  const root = target.context;
  const context =
    root === null
      ? null
      : (atoms: Parameters<typeof contextFactsOf>[1]['atoms']) =>
          contextFactsOf(files, { root, dockerfilePath: target.file, dockerfile, atoms });
  return lookAtDockerfile(plan, { dockerfile, context, checkOptions });
}

/** By the place of what was read; of what is no Dockerfile, nothing. */
async function fromShellcheck(
  all: readonly Read[],
  { plan, files, processes, onMuch }: Bench,
): Promise<readonly (readonly LintFinding[])[]> {
  if (!processes) return [];
  const found = await shellcheck(
    all.map(({ dockerfile }) => dockerfile?.source ?? null),
    { files, processes, onMuch },
  );
  return found.map((its) =>
    its.flatMap((it) => {
      const [alias = ''] = it.aliases;
      return plan.isOff(alias) ? [] : [{ ...it, severity: plan.severityOf(alias) ?? it.severity }];
    }),
  );
}

function findInCompose(target: LintTarget, text: string, bench: Bench): readonly LintFinding[] {
  const facts = composeFacts(target, text, bench);
  return facts ? lintCompose(bench.plan, facts, basename(target.file), builtFrom(facts, target, bench)) : [];
}

const MOST_BUILT = 100;

/** The Dockerfiles that the services of a project are built from; of one that is not there, just that. */
function builtFrom({ model }: ComposeFacts, { file }: LintTarget, { files }: Bench): readonly DockerfileFacts[] {
  const folder = dirname(file);
  const paths = (model?.services ?? []).flatMap(({ build, raw }) => {
    const inline = (raw['build'] as { readonly dockerfile_inline?: unknown } | undefined)?.dockerfile_inline; // canonical: a map
    if (!build || inline !== undefined) return [];
    const context = files.resolve(folder, build.context);
    return files.stat(context) === null ? [] : [files.resolve(context, build.dockerfile ?? 'Dockerfile')];
  });
  return [...new Set(paths)]
    .slice(0, MOST_BUILT)
    .map((path) => dockerfileFactsOf({ path, text: files.readText(path), target: null, args: {} }));
}

const BASES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const isOverride = (name: string): boolean => /^(?:docker-)?compose\.override\.ya?ml$/.test(name);

/** A file by itself; one that only changes another is laid over the folder's first. */
function composeFacts({ file }: LintTarget, text: string, { files, readCompose: load }: Bench): ComposeFacts | null {
  if (!load) return null;
  const folder = dirname(file);
  const name = basename(file);
  const read = (names: readonly string[]) =>
    load(files, { folder, files: names, texts: { [name]: text }, variables: {}, profiles: [] });
  if (name === STDIN) return read([name]); // it stands for itself, whatever lies in this folder
  const base = BASES.find((it) => it !== name && files.stat(files.resolve(folder, it)) !== null);
  if (base === undefined || BASES.includes(name)) return read([name]);
  if (isOverride(name)) return read([base, name]);
  const alone = read([name]);
  return alone.problems.length === 0 ? alone : read([base, name]);
}
