import type { BuildFacts, BuildRequest, ContextFile, Engine, Stage, TemporaryFolder } from '../../domain/index.ts';
import { chainOf, type Install, installsOf, reachableFrom } from '../../formats/index.ts';
import { wantedOf } from '../context/wanted.ts';
import { type Job, selectedFiles } from './job.ts';
import { progressOf } from './progress.ts';
import { runOf } from './steps.ts';
import { commentFor, isApplicationSource, rankOf } from './source-files.ts';

const LARGEST_COPY_BYTES = 1_000_000_000;

/**
 * Builds a copy of what the context sends, with a source file of the application changed, and reads which steps ran. The
 * person's own files are not touched. Null where there is nothing to change, or the changed copy does not build.
 */
export async function touchedRun(engine: Engine, job: Job, request: BuildRequest): Promise<BuildFacts['touched']> {
  const { stages, target } = job.dockerfile;
  const installs = installsOf(stages, reachableFrom(stages, target));
  const selected = selectedFiles(job);
  const files = [...new Set(installs.flatMap(({ stage }) => fileToTouch(job, stage, selected) ?? []))];
  const bytes = selected.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (files.length === 0 || job.root === null || bytes > LARGEST_COPY_BYTES) return null;

  await using copy = copyOf(job, job.root, selected);
  const own = { ...request, context: copy.path, tag: `${job.ports.owner.name('touched')}:latest`, lookOnly: true };
  try {
    // Folders' modes may differ in a copy: the comparison is with the copy as it was, which mostly comes from the cache.
    const before = await engine.build(own, progressOf(job.ports, job.dockerfile, 'a copy of the context'));
    if (!before.succeeded) return null;
    for (const file of files) change(job, copy, file);
    const outcome = await engine.build(own, progressOf(job.ports, job.dockerfile, `${files.join(', ')} changed`));
    return outcome.succeeded ? { ...stepsOf(installs, runOf(outcome, job.dockerfile)), files } : null;
  } finally {
    await engine.removeImage(own.tag);
  }
}

function stepsOf(installs: readonly Install[], run: ReturnType<typeof runOf>) {
  const lines = new Set(installs.map(({ instruction }) => instruction.at.startLine));
  const steps = run.steps.filter(({ at }) => at !== null && lines.has(at.startLine));
  return { ...run, installs: steps, rerunInstalls: steps.filter(({ cached }) => !cached) };
}

/** The likeliest source file of the application among those that are copied into the stage that installs. */
function fileToTouch({ dockerfile, args }: Job, stage: Stage, selected: readonly ContextFile[]): string | null {
  const chain = new Set(chainOf(dockerfile.stages, stage).map(({ index }) => index));
  const sources = wantedOf(dockerfile, args).filter((it) => chain.has(it.stage));
  const candidates = selected
    .filter(({ type, path }) => type === 'file' && isApplicationSource(path))
    .filter(({ path }) => sources.some((source) => mayCover(source.path, path)));
  const [best] = candidates.sort((a, b) => rankOf(a.path) - rankOf(b.path) || (a.path < b.path ? -1 : 1));
  return best?.path ?? null;
}

/** With a pattern, only the part before it decides: everything selected was matched by some source. */
function mayCover(source: string, path: string): boolean {
  const fixed = source.replace(/[*?[\\].*$/, '').replace(/\/+$/, '');
  return fixed === '' || path === fixed || path.startsWith(source === fixed ? `${fixed}/` : fixed);
}

function copyOf({ ports }: Job, root: string, selected: readonly ContextFile[]): TemporaryFolder {
  const copy = ports.files.temporary('context');
  for (const { path, type } of selected) {
    if (type !== 'other') copy.copy(ports.files.resolve(root, path), path);
  }
  return copy;
}

/** New words each time: what an earlier run changed would come from the cache. */
function change({ ports }: Job, copy: TemporaryFolder, file: string): void {
  const path = ports.files.resolve(copy.path, file);
  ports.files.append(path, commentFor(file, `touched by tickproof ${ports.owner.runId} ${ports.clock.now()}`));
}
