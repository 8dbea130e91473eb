import type { DockerfileFacts, Saving } from '../../../../domain/index.ts';
import { humanize } from '../../../../formats/index.ts';
import { bytesOf, largestPaths, type Taken } from './taken.ts';

const NAMED = 4;

/** What another base would spare: no edit of what stands above it can. Null where there is nothing. */
export function baseSaving(taken: readonly Taken[], dockerfile: DockerfileFacts | null): Saving | null {
  const [first] = taken;
  if (!first) return null;
  const byKind = new Map<string, number>();
  for (const { rule, bytes } of taken) byKind.set(rule.kind, (byKind.get(rule.kind) ?? 0) + bytes);
  const largest = [...byKind]
    .map(([kind, bytes]) => ({ kind, bytes }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, NAMED)
    .map(({ kind, bytes }) => `${kind} ${humanize(bytes, 'B')}`);
  const from = rootOf(dockerfile);
  return {
    kind: 'base-image',
    title: `in the base image${from === null ? '' : ` ${from.reference}`}: ${largest.join(', ')}`,
    bytes: bytesOf(taken),
    files: taken.length,
    paths: largestPaths(taken),
    edit: `Start from a base without them (slim, distroless, or your own)${from === null ? '' : ` in line ${from.at.startLine}`}; deleting them in a later layer saves nothing`,
    at: from?.at ?? null,
    risk: 'Another base brings other libraries and other versions',
    confidence: 'heuristic',
    inBase: true,
    trial: null,
  };
}

function rootOf(dockerfile: DockerfileFacts | null) {
  if (!dockerfile?.target) return null;
  let stage = dockerfile.target;
  for (let { base } = stage; base.kind === 'stage'; { base } = stage) {
    const below = dockerfile.stages[base.index];
    if (!below) return null;
    stage = below;
  }
  return stage.base.kind === 'image' ? { reference: stage.base.reference, at: stage.from.at } : null;
}
