import { cleanPath, parentOf, trimSpace } from './names.ts';
import { compilePattern, testOf } from './pattern.ts';
import { matchWildcard } from './wildcard.ts';

/** The builder refuses the list: `index` of the pattern in the list that was given. */
export class BadPattern extends Error {
  readonly pattern: string;
  readonly index: number;

  constructor(pattern: string, index: number) {
    super(pattern === '!' ? 'illegal exclusion pattern: "!"' : `syntax error in pattern \`${pattern}\``);
    this.pattern = pattern;
    this.index = index;
  }
}

interface Rule {
  readonly text: string;
  readonly exclusion: boolean;
  readonly index: number;
  readonly test: ((path: string) => boolean) | null;
}

/** What a folder's own match said, pattern by pattern, for what lies in it. */
export type ParentResults = readonly boolean[];

/**
 * A list of patterns as `moby/patternmatcher` takes it. Throws `BadPattern` for what `New` refuses, and from the
 * methods for what is refused when it is first needed.
 */
export class PatternMatcher {
  readonly rules: readonly Rule[];
  readonly hasExclusions: boolean;

  constructor(patterns: readonly string[]) {
    this.rules = patterns.flatMap((pattern, index) => readRule(pattern, index) ?? []);
    this.hasExclusions = this.rules.some(({ exclusion }) => exclusion);
  }

  /** By path alone: each rule is asked about the path and about each folder above it. */
  matchesOrParentMatches(path: string): boolean {
    const parents = parentsOf(path);
    let matched = false;
    for (const rule of this.rules) {
      if (rule.exclusion !== matched) continue;
      if (tested(rule, path) || parents.some((parent) => tested(rule, parent))) matched = !rule.exclusion;
    }
    return matched;
  }

  /** In a walk: what a rule said of the folder above holds below. `results` is filled for a folder's own children. */
  matchesInWalk(path: string, parent: ParentResults | null, results: boolean[] | null): boolean {
    const { rules } = this;
    let matched = false;
    for (let i = 0; i < rules.length; i += 1) {
      const rule = rules[i];
      if (rule === undefined) continue;
      let match = parent?.[i] ?? false;
      if (!match && rule.exclusion === matched) match = tested(rule, path);
      if (results) results[i] = match;
      if (match) matched = !rule.exclusion;
    }
    return matched;
  }

  /** The rule that decides about a path in a walk of its own; null where nothing ignores it. */
  decidingIndex(path: string): number | null {
    let parent: boolean[] | null = null;
    for (const step of [...parentsOf(path), path]) {
      const results: boolean[] = [];
      this.matchesInWalk(step, parent, results);
      parent = results;
    }
    let deciding: Rule | null = null;
    for (const [i, rule] of this.rules.entries()) {
      if (parent?.[i]) deciding = rule.exclusion ? null : rule;
    }
    return deciding?.index ?? null;
  }
}

function readRule(given: string, index: number): Rule | null {
  const trimmed = trimSpace(given);
  if (trimmed === '') return null;
  const pattern = cleanPath(trimmed);
  if (pattern === '!') throw new BadPattern(pattern, index);
  const exclusion = pattern.startsWith('!');
  const text = exclusion ? pattern.slice(1) : pattern;
  const test = compiled(text);
  if (test === 'bad') throw new BadPattern(pattern, index);
  return { text, exclusion, index, test };
}

const MOST_KEPT = 1000;
const known = new Map<string, Rule['test'] | 'bad'>();

/** A pattern is compiled once for all ignore files that have it: mutants of one file differ in a line. */
function compiled(text: string): Rule['test'] | 'bad' {
  const earlier = known.get(text);
  if (earlier !== undefined) return earlier;
  const made = matchWildcard(text, '.') === 'bad' ? 'bad' : testOf(text, compilePattern(text));
  if (known.size >= MOST_KEPT) known.clear();
  known.set(text, made);
  return made;
}

function tested(rule: Rule, path: string): boolean {
  if (rule.test === null) throw new BadPattern(rule.text, rule.index);
  return rule.test(path);
}

function parentsOf(path: string): string[] {
  const parent = parentOf(path);
  if (parent === '.') return [];
  return parent.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'));
}
