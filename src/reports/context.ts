import type { Style } from './paint.ts';

/** What a report is told beside the record. */
export interface RenderContext extends Style {
  readonly recordPath: string;
  /** Files that other reports were written to. */
  readonly reports: readonly string[];
  /** The terminal knows no UTF-8. */
  readonly ascii?: boolean;
}
