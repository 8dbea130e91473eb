import { TickproofError } from '../domain/index.ts';

/** The `code` of a system error (`ENOENT`), or an empty text. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether a system error says that nothing is there. */
export function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
}

/** A system error as one that a person can mend. `action` completes "Could not …". */
export function fileFault(action: string, path: string, cause: unknown): TickproofError {
  const message = `Could not ${action} ${path} (${codeOf(cause) || String(cause)})`;
  switch (codeOf(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new TickproofError('disk-full', message, { remedy: 'Free some disk space and start again.', cause });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new TickproofError('not-permitted', message, { remedy: 'Change its permissions or its owner.', cause });
    default:
      return new TickproofError('file-unreadable', message, { remedy: 'Look at that path.', cause });
  }
}
