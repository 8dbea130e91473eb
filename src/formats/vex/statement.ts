export type VexFormat = 'openvex' | 'csaf' | 'cyclonedx';

/** What a statement is about: a product (image, package), and the component inside it where the statement says one. */
export interface VexSubject {
  /** purl, digest, BOM-Link or a name of the document's own. */
  readonly product: string;
  /** Empty = the product itself. */
  readonly subcomponents: readonly string[];
}

/** A statement that a vulnerability does, does not or may count for some products. */
export interface VexStatement {
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly status: 'not-affected' | 'affected' | 'fixed' | 'under-investigation' | 'unknown';
  /** The format's own word: `known_not_affected`, `resolved`. */
  readonly stated: string;
  readonly justification: string | null;
  /** Impact statement or detail, as written. */
  readonly because: string;
  readonly subjects: readonly VexSubject[];
  /** Epoch milliseconds; of two statements the later one counts. 0 = not said. */
  readonly atMs: number;
}

export interface VexDocument {
  readonly format: VexFormat;
  /** Serial number of the bill that CycloneDX statements speak of. */
  readonly serialNumber: string | null;
  readonly statements: readonly VexStatement[];
}

const STATUSES: Readonly<Record<string, VexStatement['status']>> = {
  not_affected: 'not-affected',
  affected: 'affected',
  fixed: 'fixed',
  under_investigation: 'under-investigation',
  known_not_affected: 'not-affected',
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  first_fixed: 'fixed',
  false_positive: 'not-affected',
  exploitable: 'affected',
  in_triage: 'under-investigation',
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
};

export function vexStatusOf(word: string): VexStatement['status'] {
  return Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? 'unknown') : 'unknown';
}

export function timeOf(...texts: readonly string[]): number {
  const [first = 0] = texts.map((text) => Date.parse(text)).filter((it) => !Number.isNaN(it));
  return first;
}
