import { basename, dirname } from 'node:path';
import type { ComposeFacts, DockerfileFacts, Files, LintedFile, LintFinding, Processes } from '../domain/index.ts';
import { type LintPlan, type LintTarget, lintCompose, lintDockerfile, shellcheck } from '../lint/index.ts';
import { contextFactsOf, dockerfileFactsOf } from '../sensors/static.ts';
import type { readCompose } from '../sensors/static-compose.ts';

/** What one file is looked at with. */
export interface Bench {
  readonly plan: LintPlan;
  readonly files: Files;
  /** Null where ShellCheck is not there or not wanted. */
  readonly processes: Processes | null;
  readonly checkOptions: string | undefined;
  /** The loader of compose files; null where there is none to be read. */
  readonly readCompose: typeof readCompose | null;
}

/** Everything that is found in a text that stands, or would stand, in that file. */
export async function lintOne(target: LintTarget, text: string, bench: Bench): Promise<LintedFile> {
  const { path, kind } = target;
  if (kind === 'compose') return { path, text, kind, findings: findInCompose(target, text, bench) };
  const more = bench.processes ? await fromShellcheck(target, text, bench.plan, bench.processes) : [];
  return { path, text, kind, findings: findInDockerfile(target, text, bench, more) };
}

/** What our own checks find, without any other program: for fixes, which are made again and again. */
export function findIn(target: LintTarget, text: string, bench: Bench): readonly LintFinding[] {
  return target.kind === 'compose' ? findInCompose(target, text, bench) : findInDockerfile(target, text, bench, []);
}

/** How many faults keep a text from being read. */
export function faultsIn(target: LintTarget, text: string, bench: Bench): number {
  return target.kind === 'compose'
    ? (composeFacts(target, text, bench)?.problems.length ?? 0)
    : factsOf(target, text).problems.length;
}

const factsOf = ({ path }: LintTarget, text: string) => dockerfileFactsOf({ path, text, target: null, args: {} });

function findInDockerfile(
  target: LintTarget,
  text: string,
  { plan, files, checkOptions }: Bench,
  more: readonly LintFinding[],
): readonly LintFinding[] {
  const dockerfile = factsOf(target, text);
  const root = target.context;
  const context =
    root === null
      ? null
      : (atoms: Parameters<typeof contextFactsOf>[1]['atoms']) =>
          contextFactsOf(files, { root, dockerfilePath: target.file, dockerfile, atoms });
  return lintDockerfile(plan, { dockerfile, context, more, checkOptions });
}

async function fromShellcheck(
  target: LintTarget,
  text: string,
  plan: LintPlan,
  processes: Processes,
): Promise<readonly LintFinding[]> {
  const found = await shellcheck(factsOf(target, text).source, processes);
  return found.flatMap((it) => {
    const [alias = ''] = it.aliases;
    return plan.isOff(alias) ? [] : [{ ...it, severity: plan.severityOf(alias) ?? it.severity }];
  });
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
  const base = BASES.find((it) => it !== name && files.stat(files.resolve(folder, it)) !== null);
  if (base === undefined || BASES.includes(name)) return read([name]);
  if (isOverride(name)) return read([base, name]);
  const alone = read([name]);
  return alone.problems.length === 0 ? alone : read([base, name]);
}
