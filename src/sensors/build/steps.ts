import type {
  BuildOutcome,
  BuildRun,
  BuildStep,
  BuildVertex,
  DockerfileFacts,
  Instruction,
  Stage,
} from '../../domain/index.ts';

/** The instruction that a step of the builder carries out. */
export interface Located {
  readonly stage: Stage;
  readonly instruction: Instruction | null;
  readonly number: number;
}

const NUMBERED = ['RUN', 'COPY', 'ADD', 'WORKDIR']; // BuildKit counts these, and FROM of an image

/** How the builder names a stage that has no name. */
export function stageLabel({ name, index }: Pick<Stage, 'name' | 'index'>): string {
  return name ?? `stage-${index}`;
}

/** Finds the instruction by the builder's name for a step: `[builder 3/7] RUN npm ci`. */
export function locate(name: string, { stages, target }: DockerfileFacts): Located | null {
  const [, words = '', number, total, text = ''] = /^\[(.*?)\s*(\d+)\/(\d+)\] (.*)$/s.exec(name) ?? [];
  if (number === undefined || total === undefined) return null;
  const label = words.split(' ').findLast((word) => word !== '' && !word.includes('/')); // platforms have a slash
  const stage = label === undefined ? target : stageNamed(label, stages);
  return (
    stage && { stage, number: Number(number), instruction: instructionAt(stage, Number(number), Number(total), text) }
  );
}

/** Podman numbers stages that have names, too. */
function stageNamed(label: string, stages: readonly Stage[]): Stage | null {
  const index = Number(/^stage-(\d+)$/.exec(label)?.[1] ?? -1);
  return stages.findLast((it) => stageLabel(it) === label) ?? stages[index] ?? null;
}

/** Counted from the end, since triggers of an unknown base may stand in front. */
function instructionAt(stage: Stage, number: number, total: number, text: string): Instruction | null {
  const keyword = /^\w+/.exec(text)?.[0].toUpperCase() ?? '';
  if (keyword === 'FROM') return stage.from;
  const counted = stage.body.filter((it) => NUMBERED.includes(it.keyword));
  const byBuildKit = counted[counted.length - 1 - (total - number)];
  const byPodman = stage.body[stage.body.length - 1 - (total - number)]; // counts every instruction
  if (byBuildKit?.keyword === keyword && total <= counted.length + 1) return byBuildKit;
  if (byPodman?.keyword === keyword) return byPodman;
  return byBuildKit?.keyword === keyword
    ? byBuildKit
    : (stage.body.find((it) => oneLine(it.text) === oneLine(text)) ?? null);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** One run of the builder in the Dockerfile's order: what precedes the stages, the stages, what follows. */
export function runOf({ elapsedMs, vertexes }: BuildOutcome, dockerfile: DockerfileFacts): BuildRun {
  const placed = vertexes.map((vertex) => ({ vertex, located: locate(vertex.name, dockerfile) }));
  const rank = ({ vertex, located }: (typeof placed)[number]): number =>
    located ? located.stage.index * 10_000 + located.number : /^\[(?:internal|auth)/.test(vertex.name) ? -1 : 1e9;
  const sorted = placed.toSorted((a, b) => rank(a) - rank(b));
  return {
    elapsedMs: Math.round(elapsedMs),
    pullMs: Math.round(pullMsOf(vertexes)),
    steps: sorted.map(({ vertex, located }) => stepOf(vertex, located)),
  };
}

function stepOf({ name, cached, startedMs, completedMs }: BuildVertex, located: Located | null): BuildStep {
  return {
    name,
    stage: located ? stageLabel(located.stage) : null,
    instruction: located?.instruction?.text ?? null,
    at: located?.instruction?.at ?? null,
    cached,
    elapsedMs: startedMs === null || completedMs === null ? 0 : Math.round(completedMs - startedMs),
  };
}

const PULL = /load metadata for |resolve image config for |^(?:\[[^\]]*\] )?FROM |^(?:\[[^\]]*\] )?docker-image:\/\//;

/** Whether a step resolves or fetches an image. */
export function isPull(name: string): boolean {
  return PULL.test(name);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The time in which images were fetched and nothing else went on. */
function pullMsOf(vertexes: readonly BuildVertex[]): number {
  const spans = (wanted: boolean): Span[] =>
    vertexes.flatMap(({ name, startedMs: from, completedMs: to }) =>
      from !== null && to !== null && to > from && isPull(name) === wanted ? [{ from, to }] : [],
    );
  const work = spans(false).filter(({ to, from }) => to - from > 0);
  const edges = [...new Set([...spans(true), ...work].flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const pulls = spans(true);
  const covers = (all: readonly Span[], from: number, to: number): boolean =>
    all.some((it) => it.from <= from && it.to >= to);
  return edges.slice(1).reduce((sum, to, at) => {
    const from = edges[at] ?? to;
    return covers(pulls, from, to) && !covers(work, from, to) ? sum + to - from : sum;
  }, 0);
}
