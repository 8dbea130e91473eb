import { type ErrorCode, TickproofError } from '../domain/index.ts';

/** Is told what cannot be read, where the rest goes on. */
export type Tell = (fault: TickproofError) => void;

const OF_READING: readonly ErrorCode[] = ['file-unreadable', 'not-permitted'];

/** What `read` gives; where that cannot be read, which is told, `instead`. */
export function orTold<T, I>(tell: Tell, read: () => T, instead: I): T | I {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TickproofError && OF_READING.includes(error.code))) throw error;
    tell(error);
    return instead;
  }
}
