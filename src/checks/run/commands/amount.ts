import { readGrep, type Step } from '../../../formats/index.ts';
import { asksOutput, isInverted, type Wanted } from './falsehood.ts';
import { type Amount, isTest, MOST_PLANTED, testedAmount } from './tests.ts';

const SOME: Amount = { kind: 'some' };
const NONE: Amount = { kind: 'none', least: 1 };

/** How much a search may find for the criterion to hold. Null where nothing tells. */
export function amountWanted(step: Step, wanted: Wanted): Amount | null {
  const { inside, readBy } = step;
  if (inside && isTest(inside)) return testedAmount(inside, isInverted(inside, wanted));
  const last = readBy.at(-1) ?? step;
  const counter = readBy.findIndex(isCounter);
  const behind = counter < 0 ? undefined : readBy[counter + 1];
  const judge = behind && readGrep(behind);
  if (judge?.pattern) {
    const { test } = judge.pattern;
    return least((count) => (test(String(count)) !== judge.inverted) !== isInverted(last, wanted));
  }
  if (isCounter(last)) return asksOutput(wanted) ? least((count) => says(`${count}\n\n`, wanted)) : NONE;
  if (readGrep(last)) return isInverted(last, wanted) ? NONE : SOME;
  if (wanted.contains !== undefined) return SOME;
  return isInverted(last, wanted) ? NONE : null; // by line, a pattern may always find an empty one: it tells nothing
}

function isCounter(step: Step): boolean {
  const isWc = step.name === 'wc' && step.words.some(({ text }) => /^-\w*l|^--lines$/.test(text));
  return isWc || readGrep(step)?.counts === true;
}

/** The fewest that must not be, where none may be. */
function least(holds: (count: number) => boolean): Amount {
  const fewest = Array.from({ length: MOST_PLANTED + 1 }, (_, index) => index).find((count) => !holds(count));
  if (fewest === 0) return SOME;
  return fewest === undefined ? NONE : { kind: 'none', least: fewest };
}

function says(output: string, { contains, matches }: Wanted): boolean {
  const holds = contains === undefined || output.includes(contains);
  return holds && (matches === undefined || new RegExp(matches, 'm').test(output));
}
