import type { EvidenceRecord, Facts, Kind, Ports, Target, Tick } from '../domain/index.ts';
import { sha256 } from '../formats/index.ts';
import type { RecordParts } from '../record/index.ts';
import type { Gathered, GroupName, Plan } from '../verify/index.ts';
import { imageInput } from './record-parts.ts';

/** What is known at the end of a run. */
export interface RunState {
  readonly groups: ReadonlyMap<GroupName, Gathered>;
  readonly ticks: readonly Tick[];
  readonly target: Target;
  readonly plan: Plan;
  readonly last: EvidenceRecord['inputs'] | undefined;
  readonly ports: Pick<Ports, 'engine' | 'files'>;
}

/** What was judged, by digest; parts that were taken over come from the last record. */
export async function recordInputs(state: RunState): Promise<RecordParts['inputs']> {
  const { groups, ticks, target, plan, last } = state;
  const dockerfile = factsOf(groups, 'dockerfile')?.source;
  const context = factsOf(groups, 'context')?.sizes?.context;
  const image = factsOf(groups, 'image')?.identity;
  const raw = ticks.find(({ inputs: known }) => known['dockerfile.raw'])?.inputs['dockerfile.raw'];
  const { build, stacks } = target;
  return {
    dockerfile: raw ? { path: dockerfile?.file ?? last?.dockerfile?.path ?? build.dockerfile, sha256: raw } : null,
    context: context ?? last?.context ?? null,
    image: image ? imageInput(image, factsOf(groups, 'image')?.config) : (last?.image ?? null),
    build: plan.buildInputs,
    buildKey: plan.buildKey,
    bases: await basesOf(state),
    compose: Object.entries(stacks).map(([stack, { files }]) => ({ stack, files })),
    files: filesOf(state),
  };
}

/** The Dockerfile, what its context leaves out, and the compose files: each once, where it is there. */
function filesOf({ target, ports: { files } }: RunState): NonNullable<RecordParts['inputs']['files']> {
  const { folder, build, stacks } = target;
  if (folder === null) return [];
  const own = `${build.dockerfile}.dockerignore`;
  const ignore = build.context === '.' ? '.dockerignore' : `${build.context}/.dockerignore`;
  const named = [build.dockerfile, own, ignore, ...Object.values(stacks).flatMap((stack) => stack.files)];
  return [...new Set(named)].flatMap((path) => {
    const text = files.readText(files.resolve(folder, path));
    if (text === null || (path === ignore && named.includes(own) && files.stat(files.resolve(folder, own)) !== null))
      return [];
    return [{ path, sha256: sha256(text), lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) }];
  });
}

/** Images of others that the deployment stands on: bases of its stages that count, and images that its stacks run. */
async function basesOf({ groups, last, ports: { engine } }: RunState): Promise<RecordParts['inputs']['bases']> {
  const bases = factsOf(groups, 'dockerfile')?.bases?.filter(({ reachable }) => reachable);
  const services = [...groups.keys()].flatMap((name) => {
    const group = name === 'compose' || name.startsWith('compose@') ? factsIn<'compose'>(groups.get(name)) : undefined;
    return group?.model?.services ?? [];
  });
  if ((!bases && services.length === 0) || !engine) return last?.bases ?? [];
  const run = services.flatMap(({ image, build }) => (image === undefined || build !== undefined ? [] : [image]));
  const references = [...new Set([...(bases ?? []).map(({ reference }) => reference), ...run])];
  return Promise.all(
    references.map(async (reference) => {
      const image = await engine.inspectImage(reference);
      const standIn = image?.labels['tickproof.stand-in'] !== undefined;
      return { reference, imageId: image?.imageId ?? null, standIn };
    }),
  );
}

/** Facts of a kind of which there is one group only. */
export function factsOf<K extends Kind>(
  groups: ReadonlyMap<GroupName, Gathered>,
  kind: K,
): Partial<Facts[K]> | undefined {
  return factsIn<K>(groups.get(kind));
}

/** What is known of a stack and its compose files; `stack` names it where there are several. */
export function stackFacts(groups: ReadonlyMap<GroupName, Gathered>, stack: string | undefined) {
  const of = <K extends 'compose' | 'stack'>(kind: K) =>
    factsIn<K>(groups.get(kind) ?? groups.get(`${kind}@${stack ?? ''}`));
  return { compose: of('compose'), stack: of('stack') };
}

function factsIn<K extends Kind>(gathered: Gathered | undefined): Partial<Facts[K]> | undefined {
  return gathered?.status === 'seen' ? (gathered.facts as Partial<Facts[K]>) : undefined; // the caller named the group by its kind
}
