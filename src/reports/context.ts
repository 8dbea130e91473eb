import type { EvidenceRecord } from '../domain/index.ts';
import type { LinesOf } from '../record/index.ts';
import type { Style } from './paint.ts';

/** What a report is told beside the record. */
export interface RenderContext extends Style {
  readonly recordPath: string;
  /** Files that other reports were written to. */
  readonly reports: readonly string[];
  /** The record as it is to be shown: the same, with its places where their lines stand now. Digests are of the record itself. */
  readonly shown?: EvidenceRecord;
  /** Lines of the deployment's files as they stand now, for reports that quote them. */
  readonly linesOf?: LinesOf;
  /** The terminal knows no UTF-8. */
  readonly ascii?: boolean;
}
