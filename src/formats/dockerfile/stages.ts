import type { Instruction, ParseProblem, Stage, StageBase } from '../../domain/index.ts';
import { type Environment, expand, type Expansion, isOwnBound } from './expand.ts';
import { parseReference } from '../reference/index.ts';
import { assignmentsOf, flagValue, mountsOf } from './instruction.ts';
import { lastNotAbove } from '../sorted.ts';
import { readPlatform } from './platform.ts';

export interface StageGraph {
  readonly globals: readonly Instruction[];
  readonly stages: readonly Stage[];
  readonly problems: readonly ParseProblem[];
}

export interface BuildArguments {
  readonly [name: string]: string;
}

/** Groups instructions into stages and resolves what each FROM names, with the global ARGs and the given build arguments. */
export function stagesOf(instructions: readonly Instruction[], escape: '\\' | '`', args: BuildArguments): StageGraph {
  const problems: ParseProblem[] = [];
  const first = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  const before = first < 0 ? instructions : instructions.slice(0, first);
  const globals = before.filter(({ keyword }) => keyword === 'ARG');
  for (const { keyword, at } of before.filter((it) => it.keyword !== 'ARG')) {
    problems.push({
      code: 'no-stage',
      message: `no build stage in current context: ${keyword} stands before the first FROM`,
      at,
    });
  }
  const environment = globalEnvironment(globals, escape, args, (message, { at }) =>
    problems.push({ code: 'bad-substitution', message, at }),
  );
  const declared = declaredForFrom(globals, environment);
  const stages: Stage[] = [];
  const named = new Map<string, number>();
  for (const [from, ...body] of first < 0 ? [] : groups(instructions.slice(first))) {
    if (!from) continue;
    const stage = stageOf(stages.length, named, from, body, escape, { environment, declared }, problems);
    const fault = platformFault(from, escape, environment, declared);
    if (fault !== null) problems.push({ code: 'bad-platform', message: fault, at: from.at });
    if (stage.name !== null) named.set(stage.name, stage.index); // of two with one name the later counts
    stages.push(stage);
  }
  const [only] = globals;
  if (first < 0 && only && problems.length === 0) {
    problems.push({ code: 'no-stage', message: 'the Dockerfile has no build stage: it needs a FROM', at: only.at });
  }
  return { globals, stages, problems };
}

function groups(instructions: readonly Instruction[]): Instruction[][] {
  const found: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') found.push([instruction]);
    else found.at(-1)?.push(instruction);
  }
  return found;
}

function stageOf(
  index: number,
  named: ReadonlyMap<string, number>,
  from: Instruction,
  body: readonly Instruction[],
  escape: '\\' | '`',
  { environment, declared }: { readonly environment: Environment; readonly declared: ReadonlySet<string> },
  problems: ParseProblem[],
): Stage {
  const [written = '', as = '', name] = from.args;
  const base = expand(written, environment, { escape });
  const platform = flagValue(from, 'platform');
  const at = baseOf(named, base.value);
  const fault = baseFault(written, base, at, declared);
  if (fault) problems.push({ ...fault, at: from.at });
  return {
    index,
    name: as.toLowerCase() === 'as' && name !== undefined ? name.toLowerCase() : null,
    base: at,
    platform: platform === null ? null : expand(platform, environment, { escape }).value,
    from,
    body,
    at: { ...from.at, ...endOf(body.at(-1) ?? from) },
  };
}

/** Why nothing can be begun from a base; a reference that lacks a variable is left, which a build argument may give. */
function baseFault(
  written: string,
  { value, fault, unmatched }: Expansion,
  base: StageBase,
  declared: ReadonlySet<string>,
): Omit<ParseProblem, 'at'> | null {
  if (fault !== null) return { code: 'bad-substitution', message: `FROM ${written}: ${fault}` };
  if (value === '') return { code: 'base-blank', message: `base name (${written}) should not be blank` };
  const undeclared = [...unmatched].find((name) => !declared.has(name));
  const isOpen = [...unmatched].some((name) => declared.has(name));
  if (base.kind !== 'image' || isOpen || parseReference(value)) return null;
  const why = undeclared === undefined ? '' : `, and no ARG above declares ${undeclared}`;
  return {
    code: 'bad-reference',
    message: `failed to parse stage name "${value}": it names no stage above and no image${why}`,
  };
}

/** What the builder says of a platform that no build argument can mend. */
function platformFault(
  from: Instruction,
  escape: '\\' | '`',
  environment: Environment,
  declared: ReadonlySet<string>,
): string | null {
  const written = flagValue(from, 'platform');
  if (written === null || written === '') return null;
  const { value, fault, matched, unmatched } = expand(written, environment, { escape });
  const isGiven = matched.size + unmatched.size > 0 && [...unmatched].every((name) => declared.has(name));
  if (fault !== null || isGiven || readPlatform(value)) return null;
  return value === '' ? `empty platform value from expression ${written}` : `failed to parse platform ${written}`;
}

/** Names that a FROM may use: global ARGs, with or without a value, and what the builder declares by itself. */
export function declaredForFrom(globals: readonly Instruction[], environment: Environment): ReadonlySet<string> {
  return new Set([
    ...environment.keys(),
    'BUILDOSVERSION',
    'TARGETOSVERSION',
    'TARGETSTAGE',
    ...globals.flatMap(assignmentsOf).map(({ name }) => name),
  ]);
}

