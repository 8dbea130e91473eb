import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, SeenFacts, Verdict } from '../../src/domain/index.ts';
import { type AnyMutant, mutantsOf, tryMutant, tryNothing } from '../../src/proof/index.ts';
import { judgeFacts } from '../../src/verify/index.ts';
import type { Client } from '../kit/index.ts';
import { type Deployment, deployments } from './deployments/index.ts';
import { isRule, REQUIRED, SEVERAL } from './required.ts';
import { factsOf, worldOf } from './world.ts';

/** What came of a check on the deployments. */
export interface Held {
  readonly faults: readonly string[];
  /** Deployments on which it is green. */
  readonly green: number;
  /** Mutants by what became of them; `made` are those that an engine is needed for. */
  readonly killed: number;
  readonly equivalent: number;
  readonly made: number;
  /** What it shows of each deployment, and each mutant with what became of it: one line each. */
  readonly book: string;
}

interface Claim {
  readonly id: string;
  readonly check: AnyCheck;
  readonly params: unknown;
  readonly facts: SeenFacts;
}

/** Tries a check on every deployment: all its mutants are killed or change nothing, and the catalogue's are among them. */
export async function held(check: AnyCheck, client: Client): Promise<Held> {
  const faults: string[] = [];
  const shown = new Map<string, Set<string>>();
  const book: string[] = [];
  const counts = { green: 0, killed: 0, equivalent: 0, made: 0 };
  for (const deployment of deployments) {
    const claim = await claimOf(deployment, check, client);
    const verdict = claim && judgeFacts(claim, claim.facts);
    const status = verdict?.status ?? 'not asked';
    book.push(`${deployment.name}: ${status}`, ...(verdict ? shownBy(verdict) : []));
    const wanted = deployment.otherwise[check.id] ?? 'pass';
    if (status !== wanted && !isRule(check)) faults.push(`${deployment.name}: is ${status}, wanted ${wanted}`);
    if (!claim || status !== 'pass') continue;
    counts.green += 1;
    const tried = await triedOn(deployment, claim, client);
    faults.push(...tried.faults.map((fault) => `${deployment.name}: ${fault}`));
    for (const { mutant, became, change } of tried.mutants) {
      const otherwise = change ? ` ${short(change)}` : '';
      book.push(
        `  ${mutant.level} ${mutant.title} [${mutant.reason}]: ${became}${mutant.weak ? ', weak' : ''}${otherwise}`,
      );
      counts[became] += 1;
      const key = `${mutant.level} ${mutant.reason}`;
      if (became !== 'equivalent') shown.set(key, (shown.get(key) ?? new Set()).add(mutant.title));
    }
  }
  if (isRule(check)) return { faults, ...counts, book: `${book.join('\n')}\n` };
  if (counts.green === 0) faults.push('is green nowhere');
  return { faults: [...faults, ...lackingOf(check, shown)], ...counts, book: `${book.join('\n')}\n` };
}

function shownBy(verdict: Verdict): readonly string[] {
  if (verdict.status === 'fail') return verdict.findings.map(({ reason, message }) => `  ${reason}: ${message}`);
  if (verdict.status === 'pass') return verdict.evidence.map((it) => `  ${short(it)}`);
  return [`  ${verdict.because}`];
}

const MOST_CHARACTERS = 1_500;

