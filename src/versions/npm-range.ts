import { compareDigits, compareNumbers, successor } from './digits.ts';
import { comparePre } from './semver.ts';

/** When a pre-release may be in a range: where a bound of the same numbers has one, or always. */
export type PrePolicy = 'same-numbers' | 'always';

/** A bound after the short forms (`^1`, `~1.2`, `1.x`, `1 - 2`) are written out. */
export interface Bound {
  readonly operator: '<' | '<=' | '>' | '>=' | '=';
  readonly numbers: readonly string[];
  readonly pre: readonly string[];
}

export interface Written {
  /** Up to the first `x`. */
  readonly numbers: readonly string[];
  readonly pre: readonly string[];
}

const LOWEST: readonly string[] = ['0'];

export function holds({ operator, numbers, pre }: Bound, version: Written): boolean {
  const order = compareNumbers(version.numbers, numbers, '0') || comparePre(version.pre, pre);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return order === 0;
  }
}

/** Written out; null = no such operator. `lowest` are the pre-release identifiers from which a range begins. */
export function boundsOf(operator: string, version: Written, includesPre: boolean): readonly Bound[] | null {
  const lowest = includesPre ? LOWEST : [];
  switch (operator) {
    case '':
    case '=':
    case '==':
      return version.numbers.length < 3 ? within(version.numbers, lowest) : [bound('=', version.numbers, version.pre)];
    case '~':
    case '~>':
      return version.numbers.length < 3
        ? within(version.numbers, lowest)
        : [bound('>=', version.numbers, version.pre), below(version.numbers.slice(0, 2))];
    case '^':
      return caret(version, lowest);
    case '>':
    case '<=':
    case '=<':
      return version.numbers.length < 3
        ? beyond(operator, version.numbers, lowest)
        : [bound(operator === '>' ? '>' : '<=', version.numbers, version.pre)];
    case '<':
      if (version.numbers.length === 0) return NOTHING;
      return [bound('<', version.numbers, version.numbers.length < 3 ? LOWEST : version.pre)];
    case '>=':
    case '=>':
      return [bound('>=', version.numbers, version.numbers.length < 3 ? lowest : version.pre)];
    default:
      return null;
  }
}

/** `from - to`. */
export function hyphen(from: Written, to: Written, includesPre: boolean): readonly Bound[] {
  const lowest = includesPre ? LOWEST : [];
  const start = bound('>=', from.numbers, from.pre.length > 0 ? from.pre : lowest);
  if (to.numbers.length === 0) return [start];
  if (to.numbers.length < 3 || (includesPre && to.pre.length === 0)) return [start, below(to.numbers)];
  return [start, bound('<=', to.numbers, to.pre)];
}

const NOTHING: readonly Bound[] = [{ operator: '<', numbers: ['0', '0', '0'], pre: LOWEST }];

function bound(operator: Bound['operator'], numbers: readonly string[], pre: readonly string[]): Bound {
  return { operator, numbers, pre };
}

/** Before the next of these numbers, its pre-releases included. */
function below(numbers: readonly string[]): Bound {
  return bound('<', bumped(numbers), LOWEST);
}

function bumped(numbers: readonly string[]): readonly string[] {
  return [...numbers.slice(0, -1), successor(numbers.at(-1) ?? '0')];
}

function within(numbers: readonly string[], lowest: readonly string[]): readonly Bound[] {
  const start = bound('>=', numbers, lowest);
  return numbers.length === 0 ? [start] : [start, below(numbers)];
}

/** `>1.2` is from 1.3.0 on, `<=1.2` is all before that. */
function beyond(operator: string, numbers: readonly string[], lowest: readonly string[]): readonly Bound[] {
  if (numbers.length === 0) return operator === '>' ? NOTHING : within(numbers, lowest);
  return operator === '>' ? [bound('>=', bumped(numbers), lowest)] : [below(numbers)];
}

/** Up to the next change of the leftmost number that is not zero. */
function caret({ numbers, pre }: Written, lowest: readonly string[]): readonly Bound[] {
  if (numbers.length === 0) return within(numbers, lowest);
  const significant = numbers.findIndex((it) => compareDigits(it, '0') !== 0);
  const kept = significant < 0 ? numbers.length : significant + 1;
  const isPlain = numbers.length === 3 && significant === 0;
  const start = bound('>=', numbers, pre.length > 0 ? pre : isPlain ? [] : lowest);
  return [start, below(numbers.slice(0, kept))];
}
