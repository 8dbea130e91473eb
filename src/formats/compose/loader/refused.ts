import type { Origin, Step } from './origin.ts';

export type RefusalKind =
  | 'schema'
  | 'not-found'
  | 'value'
  | 'type'
  | 'consistency'
  | 'cycle'
  | 'yaml'
  | 'interpolation'
  | 'reference'
  | 'include-conflict'
  | 'extends'
  | 'empty'
  | 'name';

interface RefusalPlace {
  readonly at?: Origin | null;
  readonly where?: string;
  readonly nearest?: string | null;
  readonly key?: readonly string[] | null;
  readonly advice?: string | null;
  readonly service?: string | null;
}

/** Why a project does not load. Thrown inside the loader alone: `loadProject` makes a value of it. */
export class Refused extends Error {
  readonly kind: RefusalKind;
  at: Origin | null;
  /** The path in the model, as Compose names it. */
  readonly where: string | null;
  /** A known name that may be meant instead. */
  readonly nearest: string | null;
  /** The key that is too much, by the keys on its way. */
  readonly key: readonly string[] | null;
  /** What to do, where the kind alone does not say it: a clause in lower case. */
  readonly advice: string | null;
  /** The service that it is about, where the whole is looked at. */
  readonly service: string | null;
  /** What else is wrong, whether this is or not. */
  others: readonly Refused[] = [];

  constructor(kind: RefusalKind, message: string, place: RefusalPlace = {}) {
    super(message);
    this.name = 'Refused';
    this.kind = kind;
    this.at = place.at ?? null;
    this.where = place.where ?? null;
    this.nearest = place.nearest ?? null;
    this.key = place.key ?? null;
    this.advice = place.advice ?? null;
    this.service = place.service ?? null;
  }

  /** The same, of a file that this step leads to. */
  brought(step: Step): this {
    for (const it of [this, ...this.others]) if (it.at) it.at = { ...it.at, steps: [step, ...it.at.steps] };
    return this;
  }
}

/** The first fault as a refusal, with the others beside it; nothing where there is none. */
export function refuseAll(faults: readonly Refused[]): void {
  const [first, ...others] = faults;
  if (!first) return;
  first.others = others;
  throw first;
}
