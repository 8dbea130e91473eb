import type { Grammar, Metrics } from './vector.ts';
import { type Macro, macroScore } from './v4-table.ts';

/** CVSS 4.0, specification document, table 23. */
export const GRAMMAR_4: Grammar = {
  mandatory: {
    AV: 'N A L P',
    AC: 'L H',
    AT: 'N P',
    PR: 'N L H',
    UI: 'N P A',
    VC: 'H L N',
    VI: 'H L N',
    VA: 'H L N',
    SC: 'H L N',
    SI: 'H L N',
    SA: 'H L N',
  },
  optional: {
    E: 'X A P U',
    CR: 'X H M L',
    IR: 'X H M L',
    AR: 'X H M L',
    MAV: 'X N A L P',
    MAC: 'X L H',
    MAT: 'X N P',
    MPR: 'X N L H',
    MUI: 'X N P A',
    MVC: 'X H L N',
    MVI: 'X H L N',
    MVA: 'X H L N',
    MSC: 'X H L N',
    MSI: 'X S H L N',
    MSA: 'X S H L N',
    S: 'X N P',
    AU: 'X N Y',
    R: 'X A U I',
    V: 'X D C',
    RE: 'X L M H',
    U: 'X Clear Green Amber Red',
  },
};

/** Levels of each metric from the worst down: how far apart two values are. */
const LEVELS: Readonly<Record<string, string>> = {
  AV: 'NALP',
  PR: 'NLH',
  UI: 'NPA',
  AC: 'LH',
  AT: 'NP',
  VC: 'HLN',
  VI: 'HLN',
  VA: 'HLN',
  SC: ' HLN',
  SI: 'SHLN',
  SA: 'SHLN',
  CR: 'HML',
  IR: 'HML',
  AR: 'HML',
};

const IMPACT_METRICS = ['VC', 'VI', 'VA', 'SC', 'SI', 'SA'];

/** The worst vectors of each level of an equivalence class, as values of `metrics` in order; `depth` is its severity distance. */
interface Class {
  readonly metrics: readonly string[];
  readonly levels: Readonly<Record<string, { readonly depth: number; readonly worst: readonly string[] }>>;
}

const EQ1: Class = {
  metrics: ['AV', 'PR', 'UI'],
  levels: {
    0: { depth: 1, worst: ['NNN'] },
    1: { depth: 4, worst: ['ANN', 'NLN', 'NNP'] },
    2: { depth: 5, worst: ['PNN', 'ALP'] },
  },
};
const EQ2: Class = {
  metrics: ['AC', 'AT'],
  levels: { 0: { depth: 1, worst: ['LN'] }, 1: { depth: 2, worst: ['HN', 'LP'] } },
};
const EQ3_6: Class = {
  metrics: ['VC', 'VI', 'VA', 'CR', 'IR', 'AR'],
  levels: {
    '00': { depth: 7, worst: ['HHHHHH'] },
    '01': { depth: 6, worst: ['HHLMMH', 'HHHMMM'] },
    '10': { depth: 8, worst: ['LHHHHH', 'HLHHHH'] },
    '11': { depth: 8, worst: ['LHLHMH', 'LHHHMM', 'HLHMHM', 'HLLMHH', 'LLHHHM'] },
    '21': { depth: 10, worst: ['LLLHHH'] },
  },
};
const EQ4: Class = {
  metrics: ['SC', 'SI', 'SA'],
  levels: {
    0: { depth: 6, worst: ['HSS'] },
    1: { depth: 5, worst: ['HHH'] },
    2: { depth: 4, worst: ['LLL'] },
  },
};

