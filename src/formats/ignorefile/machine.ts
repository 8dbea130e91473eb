/** Whether a place of a text is right, by the characters before and behind it; undefined where the text begins or ends. */
export type Holds = (before: string | undefined, behind: string | undefined) => boolean;

/** A step of the program: what must stand there, or where to go on without taking anything. */
export type Step =
  | { readonly kind: 'char'; readonly is: (char: string) => boolean }
  | { readonly kind: 'at'; readonly holds: Holds }
  | { readonly kind: 'go'; to: number[] }
  | { readonly kind: 'found' };

/** All places of the program that a text may have got to, and what comes of each character from there. */
interface State {
  readonly steps: readonly number[];
  /** One that stands for all that may have stood before: a word's, another, or the text's start. */
  readonly before: string | undefined;
  /** By code, as far as it was asked for. */
  readonly next: (State | undefined)[];
  isFoundAtEnd: boolean | null;
}

const ASCII = 128;
/** What is kept of states altogether: their steps, and their tables. */
const MOST_KEPT = 1 << 20;

const isWord = (char: string | undefined): boolean => char !== undefined && /^\w$/.test(char);

/** Between a character of a word and another. */
export const isEdge: Holds = (before, behind) => isWord(before) !== isWord(behind);

/**
 * Runs a program over texts in time that is linear in each. What a character leads to is worked out once: names in a tree are
 * much alike. Where there are too many states they are forgotten, and worked out again.
 */
export class Machine {
  private readonly program: readonly Step[];
  private readonly reached: Int32Array; // the last round in which a step was reached
  private round = 0;
  private states = new Map<string, State>();
  private kept = 0;
  private start: State = stateOf([], undefined);

  constructor(program: readonly Step[]) {
    this.program = program;
    this.reached = new Int32Array(program.length);
  }

  /** Whether the program finds what it looks for, anywhere in the text. */
  finds(text: string): boolean {
    let state = this.start;
    for (let at = 0; at < text.length; ) {
      const code = text.codePointAt(at) ?? 0;
      at += code > 0xffff ? 2 : 1;
      const next = code < ASCII ? (state.next[code] ??= this.after(state, code)) : this.after(state, code);
      if (next === FOUND) return true;
      state = next;
    }
    return (state.isFoundAtEnd ??= this.waysFrom(state, undefined) === 'found');
  }

  private after(state: State, code: number): State {
    const char = String.fromCodePoint(code);
    const ways = this.waysFrom(state, char);
    if (ways === 'found') return FOUND;
    const steps = ways.flatMap(([index, is]) => (is(char) ? [index + 1] : [])).sort((a, b) => a - b);
    const before = isWord(char) ? 'a' : '-';
    const key = `${before}${steps.join()}`;
    const known = this.states.get(key);
    if (known) return known;
    this.kept += steps.length + ASCII;
    if (this.kept > MOST_KEPT) this.forget();
    const made = stateOf(steps, before);
    this.states.set(key, made);
    return made;
  }

  /** The characters that may stand next, each with its step, where `behind` is what does. */
  private waysFrom({ steps, before }: State, behind: string | undefined): readonly Way[] | 'found' {
    const ways: Way[] = [];
    const open = [...steps, 0]; // it may begin anywhere: `|` frees the end of a pattern from its start
    this.round = (this.round + 1) | 0; // as `reached` holds it
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const step = this.program[index];
      if (!step || this.reached[index] === this.round) continue;
      this.reached[index] = this.round;
      if (step.kind === 'found') return 'found';
      if (step.kind === 'go') open.push(...step.to);
      else if (step.kind === 'char') ways.push([index, step.is]);
      else if (step.holds(before, behind)) open.push(index + 1);
    }
    return ways;
  }

  private forget(): void {
    this.states = new Map();
    this.start = stateOf([], undefined);
    this.kept = 0;
  }
}

type Way = readonly [index: number, is: (char: string) => boolean];

function stateOf(steps: readonly number[], before: string | undefined): State {
  return { steps, before, next: [], isFoundAtEnd: null };
}

const FOUND: State = stateOf([], undefined);
