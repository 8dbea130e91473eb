import { type Log, reasonOf } from './log.ts';
import type { Condition, Store } from './store.ts';

export interface Health {
  readonly ok: boolean;
  readonly database: ({ readonly ok: true } & Condition) | { readonly ok: false; readonly reason: string };
}

/**
 * Asks the database each time. What stands in the answer is for everybody, so the details go to the log: once when the
 * database goes, and once when it is back.
 */
export function healthOf(store: Pick<Store, 'condition'>, log: Log): () => Promise<Health> {
  let wasOk: boolean | null = null;
  return async () => {
    try {
      const condition = await store.condition();
      if (wasOk === false) log('INFO', 'the database answers');
      wasOk = true;
      return { ok: true, database: { ok: true, ...condition } };
    } catch (thrown) {
      if (wasOk !== false) log(wasOk === null ? 'WARN' : 'ERROR', 'the database does not answer', { reason: reasonOf(thrown) });
      wasOk = false;
      return { ok: false, database: { ok: false, reason: 'the database does not answer, or is not ready' } };
    }
  };
}
