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

/**
 * Whether the record speaks of this version, in the ecosystem's order; a version that is not known (empty) may be any.
 * Package, ecosystem and `withdrawn` are the caller's to match: `sameEcosystem`.
 */
export function affects(affected: OsvAffected, version: string, order: VersionOrder): boolean {
  const [ranges, versions] = [(affected.ranges ?? []).filter(({ type }) => type !== 'GIT'), affected.versions ?? []];
  if (version.trim() === '') return ranges.length > 0 || versions.length > 0;
  return versions.includes(version) || ranges.some(({ events }) => inEvents(events, version, order.compare));
}

interface Change {
  readonly at: string;
  readonly kind: 'introduced' | 'fixed' | 'last_affected';
}

/** Walks the events in the order of their versions: the last one that the version has passed decides. */
function inEvents(events: readonly OsvEvent[], version: string, compare: VersionOrder['compare']): boolean {
  const limits = events.flatMap(({ limit }) => limit ?? []);
  if (limits.length > 0 && !limits.some((limit) => limit === '*' || compare(version, limit) < 0)) return false;
  let isAffected = false;
  for (const { at, kind } of sorted(events, compare)) {
    const order = kind === 'introduced' && at === '0' ? 1 : compare(version, at);
    if (kind === 'introduced' && order >= 0) isAffected = true;
    else if (kind === 'fixed' && order >= 0) isAffected = false;
    else if (kind === 'last_affected' && order > 0) isAffected = false;
  }
  return isAffected;
}

/** `introduced: "0"` is before everything; events at the same version keep their order. */
function sorted(events: readonly OsvEvent[], compare: VersionOrder['compare']): readonly Change[] {
  const changes = events.flatMap(changeOf);
  if (changes.length < 2) return changes;
  const first = ({ at, kind }: Change) => Number(kind !== 'introduced' || at !== '0');
  return changes.sort((a, b) => first(a) - first(b) || (first(a) === 0 ? 0 : compare(a.at, b.at)));
}

function changeOf({ introduced, fixed, last_affected: last }: OsvEvent): Change[] {
  if (introduced !== undefined) return [{ at: introduced, kind: 'introduced' }];
  if (fixed !== undefined) return [{ at: fixed, kind: 'fixed' }];
  return last === undefined ? [] : [{ at: last, kind: 'last_affected' }];
}

/** Whether a record's ecosystem covers the package's: a record without a release covers all, a release only itself. */
export function sameEcosystem(ofRecord: string, ofPackage: string): boolean {
  if (ofRecord === ofPackage) return true;
  return !ofRecord.includes(':') && ofPackage.startsWith(`${ofRecord}:`);
}