/** As JSON, with places as `Dockerfile:5`. */
function short(value: object): string {
  const text = JSON.stringify(value, (key, it: unknown) =>
    key === 'at' && typeof it === 'object' && it !== null && 'startLine' in it && 'file' in it
      ? `${String(it.file)}:${String(it.startLine)}`
      : it,
  );
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}… (${text.length} characters)`;
}

async function claimOf(deployment: Deployment, check: AnyCheck, client: Client): Promise<Claim | null> {
  const written = deployment.params[check.id];
  const read = check.params.safeParse(written ?? {});
  if (!read.success && !written) return null;
  const params: unknown = check.params.parse(written ?? {});
  return { id: check.id, check, params, facts: await factsOf(deployment, check, params, client) };
}

interface Tried {
  readonly faults: readonly string[];
  readonly mutants: readonly {
    readonly mutant: AnyMutant;
    readonly became: 'killed' | 'equivalent' | 'made';
    readonly change?: object | null;
  }[];
}

async function triedOn(deployment: Deployment, claim: Claim, client: Client): Promise<Tried> {
  const world = worldOf(deployment, claim.facts, client);
  const faults: string[] = [];
  const mutants: Tried['mutants'][number][] = [];
  const nothing = await tryNothing(claim, world);
  if (nothing.status !== 'killed') faults.push('green where there is nothing');
  const all = mutantsOf(claim);
  const titles = all.map(({ level, title }) => `${level} ${title}`);
  if (new Set(titles).size < titles.length) faults.push(`two mutants have one title: ${titles.join('; ')}`);
  for (const mutant of all) {
    const name = `${mutant.level} ${mutant.title}`;
    if (!claim.check.reasons.includes(mutant.reason))
      faults.push(`${name}: ${mutant.reason} is no reason of the check`);
    if (mutant.level === 'R' || mutant.level === 'P' || mutant.level === 'B') {
      const change = changeOf(mutant, claim, world.sources());
      if (change === undefined) faults.push(`${name}: its change is no plain data`);
      else if (change !== null) faults.push(...nearerFaults(name, mutant, claim));
      mutants.push({ mutant, became: change === null ? 'equivalent' : 'made', change: change ?? null });
      continue;
    }
    const { outcome } = await tryMutant(claim, mutant, world);
    if (outcome.status === 'killed' || outcome.status === 'equivalent')
      mutants.push({ mutant, became: outcome.status });
    else faults.push(`${name}: ${JSON.stringify(outcome)}`);
  }
  return { faults, mutants };
}

type EngineMutant = Extract<AnyMutant, { level: 'R' | 'P' | 'B' }>;

/** The change of an engine's mutant; null where there is none to make, undefined where it is not what JSON holds. */
function changeOf(
  mutant: EngineMutant,
  { facts, params }: Claim,
  sources: ReturnType<ReturnType<typeof worldOf>['sources']>,
): object | null | undefined {
  if (mutant.level === 'B' && !sources) return undefined;
  const change =
    mutant.level === 'B' && sources
      ? mutant.edit(sources, facts, params)
      : mutant.level !== 'B'
        ? mutant.edit(facts, params)
        : null;
  if (change === null) return null;
  const read: unknown = JSON.parse(JSON.stringify(change));
  return isDeepStrictEqual(read, change) && Object.keys(change).length > 0 ? change : undefined;
}

/** By a bound that is nearer than the real one, what was measured must still be well. */
function nearerFaults(name: string, { level, params }: EngineMutant, { check, facts }: Claim): readonly string[] {
  if (params === undefined || level === 'B') return []; // builds from the cache are held against those of the cache
  const verdict: Verdict = judgeFacts({ check, params }, facts);
  return verdict.status === 'pass' ? [] : [`${name}: judged by its parameters the original is ${verdict.status}`];
}

/** What the catalogue wants and no deployment showed. */
function lackingOf(check: AnyCheck, shown: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const wanted = REQUIRED[check.id];
  if (!wanted) return ['is not in the catalogue of required mutants'];
  const lacking = wanted.filter((key) => (shown.get(key)?.size ?? 0) < (SEVERAL[`${check.id} ${key}`] ?? 1));
  const never = check.mutants.filter(({ level, reason, title }) => !shown.get(`${level} ${reason}`)?.has(title));
  return [
    ...lacking.map((key) => `too few mutants bring back ${key}`),
    ...never.map(({ level, title }) => `${level} ${title}: is made of no deployment`),
    ...([...shown.keys()].every((key) => key.startsWith('J')) ? ['only its comparison is tried'] : []),
  ];
}
