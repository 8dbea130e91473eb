import type { VersionOrder } from './order.ts';

/** One comparison of a constraint: `>= 1.2`; the operator may be empty. */
export interface Comparison {
  readonly operator: string;
  readonly bound: string;
}

const OPERATORS = '<>=!~^';
/** No range that a person or an advisory writes has more comparisons: beyond, it is not read. */
const MOST = 1_000;

/** Alternatives (`||`) of comparisons that all must hold (`,` or white space between); null where it cannot be read. */
export function parseConstraint(text: string): readonly (readonly Comparison[])[] | null {
  const alternatives: Comparison[][] = [];
  let left = MOST;
  for (const part of text.split('||')) {
    const comparisons = comparisonsOf(part, left);
    if (comparisons === null) return null;
    left -= comparisons.length;
    alternatives.push(comparisons);
  }
  return alternatives;
}

/** Null where it cannot be read, or has more comparisons than these. */
function comparisonsOf(text: string, most: number): Comparison[] | null {
  const found: Comparison[] = [];
  let at = 0;
  for (;;) {
    at = skip(text, at, isBetween);
    if (at >= text.length) return found;
    const operatorEnd = skip(text, at, (it) => OPERATORS.includes(it));
    const start = skip(text, operatorEnd, isSpace);
    const end = endOfBound(text, start);
    if (end === start || found.length === most) return null;
    found.push({ operator: text.slice(at, operatorEnd), bound: text.slice(start, end) });
    at = end;
  }
}

/** A version ends before white space, a comma or the next operator; `~` and the `!` of an epoch belong to it. */
function endOfBound(text: string, start: number): number {
  return skip(text, start, (it, i) => !isBetween(it) && !'<>=^|'.includes(it) && !(it === '!' && text[i + 1] === '='));
}

function skip(text: string, from: number, wanted: (character: string, i: number) => boolean): number {
  let i = from;
  while (i < text.length && wanted(text.charAt(i), i)) i += 1;
  return i;
}

function isSpace(character: string): boolean {
  return character.trim() === '';
}

function isBetween(character: string): boolean {
  return character === ',' || isSpace(character);
}

/** What the plain operators say of an order; null = no such operator. */
export function plainly(operator: string, order: number): boolean | null {
  switch (operator) {
    case '':
    case '=':
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    case '<=':
    case '=<':
      return order <= 0;
    case '>=':
    case '=>':
      return order >= 0;
    default:
      return null;
  }
}

/** Whether a constraint holds, by what `holds` says of each comparison (null = that cannot be read). An empty one holds. */
export function constraintHolds(text: string, holds: (comparison: Comparison) => boolean | null): boolean {
  if (text.trim() === '') return true;
  const alternatives = parseConstraint(text);
  if (alternatives === null || alternatives.some((it) => it.length === 0)) return false;
  const said = alternatives.map((comparisons) => comparisons.map(holds));
  return said.every((it) => !it.includes(null)) && said.some((it) => !it.includes(false));
}

/** `satisfies` by the plain operators alone. */
export function plainRanges(
  compare: (a: string, b: string) => number,
): (version: string, constraint: string) => boolean {
  return (version, constraint) =>
    constraintHolds(constraint, ({ operator, bound }) => plainly(operator, compare(version, bound)));
}

/** An order whose constraints have the plain operators in every dialect. */
export function plainOrder(compare: VersionOrder['compare'], isValid: VersionOrder['isValid']): VersionOrder {
  const satisfies = plainRanges(compare);
  return { compare, isValid, satisfies: (version, constraint) => satisfies(version, constraint) };
}
