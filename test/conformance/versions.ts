import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  affects,
  type Dialect,
  type OsvAffected,
  orderOf,
  sameEcosystem,
  type VersionOrder,
} from '../../src/versions/index.ts';
import type { Outcome } from './vectors.ts';

/** A file of `conformance/versions`. */
interface Vectors {
  readonly compare?: readonly (readonly [a: string, operator: '<' | '=' | '>', b: string])[];
  readonly satisfies?: readonly (readonly [version: string, constraint: string, expected: boolean, dialect: Dialect])[];
  readonly valid?: readonly (readonly [version: string, expected: boolean])[];
  readonly other?: readonly unknown[];
}

interface OsvRow {
  readonly affected: readonly (OsvAffected & {
    readonly package: { readonly ecosystem: string; readonly name: string };
  })[];
  readonly version: string;
  readonly want: boolean;
}

interface AdvisoryRow {
  readonly ecosystem: string;
  readonly version: string;
  readonly vulnerable: readonly string[];
  readonly patched: readonly string[];
  readonly unaffected: readonly string[];
  readonly want: boolean;
}

/** One vector: its name and what came instead; null = as it should be. */
type Verdict = readonly [id: string, miss: string | null];

/** Judges every file: orders in both directions, ranges, validity, advisories. */
export async function run(dir: string): Promise<readonly Outcome[]> {
  return readdirSync(dir)
    .filter((file) => file.endsWith('.json') && file !== 'index.json')
    .map((file) => {
      const vectors = JSON.parse(readFileSync(join(dir, file), 'utf8')) as Vectors; // the vectors' own shape
      const verdicts = [...judged(basename(file, '.json').replace(/-realworld$/, ''), vectors)];
      const misses = verdicts.flatMap(([id, miss]) => (miss === null ? [] : [`${id}: ${miss}`]));
      return { file, total: verdicts.length, passed: verdicts.length - misses.length, misses };
    });
}

function* judged(name: string, vectors: Vectors): Generator<Verdict> {
  if (name === 'osv-affects') return yield* (vectors.other ?? []).map((row, i) => osvVerdict(row as OsvRow, i));
  if (name === 'trivy-advisory')
    return yield* (vectors.other ?? []).map((row, i) => advisoryVerdict(row as AdvisoryRow, i));
  const order = orderOf(name);
  if (order === null) throw new Error(`versions: ${name} has no order`);
  for (const [a, operator, b] of vectors.compare ?? []) yield compared(order, a, operator, b);
  for (const [version, constraint, expected, dialect] of vectors.satisfies ?? []) {
    const ours = attempt(() => order.satisfies(version, constraint, dialect));
    yield [
      `${version} in ${JSON.stringify(constraint)} (${dialect})`,
      ours === expected ? null : `${ours} instead of ${expected}`,
    ];
  }
  for (const [version, expected] of vectors.valid ?? []) {
    const ours = attempt(() => order.isValid(version));
    yield [`valid ${JSON.stringify(version)}`, ours === expected ? null : `${ours} instead of ${expected}`];
  }
  for (const row of vectors.other ?? []) {
    const [a, operator, b] = row as readonly [string, string, string]; // apk's fuzzy operators, each of which holds
    const ours = attempt(() => order.satisfies(a, `${operator}${b}`));
    yield [`${a} ${operator} ${b}`, ours === true ? null : `${ours} instead of true`];
  }
}

function compared(order: VersionOrder, a: string, operator: '<' | '=' | '>', b: string): Verdict {
  const wanted = { '<': -1, '=': 0, '>': 1 }[operator];
  const ours = attempt(() => Math.sign(order.compare(a, b)));
  const mirrored = attempt(() => Math.sign(order.compare(b, a)));
  const isRight = ours === wanted && mirrored === 0 - wanted;
  return [`${a} ${operator} ${b}`, isRight ? null : `${ours}, mirrored ${mirrored}`];
}

function attempt<T>(act: () => T): T | string {
  try {
    return act();
  } catch (error) {
    return `thrown: ${String(error)}`;
  }
}

/** The rows' package is always npm's my-package. */
function osvVerdict({ affected, version, want }: OsvRow, i: number): Verdict {
  const npm = orderOf('npm');
  const ours = affected.some(
    (it) =>
      npm !== null &&
      sameEcosystem(it.package.ecosystem, 'npm') &&
      it.package.name === 'my-package' &&
      affects(it, version, npm),
  );
  return [`${i} ${version}`, ours === want ? null : `${ours} instead of ${want}`];
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  npm: 'trivy-npm',
  pypi: 'pep440',
  rubygems: 'gem',
  maven: 'trivy-maven',
};

/** Trivy's rule: in a vulnerable range (where any is given) and in none that is patched or unaffected. */
function advisoryVerdict(row: AdvisoryRow, i: number): Verdict {
  const { ecosystem, version, vulnerable, patched, unaffected, want } = row;
  const order = orderOf(ecosystem);
  const within = (ranges: readonly string[]) =>
    order?.satisfies(version, ranges.join(' || '), DIALECTS[ecosystem] ?? 'trivy-generic') === true;
  const secure = [...patched, ...unaffected];
  const isVulnerable = vulnerable.length === 0 || within(vulnerable);
  const readable = order?.isValid(version) === true;
  const ours = readable && isVulnerable && (secure.length > 0 ? !within(secure) : vulnerable.length > 0);
  return [`${i} ${version}`, ours === want ? null : `${ours} instead of ${want}`];
}