function endOf({ at: { endLine, endColumn, endOffset } }: Instruction) {
  return {
    endLine,
    ...(endColumn === undefined ? {} : { endColumn }),
    ...(endOffset === undefined ? {} : { endOffset }),
  };
}

/** A stage is named in small letters, however it was written after AS: `FROM Base` means an image. */
function baseOf(named: ReadonlyMap<string, number>, reference: string): StageBase {
  const index = named.get(reference);
  if (index !== undefined) return { kind: 'stage', index, name: reference };
  return reference === 'scratch' ? { kind: 'scratch' } : { kind: 'image', reference };
}

/** What BuildKit declares by itself before the first FROM, for the platform that is asked for. */
export function platformArguments(platform = 'linux/amd64'): ReadonlyMap<string, string> {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return new Map(
    ['BUILD', 'TARGET'].flatMap((side) => [
      [`${side}PLATFORM`, platform],
      [`${side}OS`, os],
      [`${side}ARCH`, architecture],
      [`${side}VARIANT`, variant],
    ]),
  );
}

const PLATFORM = platformArguments();
const MOST_CHARACTERS = 16_000_000; // of values that global ARGs take from each other

/**
 * What FROM can use: built-in platform values, and the global ARGs with the given values or their defaults. `refuse` is told of
 * those that no build argument can mend.
 */
export function globalEnvironment(
  globals: readonly Instruction[],
  escape: '\\' | '`',
  args: BuildArguments,
  refuse?: (message: string, arg: Instruction) => void,
): Map<string, string> {
  const environment = new Map([...PLATFORM, ...Object.entries(args).filter(([name]) => isPlatformName(name))]);
  const budget = { left: MOST_CHARACTERS };
  const declared = new Set<string>();
  for (const arg of globals)
    for (const { name, value } of assignmentsOf(arg)) {
      const given = Object.hasOwn(args, name) ? args[name] : undefined;
      if (given !== undefined) environment.set(name, given);
      else if (value !== null) {
        const { value: known, fault, unmatched } = expand(value, environment, { escape, budget });
        environment.set(name, known);
        const isOpen = [...unmatched].some((it) => declared.has(it)); // a build argument may set it
        if (fault !== null && !isOpen && !isOwnBound(fault)) refuse?.(`ARG ${value}: ${fault}`, arg);
      }
      declared.add(name);
    }
  return environment;
}

function isPlatformName(name: string): boolean {
  return /^(BUILD|TARGET)(PLATFORM|OS|ARCH|VARIANT)$/.test(name);
}

/** The stage that `--target` names (no number counts); the last without a target; null when there is none of that name. */
export function targetStage(stages: readonly Stage[], target: string | null): Stage | null {
  if (target === null || target === '') return stages.at(-1) ?? null;
  return stages.findLast(({ name }) => name === target.toLowerCase()) ?? null;
}

/** The earlier stage that a `--from` or a mount's `from` means; null for an image or another context. */
export function stageNamed(stages: readonly Stage[], from: string, before: number): Stage | null {
  const indexes = indexesByName(stages).get(from.toLowerCase()) ?? [];
  const named = stages[indexes[lastNotAbove(indexes, before - 1)] ?? -1];
  if (named) return named;
  return /^\d+$/.test(from) && Number(from) < before ? (stages[Number(from)] ?? null) : null;
}

const known = new WeakMap<readonly Stage[], ReadonlyMap<string, readonly number[]>>();

/** Where stages of a name stand, in the order of the file; read once, for every COPY may ask. */
function indexesByName(stages: readonly Stage[]): ReadonlyMap<string, readonly number[]> {
  const before = known.get(stages);
  if (before) return before;
  const indexes = new Map<string, number[]>();
  for (const { name, index } of stages) {
    if (name === null) continue;
    const all = indexes.get(name);
    if (all) all.push(index);
    else indexes.set(name, [index]);
  }
  known.set(stages, indexes);
  return indexes;
}

/** What an instruction takes from other stages or images: `COPY --from`, and `from` of a mount. */
export function sourcesOutside(instruction: Instruction): { readonly from: string; readonly at: Instruction['at'] }[] {
  const { keyword, flags, inner } = instruction;
  if (keyword === 'ONBUILD') return inner ? sourcesOutside(inner) : [];
  if (keyword === 'COPY')
    return flags.flatMap(({ name, value, at }) => (name === 'from' && value ? [{ from: value, at }] : []));
  return keyword === 'RUN' ? mountsOf(instruction).flatMap(({ from, at }) => (from ? [{ from, at }] : [])) : [];
}

/** Indexes of the stages that a build of `target` reaches: bases, COPY --from and mounts. */
export function reachableFrom(stages: readonly Stage[], target: Stage | null): ReadonlySet<number> {
  const reached = new Set<number>();
  const waiting = target ? [target] : [];
  for (let stage = waiting.pop(); stage; stage = waiting.pop()) {
    if (reached.has(stage.index)) continue;
    reached.add(stage.index);
    const { base, body, index } = stage;
    if (base.kind === 'stage') waiting.push(...stages.slice(base.index, base.index + 1));
    for (const { from } of body.flatMap(sourcesOutside)) {
      const other = stageNamed(stages, from, index);
      if (other) waiting.push(other);
    }
  }
  return reached;
}
