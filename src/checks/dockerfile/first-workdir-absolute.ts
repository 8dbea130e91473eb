import type { StageBase } from '../../domain/index.ts';
import { isWindows, startsAtRoot } from './base-environment.ts';
import { editOf, fixOf, inStages } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting, type TextEdit } from './rule.ts';
import { eachInScope, isBegunByBase, type StageScope } from './stage-scope.ts';

/** The WORKDIR that comes first in each stage, where none of the stages below has one. */
function firstOnes(source: ParsedDockerfile): readonly StageScope[] {
  const first = new Map<number, StageScope>();
  eachInScope(source, (scope) => {
    const { instruction, stage } = scope;
    if (instruction.keyword === 'WORKDIR' && !first.has(stage.index)) first.set(stage.index, scope);
  });
  const isSet = new Set<number>();
  return source.stages.flatMap(({ base, index }) => {
    const own = first.get(index);
    const isBelow = base.kind === 'stage' && isSet.has(base.index);
    if (own || isBelow) isSet.add(index);
    return own && !isBelow ? [own] : [];
  });
}

/** The image that a stage begins with, through the stages of this file. */
function bottomOf(source: ParsedDockerfile): ReadonlyMap<number, StageBase> {
  const bottoms = new Map<number, StageBase>();
  for (const { base, index } of source.stages)
    bottoms.set(index, (base.kind === 'stage' ? bottoms.get(base.index) : base) ?? base);
  return bottoms;
}

function find(source: ParsedDockerfile): readonly Sighting[] {
  const bottoms = bottomOf(source);
  return firstOnes(source).flatMap(({ stage, instruction, words: [word], isBaseKnown }) => {
    const bottom = bottoms.get(stage.index) ?? stage.base;
    if (!word || word.value.startsWith('/') || isBegunByBase(word) || (!isBaseKnown && word.unmatched.size > 0))
      return [];
    if (isWindows(bottom) && /^(?:[A-Za-z]:)?[\\/]/.test(word.value)) return [];
    const message = `\`${word.value}\` is relative to whatever the base image leaves as working directory`;
    const edits = startsAtRoot(bottom) ? rooted(source, instruction) : [];
    return [{ ...sighting(instruction, message), ...fixOf('Begin at the root', edits) }];
  });
}

function rooted(source: ParsedDockerfile, { rest, argsAt }: Instruction): readonly TextEdit[] {
  const isPlain = /^[\w.][\w./-]*$/.test(rest) && !rest.split('/').includes('..');
  return isPlain ? editOf(source, argsAt[0], rest, `/${rest}`) : [];
}

// Stands beside DL3000, which objects to every relative WORKDIR.
export default defineRule({
  id: 'dockerfile/first-workdir-absolute',
  title: 'The first WORKDIR of a stage is absolute',
  why: 'A relative one begins where the base image left off: a newer base with another working directory moves everything.',
  remedy: 'Begin with `/`: `WORKDIR /app`.',
  references: ['https://docs.docker.com/reference/build-checks/workdir-relative-path/'],
  aliases: ['WorkdirRelativePath'],
  severity: 'warning',
  reason: 'relative-workdir',
  good: 'FROM node:22\nWORKDIR /app\nWORKDIR src\n',
  bad: 'FROM scratch\nWORKDIR planted',
  looksAt: (source) => inStages(source, 'WORKDIR'),
  find,
});
