/** What can be wrong outside: each code has one exit code (see `exitCodeOf`). */
export type ErrorCode =
  | 'usage'
  | 'criteria-invalid'
  | 'target-not-found'
  | 'record-invalid'
  | 'image-not-found'
  | 'archive-corrupt'
  | 'archive-unsupported'
  | 'engine-missing'
  | 'engine-failed'
  | 'compose-failed'
  | 'tool-missing'
  | 'port-busy'
  | 'disk-full'
  | 'not-permitted'
  | 'file-unreadable'
  | 'timed-out'
  | 'interrupted';

/** A fault of the world that a person can mend: what happened, and in `remedy` what to do next. */
export class TickproofError extends Error {
  override readonly name = 'TickproofError';
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, { remedy, cause }: { remedy: string; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
  }
}

/** The exit code of the design for an error that ends a command. */
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'usage':
    case 'criteria-invalid':
    case 'target-not-found':
    case 'record-invalid':
      return 2;
    case 'interrupted':
      return 130;
    case 'image-not-found':
    case 'archive-corrupt':
    case 'archive-unsupported':
    case 'engine-missing':
    case 'engine-failed':
    case 'compose-failed':
    case 'tool-missing':
    case 'port-busy':
    case 'disk-full':
    case 'not-permitted':
    case 'file-unreadable':
    case 'timed-out':
      return 5;
    default:
      return unreachable(code);
  }
}

/** Ends a `switch` over a union: a case that was forgotten does not compile. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
