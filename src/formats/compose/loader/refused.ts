import type { Origin } from './origin.ts';

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

/** Why a project does not load. Thrown inside the loader alone: `loadProject` makes a value of it. */
export class Refused extends Error {
  readonly kind: RefusalKind;
  readonly at: Origin | null;
  /** The path in the model, as Compose names it. */
  readonly where: string | null;

  constructor(kind: RefusalKind, message: string, place: { at?: Origin | null; where?: string } = {}) {
    super(message);
    this.name = 'Refused';
    this.kind = kind;
    this.at = place.at ?? null;
    this.where = place.where ?? null;
  }
}
