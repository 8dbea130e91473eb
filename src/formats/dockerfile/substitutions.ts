import type { Instruction, ParsedDockerfile, ParseProblem } from '../../domain/index.ts';
import { expand, type Expansion, isOwnBound } from './expand.ts';
import { assignmentsOf } from './instruction.ts';
import { refusalOf } from './refusals.ts';
import { eachInStages, type Scope } from './scope.ts';
import type { BuildArguments } from './stages.ts';

const EXPANDED_FLAGS = ['chown', 'chmod', 'checksum', 'mount'];
const MOST_CHARACTERS = 64_000_000; // of values in all: a file that wants more was made to be slow

/**
 * Substitutions that the builder cannot carry out in the stages that are `reached`, as a target needs them: `${A!}`, a quote that nothing closes. What
 * is not set is left alone: a base image or a build argument may set it.
 */
export function substitutionFaults(
  parsed: ParsedDockerfile,
  reached: ReadonlySet<number>,
  args: BuildArguments,
): ParseProblem[] {
  const { stages, escape } = parsed;
  const problems: ParseProblem[] = [];
  const known = new Set<string>();
  const budget = { left: MOST_CHARACTERS };
  const wanted = stages.filter(({ index }) => reached.has(index));
  const givable = new Set(stages.flatMap(({ body }) => body.flatMap(namesDeclared)));
  eachInStages(parsed, wanted, args, (instruction, scope) => {
    const fault = faultOf(instruction, scope, { escape, budget, args, givable });
    if (fault === null) return;
    const { at, keyword } = instruction;
    const key = `${at.startLine} ${at.startOffset ?? ''}`; // a trigger is run by every stage above
    if (!known.has(key)) problems.push({ code: 'bad-substitution', message: `${keyword} ${fault}`, at });
    known.add(key);
  });
  return problems;
}

interface Ways {
  readonly escape: '\\' | '`';
  readonly budget: { left: number };
  readonly args: BuildArguments;
  /** What a build argument may set: every name that an ARG of a stage declares. */
  readonly givable: ReadonlySet<string>;
}

function namesDeclared(instruction: Instruction): readonly string[] {
  const { keyword, inner } = instruction;
  if (keyword === 'ARG') return assignmentsOf(instruction).map(({ name }) => name);
  return inner ? namesDeclared(inner) : [];
}

function faultOf(instruction: Instruction, scope: Scope, ways: Ways): string | null {
  for (const word of wordsOf(instruction, ways.args)) {
    if (ways.budget.left < 0) return null;
    const { fault } = expandKnown(word, scope, ways);
    if (fault !== null && !isOwnBound(fault)) return `${word}: ${fault}`;
  }
  const workdir = scope.workdir ?? (scope.isFromNothing ? '/' : null);
  return refusalOf(instruction, workdir, (word) => {
    const { value, fault, unmatched } = expandKnown(word, scope, ways);
    return fault === null && (unmatched.size === 0 || isCertain(unmatched, scope, ways)) ? value : null;
  });
}

/** Filled in, but for what a base image or a build argument may set. */
function expandKnown(word: string, scope: Scope, ways: Ways): Expansion {
  const { escape, budget } = ways;
  const kept = expand(word, scope.variables, { escape, budget, unset: 'keep' });
  if (kept.unmatched.size === 0 || !isCertain(kept.unmatched, scope, ways)) return kept;
  return expand(word, scope.variables, { escape, budget });
}

/** Nothing could set any of these. */
function isCertain(unset: ReadonlySet<string>, { isFromNothing }: Scope, { givable }: Ways): boolean {
  return isFromNothing && [...unset].every((name) => !givable.has(name));
}

/** Every word that is expanded of an instruction; of an ARG the values that are not given. */
function wordsOf(instruction: Instruction, args: BuildArguments): readonly string[] {
  if (instruction.keyword !== 'ARG') return wordsExpandedIn(instruction);
  return assignmentsOf(instruction).flatMap(({ name, value }) =>
    value === null || Object.hasOwn(args, name) ? [] : [value],
  );
}

/** The words that the builder expands: none of RUN's command, CMD, ENTRYPOINT, and of ARG, which sees those before it. */
export function wordsExpandedIn(instruction: Instruction): readonly string[] {
  const { keyword, args, rest } = instruction;
  const flags = instruction.flags.flatMap(({ name, value }) => (value && EXPANDED_FLAGS.includes(name) ? [value] : []));
  switch (keyword) {
    case 'ENV':
    case 'LABEL':
      return assignmentsOf(instruction).flatMap(({ name, value }) => [name, value ?? '']);
    case 'WORKDIR':
    case 'USER':
    case 'STOPSIGNAL':
      return [rest];
    case 'EXPOSE':
    case 'VOLUME':
      return args;
    case 'ADD':
    case 'COPY':
      return [...flags, ...args];
    default:
      return keyword === 'RUN' ? flags : [];
  }
}
