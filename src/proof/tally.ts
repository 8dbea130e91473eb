/** How a claim fared in worlds that were made for others. */
export interface Fared {
  readonly judged: number;
  readonly red: number;
}

/** Counts, for each claim, the worlds of others in which it was judged. */
export class Tally {
  readonly #fared = new Map<string, Fared>();

  note(id: string, isRed: boolean): void {
    const { judged, red } = this.of(id);
    this.#fared.set(id, { judged: judged + 1, red: red + (isRed ? 1 : 0) });
  }

  of(id: string): Fared {
    return this.#fared.get(id) ?? { judged: 0, red: 0 };
  }
}
