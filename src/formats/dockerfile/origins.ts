import type { Instruction, ParsedDockerfile, ParseProblem, Stage } from '../../domain/index.ts';
import { triggersOf } from './scope.ts';
import { parseReference } from '../reference/index.ts';
import { mountsOf } from './instruction.ts';
import { sourcesOutside } from './stages.ts';

/** What an instruction takes from, as the builder looks for it: by number in COPY only, else the last stage of the name. */
interface Origin {
  readonly to: number;
  readonly instruction: Instruction;
}

const NUMBER = /^[-+]?\d+$/;

/**
 * What cannot be taken from: a number that no stage has, a circle of stages, which the builder refuses wherever they stand; and
 * a stage that is defined below and a name that no image can have, which it refuses in those that are `reached`, as a target
 * needs them.
 */
export function originFaults({ stages }: ParsedDockerfile, reached: ReadonlySet<number>): ParseProblem[] {
  const byName = new Map(stages.flatMap(({ name, index }) => (name === null ? [] : [[name, index] as const])));
  const origins = stages.map((stage) => originsOf(stages, stage, byName));
  const beyond = origins.flat().filter(({ to }) => to < 0 || to >= stages.length);
  if (beyond.length > 0) return beyond.map(({ to, instruction }) => noStage(to, stages.length, instruction));
  const circles = circlesIn(stages, origins);
  const unknown = stages.filter(({ index }) => reached.has(index)).flatMap((stage) => unnamable(stage, byName));
  const misplaced = stages.flatMap(({ index }) =>
    (origins[index] ?? []).flatMap(({ to, instruction }): ParseProblem[] => {
      if (to < index) return [];
      const name = stages[to]?.name ?? String(to);
      if (circles[to] === circles[index])
        return [problem('stage-circle', `stage ${name} is made from what is made from it`, instruction)];
      return reached.has(index) ? [problem('stage-below', `stage ${name} is defined below`, instruction)] : [];
    }),
  );
  return [...unknown, ...misplaced];
}

function originsOf(
  stages: readonly Stage[],
  { base, body, name }: Stage,
  byName: ReadonlyMap<string, number>,
): Origin[] {
  const triggers = triggersOf(base.kind === 'stage' ? (stages[base.index] ?? null) : null);
  const own = body.filter(({ keyword }) => keyword !== 'ONBUILD');
  return [...triggers, ...own].flatMap((instruction) =>
    [...sourcesOutside(instruction), ...fromNothing(instruction, name)].flatMap(({ from }): Origin[] => {
      const isNumber = instruction.keyword === 'COPY' && NUMBER.test(from);
      const to = isNumber ? Number(from) : byName.get(from.toLowerCase());
      return to === undefined ? [] : [{ to, instruction }];
    }),
  );
}

/** A mount that names no stage is taken from `scratch`, also within a stage that has this name. */
function fromNothing(instruction: Instruction, stage: string | null): readonly { readonly from: string }[] {
  if (stage !== 'scratch' || instruction.keyword !== 'RUN') return [];
  return mountsOf(instruction).some(({ from }) => from === null) ? [{ from: 'scratch' }] : [];
}

/** What no stage has as name, and no image can have. */
function unnamable({ body }: Stage, byName: ReadonlyMap<string, number>): readonly ParseProblem[] {
  return body.flatMap((instruction) =>
    instruction.keyword === 'ONBUILD'
      ? []
      : sourcesOutside(instruction)
          .filter(({ from }) => !from.includes('$') && !NUMBER.test(from) && !byName.has(from.toLowerCase()))
          .filter(({ from }) => parseReference(from) === null)
          .map(({ from }) => problem('bad-reference', `\`${from}\` is no stage and no image`, instruction)),
  );
}

/** The circle that each stage is part of, as a number; stages of the same number can be reached from each other (Tarjan). */
function circlesIn(stages: readonly Stage[], origins: readonly (readonly Origin[])[]): readonly number[] {
  const next = stages.map(({ base, index }) => [
    ...(base.kind === 'stage' ? [base.index] : []),
    ...(origins[index] ?? []).map(({ to }) => to),
  ]);
  const order = stages.map(() => -1);
  const lowest = stages.map(() => -1);
  const circle = stages.map(() => -1);
  const open: number[] = [];
  let met = 0;
  for (const { index } of stages) {
    const path = order[index] === -1 ? [{ at: index, child: 0 }] : [];
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const { at, child } = step;
      if (child === 0) {
        order[at] = lowest[at] = met++;
        open.push(at);
      }
      const to = next[at]?.[child];
      step.child += 1;
      if (to === undefined) {
        path.pop();
        const above = path.at(-1)?.at;
        if (above !== undefined) lowest[above] = Math.min(lowest[above] ?? 0, lowest[at] ?? 0);
        if (lowest[at] !== order[at]) continue;
        for (const one of open.splice(open.lastIndexOf(at))) circle[one] = at;
      } else if (order[to] === -1) path.push({ at: to, child: 0 });
      else if (circle[to] === -1) lowest[at] = Math.min(lowest[at] ?? 0, order[to] ?? 0);
    }
  }
  return circle;
}

function noStage(number: number, count: number, instruction: Instruction): ParseProblem {
  const known = count === 1 ? 'there is only 0' : `they go from 0 to ${count - 1}`;
  return problem('no-stage', `there is no stage ${number}: ${known}`, instruction);
}

function problem(code: string, message: string, { keyword, at }: Instruction): ParseProblem {
  return { code, message: `${keyword} cannot take from there: ${message}`, at };
}
