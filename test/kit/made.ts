import type { AnyCheck, Facts } from '../../src/domain/index.ts';
import type { SomeFacts } from './judged.ts';

/** What is made of a deployment for a check, an engine's change and what it is judged by, or a comparison's two sides. */
interface Made {
  readonly title: string;
  readonly reason: string;
  readonly change: object | null;
  readonly judgedBy?: unknown;
  readonly green?: object;
}

/** The mutants of one level, of facts and parameters as a test writes them. */
export function madeOf(
  level: 'R' | 'P' | 'J',
  check: AnyCheck,
  facts: SomeFacts,
  params: Readonly<Record<string, unknown>> = {},
): readonly Made[] {
  const read: unknown = check.params.parse(params);
  const more = Object.keys(facts).length > 0 ? check.mutantsFor?.(facts as never, read) : [];
  return [...check.mutants, ...(more ?? [])].flatMap((it): readonly Made[] => {
    if (it.level !== level) return [];
    const { title, reason } = it;
    if (it.level === 'J') {
      const green = it.green?.(facts as Facts, read);
      return [{ title, reason, change: it.edit(facts as Facts, read), ...(green ? { green } : {}) }];
    }
    if (it.level !== 'R' && it.level !== 'P') return [];
    const judgedBy = it.params === undefined ? {} : { judgedBy: it.params };
    return [{ title, reason, change: it.edit(facts, read), ...judgedBy }];
  });
}
