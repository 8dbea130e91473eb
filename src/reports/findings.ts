import type { Evidence, Finding, Measured, Tick } from '../domain/index.ts';

/** A finding without what is said elsewhere: numbers that stand in the tick, paths that its message already names. */
export interface ShortFinding {
  /** Null where it only says the judged number again. */
  readonly message: string | null;
  readonly reason: string;
  /** Layers of the files that the message names. */
  readonly layers: readonly number[];
  readonly evidence: readonly Evidence[];
}

export function shortened({ message, reason, evidence }: Finding, measured: Measured | null): ShortFinding {
  const isJudged = (it: Evidence) => it.kind === 'measure' && measured?.target != null && it.what === measured.what;
  const isNamed = (it: Evidence) => it.kind === 'file' && message.includes(it.path);
  return {
    message: evidence.some(isJudged) && evidence.length === 1 ? null : message,
    reason,
    layers: evidence.flatMap((it) => (it.kind === 'file' && isNamed(it) && it.layer !== undefined ? [it.layer] : [])),
    evidence: evidence.filter((it) => !isJudged(it) && !isNamed(it)),
  };
}

/** What to do about what failed: the words of each finding, and the check's own for those that have none; each once. */
export function remedyOf({ criterion, verdict }: Tick): string {
  const findings = verdict.status === 'fail' ? verdict.findings : [];
  return [...new Set(findings.map(({ remedy = criterion.remedy }) => remedy))].join(' ') || criterion.remedy;
}
