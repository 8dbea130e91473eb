import type { Grammar, Metrics } from './vector.ts';

/** CVSS 3.0 and 3.1, specification document, table 15 and §7. */
export const GRAMMAR_3: Grammar = {
  mandatory: { AV: 'N A L P', AC: 'L H', PR: 'N L H', UI: 'N R', S: 'U C', C: 'H L N', I: 'H L N', A: 'H L N' },
  optional: {
    E: 'X H F P U',
    RL: 'X U W T O',
    RC: 'X C R U',
    CR: 'X H M L',
    IR: 'X H M L',
    AR: 'X H M L',
    MAV: 'X N A L P',
    MAC: 'X L H',
    MPR: 'X N L H',
    MUI: 'X N R',
    MS: 'X U C',
    MC: 'X H L N',
    MI: 'X H L N',
    MA: 'X H L N',
  },
};

const IMPACT: Readonly<Record<string, number>> = { H: 0.56, L: 0.22, N: 0 };
const WEIGHTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  C: IMPACT,
  I: IMPACT,
  A: IMPACT,
};
/** A privilege weighs more where the scope changes. */
const PRIVILEGES_CHANGED: Readonly<Record<string, number>> = { N: 0.85, L: 0.68, H: 0.5 };

/** The base score. */
export function score3(metrics: Metrics, version: '3.0' | '3.1'): number {
  const isChanged = metrics.get('S') === 'C';
  const weight = (name: string) => WEIGHTS[name]?.[metrics.get(name) ?? ''] ?? 0; // the grammar knows each
  const loss = 1 - (1 - weight('C')) * (1 - weight('I')) * (1 - weight('A'));
  const impact = isChanged ? 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15 : 6.42 * loss;
  if (impact <= 0) return 0;
  const privileges = isChanged ? (PRIVILEGES_CHANGED[metrics.get('PR') ?? ''] ?? 0) : weight('PR');
  const exploitability = 8.22 * weight('AV') * weight('AC') * privileges * weight('UI');
  const sum = isChanged ? 1.08 * (impact + exploitability) : impact + exploitability;
  return version === '3.0' ? Math.ceil(Math.min(sum, 10) * 10) / 10 : roundUp(Math.min(sum, 10));
}

/** §7.4 of 3.1: with whole numbers, so that 4.02 becomes 4.1 and 4.000000001 stays 4.0 on every machine. */
function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000);
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10;
}
