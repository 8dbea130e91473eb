/** A stretch of a source file. Lines and columns count from 1; offsets are UTF-16 offsets into the file's text. */
export interface Place {
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly startOffset?: number;
  readonly endOffset?: number;
  /** Of the lines' text, to find them again. */
  readonly digest?: string;
  /** The lines are not there any more as they were seen. */
  readonly changed?: boolean;
}
