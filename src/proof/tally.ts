/** How a claim fared in worlds that were made for others. */
export interface Fared {
  readonly judged: number;
  readonly red: number;
}

/** Counts, for each claim, the worlds of others in which it was judged. */
export class Tally {
  readonly #fared = new Map<string, Fared>();
  #turn = 0;

  /** The next few of a list, by turns: everybody's turn comes. */
  next<T>(of: readonly T[], count: number): readonly T[] {
    const few = Array.from({ length: Math.min(count, of.length) }, (_, index) => of[(this.#turn + index) % of.length]);
    this.#turn += count;
    return few as readonly T[]; // indexes of the list
  }

  note(id: string, isRed: boolean): void {
    const { judged, red } = this.of(id);
    this.#fared.set(id, { judged: judged + 1, red: red + (isRed ? 1 : 0) });
  }

  of(id: string): Fared {
    return this.#fared.get(id) ?? { judged: 0, red: 0 };
  }
}
