import type {
  CounterProof,
  Criteria,
  Criterion,
  Digest,
  Evidence,
  EvidenceRecord,
  Inputs,
  Measured,
  ProofState,
  Tick,
  TickCriterion,
  Verdict,
} from '../domain/index.ts';
import { digestOf, marginOf, sha256 } from '../formats/index.ts';
import { recordDigest, recordValidUntil, validUntil } from './currency.ts';
import { exitCodeFor } from './decision.ts';
import { criteriaDiff } from './loosening.ts';

/** A criterion's result before it is a tick. */
export interface Result {
  readonly criterion: Criterion;
  readonly key: Digest | null;
  readonly inputs: Inputs | null;
  readonly verdict: Verdict;
  readonly proof: { readonly state: ProofState; readonly because: string };
  readonly elapsedMs: number;
  readonly reproduce: readonly string[];
}

/** Makes a tick of a fresh result. A result whose inputs cannot be named depends on everything: its key holds for this run alone. */
export function tickOf(result: Result, run: { readonly id: string; readonly nowMs: number }): Tick {
  const { criterion, verdict, proof } = result;
  return {
    criterion: tickCriterion(criterion),
    key: result.key ?? digestOf({ run: run.id, criterion: criterion.id }),
    inputs: result.inputs ?? { run: sha256(run.id) },
    verdict,
    measured: measuredIn(verdict),
    proof: proof.state,
    proofBecause: proof.because,
    currency: 'fresh',
    validUntil: validUntil(criterion.check.id, run.nowMs),
    judgedAt: new Date(run.nowMs).toISOString(),
    elapsedMs: Math.round(result.elapsedMs),
    reused: false,
    reproduce: result.reproduce,
  };
}

/** A criterion as plain data: enough to render without the catalogue. */
export function tickCriterion({
  check,
  id,
  title,
  required,
  params,
  stack,
  waiver,
  at,
  section,
}: Criterion): TickCriterion {
  return {
    id,
    check: check.id,
    version: check.version,
    title,
    why: check.why,
    remedy: check.remedy,
    references: check.references,
    aliases: check.aliases ?? [],
    required,
    params,
    section,
    ...(stack === undefined ? {} : { stack }),
    ...(waiver ? { waiver } : {}),
    ...(at ? { at } : {}),
  };
}

function measuredIn(verdict: Verdict): Measured | null {
  const evidence: readonly Evidence[] =
    verdict.status === 'pass'
      ? verdict.evidence
      : verdict.status === 'fail'
        ? verdict.findings.flatMap((it) => it.evidence)
        : [];
  const measures = evidence.filter((it) => it.kind === 'measure');
  const judged = measures.find(({ target }) => target !== undefined) ?? measures[0];
  if (!judged) return null;
  const { what, value, unit, target, samples = [] } = judged;
  return { what, value, unit, target: target?.text ?? null, margin: target ? marginOf(target, value) : null, samples };
}

/** What a record is made of beside its ticks. */
export interface RecordParts {
  readonly version: string;
  readonly criteria: Criteria;
  readonly subject: string;
  readonly run: EvidenceRecord['run'];
  readonly inputs: Omit<EvidenceRecord['inputs'], 'criteria'>;
  readonly ticks: readonly Tick[];
  readonly counterProofs: readonly CounterProof[];
  readonly warnings: EvidenceRecord['warnings'];
  readonly last: EvidenceRecord | null;
  readonly nowMs: number;
}

/** Puts a record together: order of the criteria, what was loosened, decision and exit code. Pure. */
export function compileRecord(parts: RecordParts): EvidenceRecord {
  const { criteria, run, last, nowMs } = parts;
  const order = new Map(criteria.criteria.map(({ id }, index) => [id, index]));
  const ticks = [...parts.ticks].sort((a, b) => (order.get(a.criterion.id) ?? 0) - (order.get(b.criterion.id) ?? 0));
  const skipped = run.leftOut.some(({ required }) => required);
  const exitCode = exitCodeFor(ticks, { allowUnproven: run.allowUnproven, nowMs, skipped });
  const proven = exitCodeFor(ticks, { allowUnproven: false, nowMs, skipped }) === 0;
  return {
    schema: 1,
    tool: { name: 'tickproof', version: parts.version },
    name: criteria.name,
    subject: parts.subject,
    run,
    inputs: {
      ...parts.inputs,
      criteria: { path: criteria.file, sha256: sha256(criteria.text), profile: criteria.profile },
    },
    sections: criteria.sections,
    ticks,
    counterProofs: parts.counterProofs,
    warnings: parts.warnings,
    previous: last && {
      digest: recordDigest(last),
      criteriaDiff: criteriaDiff(
        last,
        ticks.map(({ criterion }) => criterion),
      ).filter(({ id, change }) => change !== 'removed' || !run.leftOut.some((it) => it.id === id)),
    },
    decision: proven ? 'certified' : 'not-certified',
    exitCode,
    validUntil: recordValidUntil(ticks),
  };
}
