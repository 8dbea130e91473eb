import type { Grammar, Metrics } from './vector.ts';

/** CVSS 2.0, A Complete Guide, §2 and §3.2. */
export const GRAMMAR_2: Grammar = {
  mandatory: { AV: 'L A N', AC: 'H M L', Au: 'M S N', C: 'N P C', I: 'N P C', A: 'N P C' },
  optional: {
    E: 'U POC F H ND',
    RL: 'OF TF W U ND',
    RC: 'UC UR C ND',
    CDP: 'N L LM MH H ND',
    TD: 'N L M H ND',
    CR: 'L M H ND',
    IR: 'L M H ND',
    AR: 'L M H ND',
  },
};

const WEIGHTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: { N: 0, P: 0.275, C: 0.66 },
  I: { N: 0, P: 0.275, C: 0.66 },
  A: { N: 0, P: 0.275, C: 0.66 },
};

/** The base score. */
export function score2(metrics: Metrics): number {
  const weight = (name: string) => WEIGHTS[name]?.[metrics.get(name) ?? ''] ?? 0; // the grammar knows each
  const impact = 10.41 * (1 - (1 - weight('C')) * (1 - weight('I')) * (1 - weight('A')));
  const exploitability = 20 * weight('AV') * weight('AC') * weight('Au');
  const score = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176);
  return Math.max(0, Math.round(score * 10) / 10);
}
