import type { DockerfileFacts, Instruction, Place } from '../../domain/index.ts';
import { eachInStages, expand, flagValue, mountsOf, reachableFrom } from '../../formats/dockerfile/index.ts';
import { joinPath } from '../../formats/ignorefile/index.ts';

/** A path of the context that a reachable stage asks for. */
export interface Wanted {
  /** As written, expanded. */
  readonly source: string;
  /** Relative to the context root, `''` for all of it; what climbs out is clamped, as the builder does. */
  readonly path: string;
  readonly at: Place;
  readonly stage: number;
}

/** Sources of COPY, ADD and bind mounts that come from the context, over the stages that the target needs. */
export function wantedOf(facts: DockerfileFacts | null, args: Readonly<Record<string, string>>): Wanted[] {
  if (facts === null) return [];
  const { source: parsed, stages, target } = facts;
  const reached = reachableFrom(stages, target);
  const wanted: Wanted[] = [];
  const asked = stages.filter(({ index }) => reached.has(index));
  eachInStages(parsed, asked, args, (instruction, { variables }, { index }) => {
    const expanded = (word: string): string => expand(word, variables, { escape: parsed.escape }).value;
    for (const source of sourcesOf(instruction).map(expanded)) {
      if (instruction.keyword === 'ADD' && isRemote(source)) continue;
      wanted.push({ source, path: joinPath('/', source).slice(1), at: instruction.at, stage: index });
    }
  });
  return wanted.sort((left, right) => left.stage - right.stage);
}

function sourcesOf(instruction: Instruction): string[] {
  switch (instruction.keyword) {
    case 'COPY':
      return flagValue(instruction, 'from') === null ? localSources(instruction) : [];
    case 'ADD':
      return localSources(instruction);
    case 'RUN':
      return mountsOf(instruction).flatMap(({ type, from, source }) =>
        type === 'bind' && from === null ? [source ?? '.'] : [],
      );
    default:
      return [];
  }
}

function localSources({ args, heredocs }: Instruction): string[] {
  return args.slice(0, -1).filter((word) => !(heredocs.length > 0 && /^\d*<<-?\S/.test(word)));
}

function isRemote(source: string): boolean {
  return /^(?:https?|git|ssh):\/\/|^[\w.-]+@[\w.-]+:/.test(source);
}
