import type {
  BuildFacts,
  BuildRequest,
  BuildVertex,
  ContextFile,
  Engine,
  Stage,
  TemporaryFolder,
} from '../../domain/index.ts';
import { type Install, installsOf, reachableFrom } from '../../formats/index.ts';
import { wantedOf } from '../context/wanted.ts';
import { type Job, selectedFiles } from './job.ts';
import { progressOf } from './progress.ts';
import { locate, runOf } from './steps.ts';
import { commentFor, isApplicationSource, rankOf } from './source-files.ts';

const LARGEST_COPY_BYTES = 1_000_000_000;

/**
 * Builds a copy of what the context sends, with a source file of the application changed, and reads which steps ran. The
 * person's own files are not touched. Null where there is nothing to change, or the changed copy does not build.
 */
export async function touchedRun(
  engine: Engine,
  job: Job,
  request: BuildRequest,
  enough?: Enough,
): Promise<BuildFacts['touched']> {
  const { stages, target } = job.dockerfile;
  const installs = installsOf(stages, reachableFrom(stages, target));
  const selected = selectedFiles(job);
  const files = [...new Set(installs.flatMap(({ stage }) => fileToTouch(job, stage, selected) ?? []))];
  const bytes = selected.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (files.length === 0 || job.root === null || bytes > LARGEST_COPY_BYTES) return null;

  await using copy = copyOf(job, job.root, selected);
  const own = { ...request, context: copy.path, tag: '', lookOnly: true };
  const made: (string | null)[] = []; // by engines that make an image all the same
  try {
    // Folders' modes may differ in a copy: the comparison is with the copy as it was, which mostly comes from the cache.
    const before = await engine.build(own, progressOf(job.ports, job.dockerfile, 'a copy of the context'));
    made.push(before.engineId);
    if (!before.succeeded) return null;
    for (const file of files) change(job, copy, file);
    const watch = progressOf(job.ports, job.dockerfile, `${files.join(', ')} changed`);
    const until = enough && { enough: (seen: readonly BuildVertex[]) => isEnough(job, installs, seen, enough) };
    const outcome = await engine.build({ ...own, ...until }, watch);
    made.push(outcome.engineId);
    const isRead = outcome.succeeded || outcome.stopped === true;
    return isRead ? { ...stepsOf(installs, runOf(outcome, job.dockerfile)), files } : null;
  } finally {
    for (const id of made) if (id !== null) await engine.removeImage(id);
  }
}

/** What ends a look at a changed copy: every install is over, or one begins to run again. */
export type Enough = 'all-over' | 'one-runs';

function isEnough(job: Job, installs: readonly Install[], seen: readonly BuildVertex[], enough: Enough): boolean {
  const lines = new Set(installs.map(({ instruction }) => instruction.at.startLine));
  const steps = seen.filter(({ name }) => lines.has(locate(name, job.dockerfile)?.instruction?.at.startLine ?? -1));
  const isOver = ({ cached, completedMs }: BuildVertex) => cached || completedMs !== null;
  if (enough === 'one-runs' && steps.some(({ cached, startedMs }) => startedMs !== null && !cached)) return true;
  return steps.length >= lines.size && steps.every(isOver);
}

function stepsOf(installs: readonly Install[], run: ReturnType<typeof runOf>) {
  const lines = new Set(installs.map(({ instruction }) => instruction.at.startLine));
  const steps = run.steps.filter(({ at }) => at !== null && lines.has(at.startLine));
  return { ...run, installs: steps, rerunInstalls: steps.filter(({ cached }) => !cached) };
}

/** The likeliest source file of the application among those that come into the stage that installs, by other stages too. */
function fileToTouch({ dockerfile, args }: Job, stage: Stage, selected: readonly ContextFile[]): string | null {
  const needed = reachableFrom(dockerfile.stages, stage);
  const sources = wantedOf(dockerfile, args).filter((it) => needed.has(it.stage));
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
