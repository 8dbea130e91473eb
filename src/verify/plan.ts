import {
  type Ask,
  type Atom,
  type Criteria,
  type Criterion,
  type Digest,
  type EvidenceRecord,
  type ImageId,
  type Inputs,
  imageId,
  type Kind,
  type Ports,
  type Target,
  type Tick,
  TickproofError,
} from '../domain/index.ts';
import { digestOf } from '../formats/index.ts';
import { currencyOf, resultKey } from '../record/index.ts';
import { sensors } from '../sensors/index.ts';

/** One group of facts: a kind, of one stack where there are several. */
export type GroupName = Kind | `${'compose' | 'stack'}@${string}`;

/** What a group is asked for, by the criteria that are not reused. */
export interface Need {
  readonly group: GroupName;
  readonly kind: Kind;
  readonly target: Target;
  readonly atoms: readonly Atom[];
  readonly asks: readonly Ask[];
}

/** One criterion with what it reads and the key under which its result is kept. */
export interface Planned {
  readonly criterion: Criterion;
  readonly groups: readonly GroupName[];
  /** Null while an input cannot be said, e.g. of an image that is still to be built. */
  readonly inputs: Inputs | null;
  readonly key: Digest | null;
  /** The tick of the last record, when nothing that it depends on has moved. */
  readonly reused: Tick | null;
}

export interface Plan {
  readonly target: Target;
  readonly planned: readonly Planned[];
  readonly needs: readonly Need[];
  /** Digest of the build's inputs; null where nothing is built. */
  readonly buildKey: Digest | null;
  readonly buildInputs: Inputs | null;
}

export interface PlanOptions {
  readonly last: EvidenceRecord | null;
  /** Reuse nothing. */
  readonly noCache: boolean;
  /** Whether a tick of the last record may be taken over, e.g. because its proof is as complete as is wanted. */
  readonly accept: (tick: Tick) => boolean;
}

const BUILT: ReadonlySet<Kind> = new Set(['image', 'run', 'packages']);

/** Which facts the criteria need, and which results of the last record still hold. Starts nothing. */
export async function planFor(target: Target, criteria: Criteria, ports: Ports, options: PlanOptions): Promise<Plan> {
  const inputsOf = memoizedInputs(ports);
  const buildInputs = target.folder === null ? null : await inputsOf(target, 'build', ['build.outcome'], []);
  const buildKey = buildInputs && digestOf(buildInputs);
  const known = options.noCache ? null : knownImage(buildKey, options.last);
  const seen: Target =
    target.builtId === null && known ? { ...target, builtId: known.imageId, builtDiffIds: known.diffIds } : target;
  const planned: Planned[] = [];
  for (const criterion of criteria.criteria) {
    const inputs = await criterionInputs(seen, criterion, inputsOf);
    const key = inputs && resultKey(criterion.check, keyedParams(criterion), inputs);
    planned.push({
      criterion,
      groups: groupsOf(criterion),
      inputs,
      key,
      reused: options.noCache ? null : reusable(criterion, key, inputs, ports, options),
    });
  }
  const fresh = planned.filter(({ reused }) => reused === null).map(({ criterion }) => criterion);
  return { target: seen, planned, needs: needsOf(seen, fresh), buildKey, buildInputs };
}

/** Kinds of facts that a criterion's check reads. */
export function kindsOf({ check }: Criterion): Kind[] {
  return [...new Set((check.reads as readonly Atom[]).map((atom) => atom.split('.')[0] as Kind))]; // an atom begins with its kind
}

/** The target as a group sees it: with its stack. */
export function targetOf(target: Target, group: GroupName): Target {
  const name = group.split('@')[1];
  const stack = name === undefined ? null : target.stacks[name];
  return stack && name !== undefined ? { ...target, stack: { ...stack, name } } : target;
}

/** What a criterion's key digests of its parameters: the stack and the owner's own mutants are part of the question. */
export function keyedParams({ params, stack, mutantsWritten }: Criterion): unknown {
  if (stack === undefined && mutantsWritten === undefined) return params;
  return { params, ...(stack === undefined ? {} : { stack }), ...(mutantsWritten ? { mutants: mutantsWritten } : {}) };
}

export function groupsOf(criterion: Criterion): GroupName[] {
  return kindsOf(criterion).map((kind) => groupOf(kind, criterion.stack));
}

