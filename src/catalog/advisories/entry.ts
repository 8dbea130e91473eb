import type { PackageType, Severity, Vulnerability } from '../../domain/index.ts';
import type { OsvRange } from '../../versions/index.ts';

/** What is kept of an advisory for one package of one ecosystem: enough to match, rate and name it. */
export interface Entry {
  /** Of the advisory itself: `GHSA-…`, `DSA-…`. */
  readonly id: string;
  /** Other names of the same vulnerability. */
  readonly aliases: readonly string[];
  /** A distribution's advisory about several vulnerabilities: their names. Empty = it is one itself. */
  readonly bundle: readonly string[];
  readonly severity: Severity;
  readonly severityFrom: string;
  /** How good the source of the severity is; the lowest counts. */
  readonly rank: number;
  readonly score: number | null;
  readonly ranges: readonly OsvRange[];
  /** Versions that are affected beside the ranges. */
  readonly versions: readonly string[];
  readonly summary: string;
  readonly published: string | null;
  readonly status: Vulnerability['status'] | null;
}

/** A kind of record of the index: `npm` (advisories) or `npm#malicious`. */
export interface Keyed {
  readonly ecosystem: string;
  readonly name: string;
  readonly entry: Entry;
}

/** A package with a version that an advisory of high or critical severity speaks of: for counter-proofs. */
export interface Specimen {
  readonly type: PackageType;
  readonly name: string;
  readonly version: string;
  readonly id: string;
}

/** Advisories about packages that were made to harm are kept apart: there are very many, and a name finds them. */
export const MALICIOUS = '#malicious';

type Tuple = readonly [
  id: string,
  aliases: readonly string[],
  bundle: readonly string[],
  severity: Severity,
  severityFrom: string,
  rank: number,
  score: number | null,
  ranges: readonly OsvRange[],
  versions: readonly string[],
  summary: string,
  published: string | null,
  status: Vulnerability['status'] | null,
];

/** The entry without the names of its fields. */
export function packEntry(it: Entry): string {
  const tuple: Tuple = [
    it.id,
    it.aliases,
    it.bundle,
    it.severity,
    it.severityFrom,
    it.rank,
    it.score,
    it.ranges,
    it.versions,
    it.summary,
    it.published,
    it.status,
  ];
  return JSON.stringify(tuple);
}

/** The entries of one name, as `packEntry` wrote them with commas between. */
export function unpackEntries(text: string): readonly Entry[] {
  const tuples = JSON.parse(`[${text}]`) as readonly Tuple[]; // written by `packEntry`, and the file's digest is checked
  return tuples.map((it) => ({
    id: it[0],
    aliases: it[1],
    bundle: it[2],
    severity: it[3],
    severityFrom: it[4],
    rank: it[5],
    score: it[6],
    ranges: it[7],
    versions: it[8],
    summary: it[9],
    published: it[10],
    status: it[11],
  }));
}
