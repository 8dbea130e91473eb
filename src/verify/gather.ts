import { type Facts, type Kind, type Ports, type Target, TickproofError } from '../domain/index.ts';
import { sensors } from '../sensors/index.ts';
import { type GroupName, type Need, type Plan, targetOf } from './plan.ts';

/** What came of one group: facts, or why there are none. */
export type Gathered =
  | { readonly status: 'seen'; readonly facts: Partial<Facts[Kind]>; readonly elapsedMs: number }
  | { readonly status: 'unseen'; readonly because: string; readonly remedy: string; readonly elapsedMs: number };

/** The groups in the order in which they may be gathered; those of one wave do not disturb each other. */
const WAVES: readonly (readonly Kind[])[] = [
  ['dockerfile', 'context', 'compose'],
  ['build'],
  ['image'],
  ['packages'], // reads what the image sensor kept of each layer
  ['run'],
  ['stack'],
];

/** Kinds that only read the folder. */
const OF_TEXTS: ReadonlySet<Kind> = new Set(['dockerfile', 'context']);

const TITLES: Readonly<Record<Kind, string>> = {
  dockerfile: 'Dockerfile',
  context: 'build context',
  compose: 'compose files',
  build: 'build',
  image: 'image',
  run: 'container',
  stack: 'stack',
  packages: 'packages',
};

/** One wave's results; `target` has what the build made. */
export interface Wave {
  readonly groups: ReadonlyMap<GroupName, Gathered>;
  readonly target: Target;
}

/**
 * Gathers what the plan needs, wave by wave. A sensor that cannot see makes its group `unseen`; an interruption is thrown,
 * and so is what is a bug. What lies in the folder is looked at through `folderFiles`, which may remember it for others.
 */
export async function* gather(
  plan: Plan,
  ports: Ports,
  folderFiles: Ports['files'] = ports.files,
): AsyncGenerator<Wave> {
  let { target } = plan;
  const done = new Map<GroupName, Gathered>();
  for (const kinds of WAVES) {
    const needs = plan.needs.filter(({ kind }) => kinds.includes(kind));
    const results = await Promise.all(
      needs.map(async (need) => {
        const its = OF_TEXTS.has(need.kind) ? { ...ports, files: folderFiles } : ports;
        return [need.group, await gatherOne(need, target, done, its)] as const;
      }),
    );
    for (const [group, result] of results) done.set(group, result);
    if (kinds.includes('build')) target = await withBuilt(target, done.get('build'), ports);
    yield { groups: new Map(results), target };
  }
}

async function gatherOne(
  need: Need,
  target: Target,
  done: ReadonlyMap<GroupName, Gathered>,
  ports: Ports,
): Promise<Gathered> {
  const startedMs = ports.clock.monotonic();
  const elapsedMs = () => ports.clock.monotonic() - startedMs;
  const blocked = blockedBy(need, target, done);
  if (blocked) return { status: 'unseen', ...blocked, elapsedMs: 0 };
  const id = need.group;
  ports.onEvent({ kind: 'work-started', id, title: titleOf(need) });
  try {
    const facts = await sensors[need.kind].gather(targetOf(target, need.group), need.atoms, need.asks, ports);
    ports.onEvent({ kind: 'work-ended', id, outcome: 'done' });
    return { status: 'seen', facts, elapsedMs: elapsedMs() };
  } catch (error) {
    ports.onEvent({
      kind: 'work-ended',
      id,
      outcome: 'failed',
      ...(error instanceof Error ? { detail: error.message } : {}),
    });
    if (!(error instanceof TickproofError) || error.code === 'interrupted') throw error;
    return { status: 'unseen', because: error.message, remedy: error.remedy, elapsedMs: elapsedMs() };
  }
}

function titleOf({ kind, target }: Need): string {
  return target.stack ? `${TITLES[kind]} ${target.stack.name}` : TITLES[kind];
}

/** What makes a group pointless to ask: no folder, or no image because the build failed. */
function blockedBy(
  { kind }: Need,
  target: Target,
  done: ReadonlyMap<GroupName, Gathered>,
): { because: string; remedy: string } | null {
  const ofFolder: readonly Kind[] = ['dockerfile', 'context', 'compose', 'build', 'stack'];
  if (target.folder === null && ofFolder.includes(kind)) {
    return {
      because: `the subject is an image: its ${TITLES[kind]} cannot be seen`,
      remedy: 'Point `tickproof verify` at the folder of the deployment.',
    };
  }
  const needsImage: readonly Kind[] = ['image', 'packages', 'run'];
  const build = done.get('build');
  if (!needsImage.includes(kind) || target.folder === null || target.built !== null) return null;
  const why = build?.status === 'unseen' ? build.because : 'the image could not be built, see build/succeeds';
  return {
    because: `there is no image: ${why}`,
    remedy: build?.status === 'unseen' ? build.remedy : 'Mend the build first.',
  };
}

async function withBuilt(target: Target, build: Gathered | undefined, ports: Ports): Promise<Target> {
  if (build?.status !== 'seen') return target;
  const { outcome } = build.facts as Partial<Facts['build']>; // the group's kind is build
  if (outcome?.status !== 'built') return target;
  const image = await ports.engine?.inspectImage(outcome.image);
  return { ...target, built: outcome.image, builtId: image?.imageId ?? null, builtDiffIds: image?.diffIds ?? [] };
}
