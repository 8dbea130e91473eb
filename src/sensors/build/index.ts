import type {
  Atom,
  BuildFacts,
  BuildOutcome,
  BuildRequest,
  Engine,
  Ports,
  Sensor,
  Target,
} from '../../domain/index.ts';
import { gatherChanged } from './changed.ts';
import { danglingImages, ownLayers, settledDangling } from './dangling.ts';
import { failureOf } from './failure.ts';
import { inputsOf } from './inputs.ts';
import { engineOf, type Job, jobOf, requestOf } from './job.ts';
import { progressOf } from './progress.ts';
import { stagesOf } from './stages.ts';
import { runOf } from './steps.ts';
import { touchedRun } from './touch.ts';

/**
 * Builds the target's folder under a name of this run, which its end removes. Nothing of the person's is written, named or
 * pushed. A build that fails is a fact: its outcome is then the only one that is given.
 */
export const buildSensor: Sensor<'build'> = {
  kind: 'build',
  inputs: (target, _atoms, _asks, ports) => inputsOf(target, ports),
  gather: (target, atoms, _asks, ports) => gather(target, atoms, ports),
};

async function gather(target: Target, atoms: readonly Atom[], ports: Ports): Promise<Partial<BuildFacts>> {
  if (target.changed) return gatherChanged(target, atoms, ports);
  const engine = engineOf(ports);
  const job = jobOf(target, ports);
  const request = requestOf(job, target);
  const asked = (atom: keyof BuildFacts): boolean => atoms.includes(`build.${atom}`);
  const dangling = asked('dangling') ? await danglingImages(engine) : null;

  const first = await buildTagged(engine, job, { ...request, noCache: asked('cold') });
  if (!first.succeeded) return { outcome: failureOf(first, job) };
  const warm = asked('warm') ? await build(engine, job, request, 'again, from the cache') : null;
  if (warm && !warm.succeeded) return { outcome: failureOf(warm, job) };
  const own = dangling && (await ownLayers(engine, job, request));
  const left = dangling && own && (await settledDangling(engine, dangling, own, ports));
  const stages = asked('stages') ? await stagesOf(engine, job, request) : null;
  return {
    outcome: { status: 'built', image: request.tag },
    ...(asked('cold') ? { cold: runOf(first, job.dockerfile) } : {}),
    ...(warm ? { warm: runOf(warm, job.dockerfile) } : {}),
    ...(left ? { dangling: left } : {}),
    ...(stages ? { stages } : {}),
    ...(asked('touched') ? { touched: await touchedRun(engine, job, request) } : {}),
  };
}

function build(engine: Engine, job: Job, request: BuildRequest, what: string): Promise<BuildOutcome> {
  return engine.build(request, progressOf(job.ports, job.dockerfile, what));
}

/** An image that an earlier look of the same run left under the name would go on without one. */
async function buildTagged(engine: Engine, job: Job, request: BuildRequest): Promise<BuildOutcome> {
  const before = await engine.inspectImage(request.tag);
  const outcome = await build(engine, job, request, request.noCache ? 'without cache' : 'building');
  const now = before && (await engine.inspectImage(request.tag));
  if (before && now && before.engineId !== now.engineId && before.tags.length <= 1)
    await engine.removeImage(before.engineId);
  return outcome;
}
