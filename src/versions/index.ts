import type { VersionOrder } from './order.ts';

export type { Dialect, VersionOrder } from './order.ts';
export { affects, type OsvAffected, type OsvEvent, type OsvRange } from './osv-ranges.ts';

/** The order of an OSV ecosystem (`Debian:12`, `PyPI`) or purl type (`deb`, `pypi`); null where none is known. */
export function orderOf(_name: string): VersionOrder | null {
  throw new Error('orderOf: not written yet');
}
