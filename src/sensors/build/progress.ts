import type { BuildVertex, DockerfileFacts, Ports } from '../../domain/index.ts';
import { reachableFrom } from '../../formats/index.ts';
import { locate, stageLabel } from './steps.ts';

const LONGEST_DETAIL = 100;
const STEPS = ['RUN', 'COPY', 'ADD', 'WORKDIR'];

/** Tells how a build goes on: which step begins, and the share of the steps that are done. */
export function progressOf(
  { onEvent }: Ports,
  dockerfile: DockerfileFacts,
  what: string,
): (vertex: BuildVertex) => void {
  const reached = reachableFrom(dockerfile.stages, dockerfile.target);
  const total = dockerfile.stages
    .filter(({ index }) => reached.has(index))
    .reduce((sum, { body }) => sum + body.filter(({ keyword }) => STEPS.includes(keyword)).length, 0);
  const begun = new Set<string>();
  const done = new Set<string>();
  return (vertex) => {
    const located = locate(vertex.name, dockerfile);
    const counts = located?.instruction && located.instruction !== located.stage.from;
    if (counts && (vertex.completedMs !== null || vertex.cached)) done.add(vertex.digest);
    if (vertex.startedMs === null || vertex.cached || begun.has(vertex.digest)) return;
    begun.add(vertex.digest);
    const step = located
      ? `stage ${stageLabel(located.stage)} ${vertex.name.replace(/^\[.*?(\d+\/\d+)\] /s, '$1 ')}`
      : vertex.name;
    const detail = `${what}: ${step.replace(/\s+/g, ' ')}`.slice(0, LONGEST_DETAIL);
    onEvent({
      kind: 'work-progress',
      id: 'build',
      detail,
      ...(total > 0 ? { share: Math.min(1, done.size / total) } : {}),
    });
  };
}
