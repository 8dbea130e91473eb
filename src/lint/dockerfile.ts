import { type Atom, type DockerfileFacts, type LintFinding, type Place, type SeenFacts } from '../domain/index.ts';
import { lastNotAbove, type Pragmas, pragmasOf } from '../formats/lint-pragmas/index.ts';
import { commentFaults } from './comments.ts';
import { arranged, findingsOf } from './findings.ts';
import type { LintPlan, LintRule } from './plan.ts';

/** A Dockerfile to be looked at, and what gathers the facts of the folder that it is built in. */
export interface DockerfileToLint {
  readonly dockerfile: DockerfileFacts;
  /** Null where there is no folder: standard input. */
  readonly context: ((atoms: readonly Atom[]) => SeenFacts['context']) | null;
  /** What stands in for the file's own `check=`. */
  readonly checkOptions?: string | undefined;
}

/** Everything that the plan's checks object to in a Dockerfile, less what its comments switch off. Pure. */
export function lintDockerfile(plan: LintPlan, input: DockerfileToLint): readonly LintFinding[] {
  return lookAtDockerfile(plan, input)([]);
}

/** The same, to be put together with what programs beside us find. */
export function lookAtDockerfile(
  plan: LintPlan,
  { dockerfile, context, checkOptions }: DockerfileToLint,
): (more: readonly LintFinding[]) => readonly LintFinding[] {
  const { source } = dockerfile;
  const pragmas = pragmasOf(source, { withoutHadolint: plan.withoutHadolintPragmas, checkOptions });
  const rules = plan.rules.filter((rule) => isAsked(rule, pragmas) && canBeAsked(rule, context !== null));
  const atoms = [...new Set(rules.flatMap(({ ofContext }) => ofContext ?? []))];
  const facts: SeenFacts = {
    dockerfile,
    ...(context && atoms.length > 0 ? { context: context(atoms) ?? {} } : {}),
  };
  const top: Place = { file: source.file, startLine: 1, endLine: 1 };
  const found = rules.flatMap((rule) => findingsOf(rule, facts, top));
  const lineOf = firstLines(source);
  return (more) => {
    const kept = [...found, ...more].filter((it) => isUnavoidable(it) || !pragmas.ignores(it, it.at));
    const placed = kept.map((it) => ({ ...weighed(it, pragmas), instructionLine: lineOf(it.at.startLine) }));
    return arranged([...placed, ...commentFaults(pragmas, plan, source.file)], plan);
  };
}

/** The first line of the instruction around a line. */
function firstLines({ instructions }: DockerfileFacts['source']): (line: number) => number {
  const lines = instructions.map(({ at }) => at.startLine);
  return (line) => {
    const around = instructions[lastNotAbove(lines, line)];
    return around && line <= around.at.endLine ? around.at.startLine : line;
  };
}

function isAsked({ onRequest, check }: LintRule, pragmas: Pragmas): boolean {
  return pragmas.asksFor(check) || !onRequest;
}

/** Where the folder is not known, nothing is asked about it. */
function canBeAsked({ ofContext }: LintRule, hasContext: boolean): boolean {
  return ofContext !== null && (hasContext || ofContext.length === 0);
}

/** What cannot be read cannot be waved through. */
const isUnavoidable = ({ aliases }: LintFinding): boolean => aliases.includes('DL1000');

/** With `check=error=true` a warning of BuildKit's fails the build. */
function weighed(it: LintFinding, { isError }: Pragmas): LintFinding {
  return isError && it.aliases.some((alias) => /^[A-Z][a-zA-Z]+$/.test(alias)) ? { ...it, severity: 'error' } : it;
}
