import { readGrep, type Step } from '../../../formats/index.ts';
import { asksOutput, isInverted, type Wanted } from './falsehood.ts';
import { type Amount, isTest, MOST_PLANTED, testedAmount } from './tests.ts';

/** How much a search may find for the criterion to hold. Null where nothing tells. */
export function amountWanted(step: Step, wanted: Wanted): Amount | null {
  const { inside, readBy } = step;
  if (inside && isTest(inside)) return flipped(testedAmount(inside), wanted.exit !== 0);
  const last = readBy.at(-1) ?? step;
  const counter = readBy.findIndex(isCounter);
  const behind = counter < 0 ? undefined : readBy[counter + 1];
  const judge = behind && readGrep(behind);
  if (judge?.pattern) {
    const { test } = judge.pattern;
    return least((count) => (test(String(count)) !== judge.inverted) !== isInverted(last, wanted));
  }
  if (isCounter(last))
    return asksOutput(wanted) ? least((count) => says(`${count}\n\n`, wanted)) : { kind: 'none', least: 1 };
  if (readGrep(last)) return isInverted(last, wanted) ? { kind: 'none', least: 1 } : { kind: 'some' };
  if (wanted.contains !== undefined) return { kind: 'some' };
  if (wanted.matches !== undefined)
    return says('\n', wanted) && !says('/tickproof-plant\n\n', wanted) ? { kind: 'none', least: 1 } : null;
  return isInverted(last, wanted) ? { kind: 'none', least: 1 } : null;
}

function isCounter(step: Step): boolean {
  const flags = step.words.slice(1).map(({ text }) => text);
  return (step.name === 'wc' && flags.some((flag) => /^-\w*l|^--lines$/.test(flag))) || readGrep(step)?.counts === true;
}

/** The fewest that must not be, where none may be. */
function least(holds: (count: number) => boolean): Amount {
  if (!holds(0)) return { kind: 'some' };
  for (let count = 1; count <= MOST_PLANTED; count++) if (!holds(count)) return { kind: 'none', least: count };
  return { kind: 'none', least: 1 };
}

function says(output: string, { contains, matches }: Wanted): boolean {
  const holds = contains === undefined || output.includes(contains);
  return holds && (matches === undefined || new RegExp(matches, 'm').test(output));
}

function flipped(amount: Amount, isFlipped: boolean): Amount {
  if (!isFlipped) return amount;
  return amount.kind === 'some' ? { kind: 'none', least: 1 } : { kind: 'some' };
}
