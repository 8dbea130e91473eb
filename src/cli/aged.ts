import {
  type Criteria,
  type Criterion,
  type EvidenceRecord,
  type Inputs,
  imageId,
  type Ports,
  type Target,
  type Tick,
} from '../domain/index.ts';
import { canonicalJson } from '../formats/index.ts';
import { currencyOf } from '../record/index.ts';
import { type Plan, planFor, type Planned } from '../verify/index.ts';
import type { Aged } from './status-text.ts';

type Asked = Pick<EvidenceRecord, 'ticks' | 'inputs'>;

/** What became of a record's ticks, by the inputs that can be named without an engine. Starts nothing. */
export async function agedTicks(
  { ticks, inputs }: Asked,
  target: Target,
  criteria: Criteria,
  ports: Ports,
): Promise<Aged[]> {
  const asked = (at: Target) => planFor(at, criteria, ports, { last: null, noCache: true, accept: () => false });
  const plain = await asked(target);
  // A tick that was judged on a built image is asked about that image: whether it would be built again, the build's inputs say.
  const onImage = target.folder !== null && inputs.image ? await asked(withImage(target, inputs.image)) : plain;
  const [byPlain, byImage] = [plannedById(plain), plannedById(onImage)];
  const built = inputs.build ?? {};
  const buildMoved = plain.buildInputs ? movedAmong(built, plain.buildInputs) : Object.keys(built); // what cannot be read any more is not what it was
  const nowMs = ports.clock.now();
  return ticks.map((tick) => {
    const isOnImage = tick.inputs['image.id'] !== undefined;
    const planned = (isOnImage ? byImage : byPlain).get(tick.criterion.id);
    return agedOf(tick, planned, isOnImage ? buildMoved : [], nowMs);
  });
}

const plannedById = ({ planned }: Plan) => new Map(planned.map((it) => [it.criterion.id, it]));

function withImage(target: Target, image: NonNullable<EvidenceRecord['inputs']['image']>): Target {
  return { ...target, builtId: imageId(image.imageId), builtDiffIds: image.diffIds };
}

/** Inputs that nobody can name here (an image of an engine, the engine) are as they were while the build's own are. */
function agedOf(tick: Tick, planned: Planned | undefined, buildMoved: readonly string[], nowMs: number): Aged {
  if (!planned || !isSameQuestion(tick, planned.criterion)) return { tick, currency: 'stale', moved: ['criteria'] };
  const moved = [...movedAmong(tick.inputs, planned.inputs ?? {}), ...buildMoved];
  if (moved.length > 0) return { tick, currency: 'stale', moved: [...new Set(moved)].sort() };
  return { tick, ...currencyOf(tick, null, nowMs) };
}

function isSameQuestion({ criterion: then }: Tick, { check, params, stack }: Criterion): boolean {
  return then.version === check.version && then.stack === stack && canonicalJson(then.params) === canonicalJson(params);
}

/** Of the inputs that can be named now, those that are not what they were. */
function movedAmong(then: Inputs, now: Inputs): string[] {
  return Object.keys(now).filter((name) => now[name] !== then[name]);
}
