import type { CounterProof, ProofState } from '../domain/index.ts';
import { plural } from '../formats/index.ts';
import type { Fared } from './tally.ts';

/** How often the original was looked at in all, and how often it was green. */
export interface Looks {
  readonly times: number;
  readonly green: number;
  /** What was said when it was not. */
  readonly because?: string;
}

export interface Proof {
  readonly state: ProofState;
  readonly because: string;
  readonly counterProofs: readonly CounterProof[];
}

/** What is not even tried. */
export function unattempted(because: string): Proof {
  return { state: 'unattempted', because, counterProofs: [] };
}

const FEW = 3; // worlds that are too few to call a claim indiscriminate

/** What the outcomes add up to. A mutant that is equivalent here counts for nothing, neither way. */
export function proofOf(
  proofs: readonly CounterProof[],
  { looks, fared }: { readonly looks?: Looks; readonly fared?: Fared } = {},
): Proof {
  return { ...stateOf(proofs, looks, fared), counterProofs: proofs };
}

function stateOf(
  proofs: readonly CounterProof[],
  looks: Looks | undefined,
  fared: Fared | undefined,
): Pick<Proof, 'state' | 'because'> {
  const survivor = proofs.find(({ outcome }) => outcome.status === 'survived');
  if (survivor) return { state: 'vacuous', because: survived(survivor) };
  const killed = proofs.filter(({ level, outcome }) => level !== 'null' && outcome.status === 'killed');
  const state = killed.length > 0 ? 'partial' : 'unattempted';
  if (looks && looks.green < looks.times)
    return {
      state: 'partial',
      because: `flaky: red on the unchanged deployment in ${looks.times - looks.green} of ${plural(looks.times, 'look')}${looks.because === undefined ? '' : `: ${looks.because}`}`,
    };
  const open = proofs.flatMap((it) => (it.outcome.status === 'not-run' ? [{ ...it, outcome: it.outcome }] : []));
  const tried = `${killed.length} of ${plural(killed.length + open.length, 'mutant')} red`;
  if (open[0]) return { state, because: `${tried}; not run: ${open[0].mutant} (${open[0].outcome.because})` };
  if (killed.length === 0) return { state, because: 'no world could be made in which the sentence is false' };
  const real = killed.filter(({ level, weak }) => level !== 'J' && !weak);
  if (real.length === 0)
    return {
      state,
      because: killed.every(({ level }) => level === 'J')
        ? 'only the comparison was shown able to fail, not the measurement'
        : 'only that the answer is judged was shown, not that this deployment could answer otherwise: name `mutants:`',
    };
  if (fared && fared.judged >= FEW && fared.red === fared.judged)
    return { state: 'partial', because: `indiscriminate: red in all ${fared.judged} worlds of other criteria, too` };
  const after = looks && looks.times > 1 ? ', green again after' : '';
  return {
    state: 'proven',
    because: `${killed.length} of ${plural(killed.length, 'mutant')} red for the expected reason, red where nothing is${after}`,
  };
}

function survived({ mutant, level, outcome, expected }: CounterProof): string {
  if (level === 'null') return 'green even where there is nothing to judge';
  const { verdict, reasons } = outcome.status === 'survived' ? outcome : { verdict: 'pass', reasons: [] };
  const how =
    verdict === 'fail'
      ? `red for another reason (${reasons.join(', ')})`
      : verdict === 'pass'
        ? 'still green'
        : verdict === 'inapplicable'
          ? 'not red but not applicable'
          : 'not red but not to be judged';
  return `${how} with: ${mutant} (expected ${expected})`;
}