/** The score of all metrics that are given: threat and environment too where the vector has them (§8). */
export function score4(metrics: Metrics): number {
  const value = (name: string) => effective(metrics, name);
  if (IMPACT_METRICS.every((name) => value(name) === 'N')) return 0;
  const macro = macroOf(value);
  const score = macroScore(macro) ?? 0;
  const [eq1, eq2, eq3, eq4, eq5, eq6] = macro;
  const steps = [
    { next: macroScore([eq1 + 1, eq2, eq3, eq4, eq5, eq6]), share: shareOf(EQ1, `${eq1}`, value) },
    { next: macroScore([eq1, eq2 + 1, eq3, eq4, eq5, eq6]), share: shareOf(EQ2, `${eq2}`, value) },
    { next: belowImpact(macro), share: shareOf(EQ3_6, `${eq3}${eq6}`, value) },
    { next: macroScore([eq1, eq2, eq3, eq4 + 1, eq5, eq6]), share: shareOf(EQ4, `${eq4}`, value) },
    { next: macroScore([eq1, eq2, eq3, eq4, eq5 + 1, eq6]), share: 0 },
  ].flatMap(({ next, share }) => (next === null ? [] : [(score - next) * share]));
  const mean = steps.length === 0 ? 0 : steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const least = Math.min(10, Math.max(0, score - mean));
  return Math.round((least + 1e-6) * 10) / 10; // binary halves: 8.6499999 is meant to be 8.65
}

/** What counts: the modified metric, else the base one; what is not said is taken at its worst. */
function effective(metrics: Metrics, name: string): string {
  const modified = metrics.get(`M${name}`) ?? 'X';
  const own = modified === 'X' ? (metrics.get(name) ?? 'X') : modified;
  if (own !== 'X') return own;
  return name === 'E' ? 'A' : 'H';
}

function macroOf(value: (name: string) => string): Macro {
  const is = (name: string, level: string) => value(name) === level;
  const open = [is('AV', 'N'), is('PR', 'N'), is('UI', 'N')];
  const eq1 = open.every(Boolean) ? 0 : open.some(Boolean) && !is('AV', 'P') ? 1 : 2;
  const eq2 = is('AC', 'L') && is('AT', 'N') ? 0 : 1;
  const eq3 = is('VC', 'H') && is('VI', 'H') ? 0 : ['VC', 'VI', 'VA'].some((name) => is(name, 'H')) ? 1 : 2;
  const eq4 = is('SI', 'S') || is('SA', 'S') ? 0 : ['SC', 'SI', 'SA'].some((name) => is(name, 'H')) ? 1 : 2;
  const eq5 = is('E', 'A') ? 0 : is('E', 'P') ? 1 : 2;
  const eq6 = ['C', 'I', 'A'].some((it) => is(`${it}R`, 'H') && is(`V${it}`, 'H')) ? 0 : 1;
  return [eq1, eq2, eq3, eq4, eq5, eq6];
}

/** EQ3 and EQ6 are lowered together: the higher-scored of what lies directly below. */
function belowImpact([eq1, eq2, eq3, eq4, eq5, eq6]: Macro): number | null {
  const lowerConfidentiality = macroScore([eq1, eq2, eq3 + 1, eq4, eq5, eq6]);
  const lowerRequirement = macroScore([eq1, eq2, eq3, eq4, eq5, eq6 + 1]);
  if (lowerConfidentiality === null) return eq3 === 1 && eq6 === 0 ? lowerRequirement : null;
  return eq3 === 0 && eq6 === 0 ? Math.max(lowerConfidentiality, lowerRequirement ?? 0) : lowerConfidentiality;
}

/** How far below the worst vector of its class this one lies, as a share of the class's depth. */
function shareOf({ metrics, levels }: Class, level: string, value: (name: string) => string): number {
  const { depth, worst } = levels[level] ?? { depth: 1, worst: [] }; // every level that a macro vector can have is there
  for (const vector of worst) {
    const distances = metrics.map((name, index) => {
      const order = LEVELS[name] ?? '';
      return order.indexOf(value(name)) - order.indexOf(vector[index] ?? '');
    });
    if (distances.every((distance) => distance >= 0)) return distances.reduce((sum, it) => sum + it, 0) / depth;
  }
  return 0;
}
