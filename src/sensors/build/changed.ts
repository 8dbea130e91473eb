import type { Atom, BuildFacts, BuildRequest, Engine, Ports, Target } from '../../domain/index.ts';
import { danglingImages, ownLayers, settledDangling } from './dangling.ts';
import { failureOf } from './failure.ts';
import { engineOf, type Job, jobOf, requestOf } from './job.ts';
import { progressOf } from './progress.ts';
import { stagesOf } from './stages.ts';
import { runOf } from './steps.ts';
import { touchedRun } from './touch.ts';

/**
 * A look at a changed build, quickly: everything comes from the cache that can, so `cold` is the time of the steps that
 * ran. What is built is removed at once; where it is the very image of the original, its name is that of the original.
 */
export async function gatherChanged(
  target: Target,
  atoms: readonly Atom[],
  ports: Ports,
): Promise<Partial<BuildFacts>> {
  const engine = engineOf(ports);
  const job = jobOf(target, ports);
  const request = requestOf(job, target);
  const asked = (atom: keyof BuildFacts): boolean => atoms.includes(`build.${atom}`);
  const before = asked('dangling') ? await danglingImages(engine) : null;
  try {
    const first = await engine.build(request, progressOf(ports, job.dockerfile, 'a changed build'));
    if (!first.succeeded) return { outcome: failureOf(first, job) };
    const run = runOf(first, job.dockerfile);
    const stages = asked('stages') ? await stagesOf(engine, job, request) : null;
    return {
      outcome: { status: 'built', image: await nameOf(engine, request, target) },
      ...(asked('cold') ? { cold: run } : {}),
      ...(asked('warm') ? { warm: run } : {}),
      ...(before ? { dangling: await danglingIn(engine, job, request, target, before) } : {}),
      ...(stages ? { stages } : {}),
      ...(asked('touched') ? { touched: await touchedRun(engine, job, request, enoughIn(target)) } : {}),
    };
  } finally {
    await engine.removeImage(request.tag);
  }
}

function enoughIn({ changed }: Target): 'one-runs' | 'all-over' {
  return changed?.build?.dockerfile === undefined ? 'all-over' : 'one-runs';
}

/** The original's name where it is the same image, which then stays; else the name that it had. */
async function nameOf(engine: Engine, { tag }: BuildRequest, { built, builtId }: Target): Promise<string> {
  const id = (await engine.inspectImage(tag))?.imageId;
  return built !== null && id !== undefined && id === builtId ? built : tag;
}

async function danglingIn(
  engine: Engine,
  job: Job,
  request: BuildRequest,
  { changed }: Target,
  before: ReadonlySet<string>,
): Promise<BuildFacts['dangling']> {
  const own = await ownLayers(engine, job, request);
  await using _ = await buildsUntagged(engine, job, request, changed?.build?.untagged ?? 0);
  return await settledDangling(engine, before, own, job.ports); // they stand until it has looked
}

/** Images of differing files over the built one. Labelled, so that `gc` finds what has no name. */
async function buildsUntagged(
  engine: Engine,
  job: Job,
  request: BuildRequest,
  count: number,
): Promise<AsyncDisposable> {
  const { ports } = job;
  const made = new Set<string>();
  const remove = async () => {
    for (const id of made) await engine.removeImage(id);
  };
  await using folder = ports.files.temporary('untagged');
  const watch = progressOf(ports, job.dockerfile, 'without a name');
  const text = `FROM ${request.tag}\nCOPY file /tickproof-untagged\n`;
  const labels = { ...ports.owner.labels, 'tickproof.mutant': '1' };
  const own = { context: folder.path, dockerfile: '-', dockerfileText: text, tag: '', args: {}, secrets: [], labels };
  try {
    for (let round = 1; round <= count; round += 1) {
      folder.write('file', `${ports.owner.runId} ${round}\n`);
      const { engineId } = await engine.build(own, watch);
      if (engineId !== null) made.add(engineId);
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { [Symbol.asyncDispose]: remove };
}
