import type { Instruction, ParsedDockerfile, Stage } from '../../domain/index.ts';
import {
  assignmentsOf,
  expand,
  expandedWords,
  type ExpandOptions,
  type Expansion,
  globalEnvironment,
  wordsExpandedIn,
} from '../../formats/index.ts';
import { variablesOf } from './base-environment.ts';

/** What a stage knows when one of its instructions is reached. */
export interface StageScope {
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** Every word of the instruction that the builder expands, in order: none of RUN's command, CMD and ENTRYPOINT. */
  readonly words: readonly Expansion[];
  /** Variables with a value: ENV, ARG and what the base is known to set. */
  readonly variables: ReadonlyMap<string, string>;
  /** ARGs, with and without a value. */
  readonly declared: ReadonlySet<string>;
  /** Whether it is known what the image sets that the stage begins with. */
  readonly isBaseKnown: boolean;
}

/** Whether a word has become what it will be in every build: nothing that only the base or a build argument could say is in it. */
export function isCertain({ value, unmatched }: Expansion, { isBaseKnown, declared }: StageScope): boolean {
  const isUnset = (name: string) => isBaseKnown && !declared.has(name);
  return !value.includes(OF_THE_BASE) && [...unmatched].every(isUnset);
}

/** Whether a word begins with what the base sets: `$GOPATH/src`. */
export function isBegunByBase({ value }: Expansion): boolean {
  return /^\(\w+/.test(value) && value.includes(OF_THE_BASE);
}

/** Stands for a value that the base is known to set, but not to which. */
const OF_THE_BASE = ' of the base)';

interface State {
  readonly variables: Map<string, string>;
  readonly declared: Set<string>;
  readonly isBaseKnown: boolean;
}

const MOST_COPIED = 2_000_000; // names handed on from stage to stage; a file beyond it is made to be slow
const MOST_EXPANDED = 64_000_000; // characters of values that words are filled with, for the same reason

/** Walks every stage, as `--check` does: a stage goes on with the variables and ARGs of the stage that it is based on. */
export function eachInScope(source: ParsedDockerfile, visit: (scope: StageScope) => void): void {
  const ends: State[] = [];
  const globals = globalEnvironment(source.globals, source.escape, {});
  const budget = { left: MOST_EXPANDED };
  let copied = 0;
  for (const stage of source.stages) {
    const before = stage.base.kind === 'stage' ? ends[stage.base.index] : undefined;
    copied += before ? before.variables.size + before.declared.size : 0;
    if (copied > MOST_COPIED) return;
    const state = before ? copyOf(before) : startOf(stage);
    for (const instruction of stage.body) {
      const { variables } = state;
      if (instruction.keyword === 'ARG') {
        const words = takeArgs(instruction, { escape: source.escape, budget }, globals, state);
        visit({ stage, instruction, words, ...state });
        for (const { name } of assignmentsOf(instruction)) state.declared.add(name);
        continue;
      }
      const words = wordsExpandedIn(instruction).map((word) =>
        expand(word, variables, { escape: source.escape, budget }),
      );
      words.push(...heredocsOf(instruction).map((text) => expand(text, variables, { budget })));
      visit({ stage, instruction, words, ...state });
      if (instruction.keyword !== 'ENV') continue;
      const each = words.values(); // a name, its value, a name …
      for (const { value: name } of each) variables.set(name, each.next().value?.value ?? '');
    }
    ends.push(state);
  }
}

function copyOf({ variables, declared, isBaseKnown }: State): State {
  return { variables: new Map(variables), declared: new Set(declared), isBaseKnown };
}

function startOf({ base }: Stage): State {
  const names = variablesOf(base);
  return {
    variables: new Map((names ?? ['PATH']).map((name) => [name, `(${name}${OF_THE_BASE}`])),
    declared: new Set(),
    isBaseKnown: names !== null,
  };
}

/** One ARG sees those before it on its line, not itself: `ARG A B=$A` is fine, `ARG A=$A` is not. */
function takeArgs(
  instruction: Instruction,
  options: ExpandOptions,
  globals: ReadonlyMap<string, string>,
  { variables }: State,
): Expansion[] {
  const before = new Set<string>();
  return assignmentsOf(instruction).flatMap(({ name, value }) => {
    const expansion = value === null ? null : expand(value, variables, options);
    const known = expansion?.value ?? globals.get(name);
    if (known !== undefined) variables.set(name, known);
    const unmatched = new Set([...(expansion?.unmatched ?? [])].filter((it) => !before.has(it)));
    before.add(name);
    return expansion ? [{ ...expansion, unmatched }] : [];
  });
}

/** Contents that are expanded; their quotes mean nothing there. */
function heredocsOf({ keyword, heredocs }: Instruction): readonly string[] {
  if (keyword !== 'COPY' && keyword !== 'ADD') return [];
  return heredocs.filter((it) => it.expand).map(({ content }) => content.replace(/['"]/g, ' '));
}

/** The ports that one word of an EXPOSE comes to: a variable may hold several. */
export function portsIn(word: string, variables: ReadonlyMap<string, string>, escape: '\\' | '`'): readonly string[] {
  const ports = expandedWords(word, variables, { escape });
  return 'fault' in ports ? [] : ports;
}
