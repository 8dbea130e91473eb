import type { VersionOrder } from './order.ts';

/** One event of a range of OSV: exactly one of its fields is there. */
export interface OsvEvent {
  readonly introduced?: string;
  readonly fixed?: string;
  readonly last_affected?: string;
  readonly limit?: string;
}

export interface OsvRange {
  readonly type: string;
  readonly events: readonly OsvEvent[];
}

/** What an OSV record says of one package: the part that decides about versions. */
export interface OsvAffected {
  readonly ranges?: readonly OsvRange[];
  readonly versions?: readonly string[];
}

/** Whether the record speaks of this version, in the ecosystem's order. Package name and ecosystem are the caller's to match. */
export function affects(_affected: OsvAffected, _version: string, _order: VersionOrder): boolean {
  throw new Error('affects: not written yet');
}
