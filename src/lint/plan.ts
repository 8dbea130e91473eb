import { type AnyCheck, type Atom, LINT_SEVERITIES, type LintSeverity, TickproofError } from '../domain/index.ts';
import { nearestId } from '../formats/index.ts';
import type { HadolintConfig } from '../formats/lint-config/index.ts';

/** A check as it is asked here. */
export interface LintRule {
  readonly check: AnyCheck;
  readonly severity: LintSeverity;
  readonly params: unknown;
  /** Asked only where a file's own comments ask for it. */
  readonly onRequest: boolean;
  /** What it wants to see of the folder; null for what a Dockerfile and its folder cannot answer. */
  readonly ofContext: readonly Atom[] | null;
}

export interface LintPlan {
  readonly rules: readonly LintRule[];
  /** Every name that a comment may use, but for those of other programs. */
  readonly known: ReadonlySet<string>;
  /** The ids that say the same better, by the id that they supersede. */
  readonly better: ReadonlyMap<string, readonly string[]>;
  /** Programs beside us have ids too. */
  readonly isOff: (alias: string) => boolean;
  readonly severityOf: (alias: string) => LintSeverity | null;
  readonly withoutHadolintPragmas: boolean;
}

export interface PlanSettings {
  readonly profile: 'default' | 'strict';
  /** Ids or aliases; none = all of the profile. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly config: HadolintConfig | null;
}

/** Ids that hadolint once had, or whose program is another one: named without being known here. */
const FOREIGN = /^(?:DL(?:3005|3017|3031|3039|4002)|SC\d{4}|shellcheck(?:\/SC\d{4})?)$/;
/** What a static check without settings of its own weighs. */
const UNWEIGHED: LintSeverity = 'warning';
const FROM_BYTES = /^(?:dockerfile|context|compose)\./;

/** Checks that files alone can answer. */
function staticChecks(checks: readonly AnyCheck[]): readonly AnyCheck[] {
  return checks.filter(({ reads }) => (reads as readonly Atom[]).every((atom) => FROM_BYTES.test(atom)));
}

/** Which checks are asked, how much each weighs and with which parameters. Throws `usage` for an id that nobody knows. */
export function planLint(checks: readonly AnyCheck[], { profile, only, skip, config }: PlanSettings): LintPlan {
  const all = staticChecks(checks);
  const names = new Set(all.flatMap(namesOf));
  for (const name of [...only, ...skip]) if (!isKnownTo({ known: names }, name)) throw unknownId(names, name);
  const ignored = [...skip, ...(config?.ignored ?? [])];
  const rules = all.flatMap((check): LintRule[] => {
    const own = namesOf(check);
    const isNamed = (list: readonly string[]) => own.some((it) => list.includes(it));
    if (only.length > 0 && !isNamed(only)) return [];
    if (isNamed(ignored) && !isNamed(only)) return [];
    const given = config ? paramsFrom(check, config) : {};
    const override = severityFrom(own, config);
    const isWanted =
      only.length > 0 || override !== null || Object.keys(given).length > 0 || isInProfile(check, profile);
    const params = paramsOf(check, given);
    if (params === null) return []; // it wants what only a deployment's criteria say
    const severity = override ?? check.lint?.severity ?? UNWEIGHED;
    return isWanted || check.lint
      ? [{ check, severity, params, onRequest: !isWanted, ofContext: contextAtoms(check) }]
      : [];
  });
  return {
    rules,
    known: new Set(checks.flatMap(namesOf)),
    better: betterThan(rules),
    isOff: (alias) => ignored.includes(alias) || (only.length > 0 && !only.includes(alias)),
    severityOf: (alias) => severityFrom([alias], config),
    withoutHadolintPragmas: config?.disableIgnorePragma ?? false,
  };
}

const defaults = new WeakMap<object, object | null>();

/** The parameters with their defaults; null where some are missing. Most checks share the schema of those without any. */
function paramsOf({ params }: AnyCheck, given: Readonly<Record<string, unknown>>): object | null {
  const isDefault = Object.keys(given).length === 0;
  const before = isDefault ? defaults.get(params) : undefined;
  if (before !== undefined) return before;
  const read = params.safeParse(given);
  const values = read.success ? (read.data as object) : null;
  if (isDefault) defaults.set(params, values);
  return values;
}

function contextAtoms({ reads }: AnyCheck): readonly Atom[] | null {
  const atoms = reads as readonly Atom[];
  const rest = atoms.filter((atom) => !atom.startsWith('dockerfile.'));
  return rest.every((atom) => atom.startsWith('context.')) ? rest : null;
}

function betterThan(rules: readonly LintRule[]): ReadonlyMap<string, readonly string[]> {
  const better = new Map<string, string[]>();
  for (const { check } of rules)
    for (const id of check.lint?.supersedes ?? []) better.set(id, [...(better.get(id) ?? []), check.id]);
  return better;
}

/** `strict` asks all that need no parameters; a check without settings here is about a deployment's criteria first. */
function isInProfile({ lint }: AnyCheck, profile: PlanSettings['profile']): boolean {
  return profile === 'strict' || lint?.profile === 'default';
}

/** The profile in which files are asked a check without naming it; null for what files cannot answer, or not without parameters. */
export function askedIn(check: AnyCheck): PlanSettings['profile'] | null {
  const reads = check.reads as readonly Atom[];
  const isOfFiles = reads.every((atom) => FROM_BYTES.test(atom) && atom !== 'compose.references');
  const isOfOne = check.lint !== undefined || new Set(reads.map((atom) => atom.startsWith('compose.'))).size === 1;
  if (!isOfFiles || !isOfOne || paramsOf(check, {}) === null) return null;
  return check.lint?.profile ?? 'strict';
}

/** Every name of a check, as the files of other tools and people may write it. */
export function namesOf({ id, aliases = [] }: Pick<AnyCheck, 'id' | 'aliases'>): readonly string[] {
  return [id, ...aliases];
}

/** Whether a comment or a setting may name it: it is a check's, or one of a program whose rules are not ours. */
export function isKnownTo({ known }: Pick<LintPlan, 'known'>, name: string): boolean {
  return known.has(name) || FOREIGN.test(name);
}

function unknownId(names: ReadonlySet<string>, name: string): TickproofError {
  const near = nearestId(name, names);
  return new TickproofError('usage', `there is no static check \`${name}\``, {
    remedy: near ? `Did you mean \`${near}\`?` : 'Run `tickproof explain` for the list.',
  });
}

/** The heaviest wins where an id is listed twice. */
function severityFrom(names: readonly string[], config: HadolintConfig | null): LintSeverity | null {
  if (!config) return null;
  return LINT_SEVERITIES.find((severity) => names.some((it) => config.override[severity].includes(it))) ?? null;
}

/** The settings that checks take by their parameters' names. */
function paramsFrom(check: AnyCheck, config: HadolintConfig): Readonly<Record<string, unknown>> {
  const { trustedRegistries, labelSchema, strictLabels } = config;
  const known: Readonly<Record<string, unknown>> = {
    ...(trustedRegistries.length > 0 ? { registries: trustedRegistries } : {}),
    ...(Object.keys(labelSchema).length > 0 ? { schema: labelSchema } : {}),
    ...(strictLabels ? { strict: true } : {}),
  };
  const own = Object.keys((check.params as { readonly shape?: object }).shape ?? {}); // a strict object has its fields there
  return Object.fromEntries(Object.entries(known).filter(([key]) => own.includes(key)));
}
