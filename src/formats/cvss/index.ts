import type { Severity } from '../../domain/index.ts';
import { GRAMMAR_2, score2 } from './v2.ts';
import { GRAMMAR_3, score3 } from './v3.ts';
import { GRAMMAR_4, score4 } from './v4.ts';
import { readMetrics } from './vector.ts';

export interface CvssScore {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  readonly score: number;
  readonly severity: Severity;
}

/**
 * The score that follows from a CVSS vector: the base score of 2.0, 3.0 and 3.1; of 4.0 with whatever threat and
 * environmental metrics are in it. Null where it is no vector: a metric is unknown, doubled or missing.
 */
export function scoreCvss(vector: string): CvssScore | null {
  const text = vector.trim();
  const [, version = '', rest = ''] = /^CVSS:(3\.0|3\.1|4\.0)\/([^\s]*)$/.exec(text) ?? [];
  if (version === '4.0') {
    const metrics = readMetrics(rest, GRAMMAR_4);
    return metrics && scored('4.0', score4(metrics));
  }
  if (version === '3.0' || version === '3.1') {
    const metrics = readMetrics(rest, GRAMMAR_3);
    return metrics && scored(version, score3(metrics, version));
  }
  const metrics = readMetrics(bare(text), GRAMMAR_2);
  return metrics && scored('2.0', score2(metrics));
}

/** 2.0 has no prefix of its own; some write it in brackets or with one. */
function bare(text: string): string {
  const unprefixed = text.replace(/^CVSS(?::2\.0\/|2#)/, '');
  return unprefixed.startsWith('(') && unprefixed.endsWith(')') ? unprefixed.slice(1, -1) : unprefixed;
}

function scored(version: CvssScore['version'], score: number): CvssScore {
  return { version, score, severity: severityOfScore(score, version) };
}

/** The band of a score: 9–10 critical, 7–8.9 high, 4–6.9 medium, 0.1–3.9 low; 2.0 ends at high, and 0 there is low. */
export function severityOfScore(score: number, version?: CvssScore['version']): Severity {
  if (!Number.isFinite(score) || score < 0 || score > 10) return 'unknown';
  if (version === '2.0') return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'negligible';
}