function groupOf(kind: Kind, stack: string | undefined): GroupName {
  return (kind === 'compose' || kind === 'stack') && stack !== undefined ? `${kind}@${stack}` : kind;
}

function kindOf(group: GroupName): Kind {
  return group.split('@')[0] as Kind; // a group's name begins with its kind
}

type InputsOf = (target: Target, kind: Kind, atoms: readonly Atom[], asks: readonly Ask[]) => Promise<Inputs | null>;

function memoizedInputs(ports: Ports): InputsOf {
  const known = new Map<string, Promise<Inputs | null>>();
  return (target, kind, atoms, asks) => {
    const name = `${kind} ${target.stack?.name ?? ''} ${[...atoms].sort().join()} ${JSON.stringify(asks)}`;
    const inputs = known.get(name) ?? sensors[kind].inputs(target, atoms, asks, ports).catch(noInputs);
    known.set(name, inputs);
    return inputs;
  };
}

/** Faults of the one thing that was named: nothing at all can be judged then, so they end the run. */
const OF_THE_SUBJECT: ReadonlySet<string> = new Set(['archive-corrupt', 'archive-unsupported', 'image-not-found']);

/** What cannot be read has no digest; the sensor will say why, and the other criteria are judged. */
function noInputs(error: unknown): null {
  if (!(error instanceof TickproofError) || error.code === 'interrupted' || OF_THE_SUBJECT.has(error.code)) throw error;
  return null;
}

async function criterionInputs(target: Target, criterion: Criterion, inputsOf: InputsOf): Promise<Inputs | null> {
  const parts: Inputs[] = [];
  for (const group of groupsOf(criterion)) {
    const kind = kindOf(group);
    const atoms = (criterion.check.reads as readonly Atom[]).filter((atom) => atom.startsWith(`${kind}.`));
    const inputs = await inputsOf(targetOf(target, group), kind, atoms, asksOf(criterion, kind));
    if (!inputs) return null;
    parts.push(inputs);
  }
  return Object.assign({}, ...parts) as Inputs; // digests by name
}

function asksOf(criterion: Criterion, kind: Kind): readonly Ask[] {
  return (kind === 'run' || kind === 'stack') && criterion.check.asks ? criterion.check.asks(criterion.params) : [];
}

function knownImage(
  buildKey: Digest | null,
  last: EvidenceRecord | null,
): { imageId: ImageId; diffIds: readonly string[] } | null {
  if (!last?.inputs.image || buildKey === null || last.inputs.buildKey !== buildKey) return null;
  return { imageId: imageId(last.inputs.image.imageId), diffIds: last.inputs.image.diffIds };
}

function reusable(
  criterion: Criterion,
  key: Digest | null,
  inputs: Inputs | null,
  ports: Ports,
  { last, accept }: PlanOptions,
): Tick | null {
  const tick = last?.ticks.find((it) => it.criterion.id === criterion.id && it.key === key);
  if (!tick || key === null || !accept(tick)) return null;
  return currencyOf(tick, inputs, ports.clock.now()).currency === 'fresh' ? tick : null;
}

function needsOf(target: Target, criteria: readonly Criterion[]): Need[] {
  const groups = new Map<GroupName, { atoms: Set<Atom>; asks: Map<string, Ask> }>();
  const group = (name: GroupName) => {
    const found = groups.get(name) ?? { atoms: new Set<Atom>(), asks: new Map<string, Ask>() };
    groups.set(name, found);
    return found;
  };
  for (const criterion of criteria) {
    for (const atom of criterion.check.reads as readonly Atom[])
      group(groupOf(atom.split('.')[0] as Kind, criterion.stack)).atoms.add(atom); // see kindsOf
    for (const name of groupsOf(criterion)) {
      for (const ask of asksOf(criterion, kindOf(name))) group(name).asks.set(JSON.stringify(ask), ask);
    }
  }
  if (groups.has('run')) group('run').atoms.add('run.command').add('run.state'); // how to repeat it, and whether it lived
  const wantsImage = [...groups.keys()].some((name) => BUILT.has(kindOf(name)));
  if (wantsImage && target.folder !== null) group('build').atoms.add('build.outcome');
  if (groups.has('build')) group('dockerfile').atoms.add('dockerfile.bases'); // a record says what was built on
  return [...groups].map(([name, { atoms, asks }]) => ({
    group: name,
    kind: kindOf(name),
    target: targetOf(target, name),
    atoms: [...atoms].sort(),
    asks: [...asks.values()],
  }));
}
