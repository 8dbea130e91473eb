import type {
  CounterProof,
  Criteria,
  Criterion,
  EvidenceRecord,
  Ports,
  Target,
  Tick,
  Verdict,
} from '../domain/index.ts';
import { bareWorld, folderWorld, type ImageRead, imageRead, prove, type ProofMode } from '../proof/index.ts';
import { linesIn } from './lines.ts';
import { engineOf, runnerOf } from './record-parts.ts';
import { factsOf, recordInputs, stackFacts } from './verify-inputs.ts';
import { warnOfRecords } from './records-warning.ts';
import { anchored, compileRecord, type LinesOf, type RecordParts, tickOf } from '../record/index.ts';
import {
  gather,
  type Gathered,
  type GroupName,
  judgeCriterion,
  metered,
  type Plan,
  type Planned,
  planFor,
  reproduceFor,
  targetOf,
} from '../verify/index.ts';

/** What `verify` is asked to do. */
export interface VerifyRequest {
  readonly target: Target;
  /** What the person named, for the record. */
  readonly subject: string;
  readonly criteria: Criteria;
  readonly ports: Ports;
  readonly last: EvidenceRecord | null;
  readonly proof: ProofMode;
  readonly allowUnproven: boolean;
  /** Criteria of the file or profile that were not selected. */
  readonly leftOut: EvidenceRecord['run']['leftOut'];
  readonly noCache: boolean;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Judges a deployment: plans, gathers, judges, proves, and gives the record. Starts only what the plan needs and leaves
 * nothing behind. Throws `TickproofError('interrupted')` when the signal fires; what a sensor cannot see is in the record.
 */
export async function verify(request: VerifyRequest): Promise<EvidenceRecord> {
  const startedMs = request.ports.clock.now();
  const warnings: { message: string; remedy: string }[] = [];
  const { ports, waitedMs } = metered({
    ...request.ports,
    onEvent: (event) => {
      if (event.kind === 'warning') warnings.push({ message: event.message, remedy: event.remedy });
      request.ports.onEvent(event);
    },
  });
  const { last, criteria } = request;
  const plan = await planFor(request.target, criteria, ports, {
    last,
    noCache: request.noCache,
    accept: (tick) => isProvenEnough(tick, request),
  });
  announce(plan, ports);
  const run = new VerifyRun(request, plan, ports);
  await run.takeOver();
  for await (const wave of gather(plan, ports)) await run.judgeWave(wave.groups, wave.target);
  await ports.clock.sleep(0, ports.signal); // whoever interrupts in the last moment wants no record either
  const finishedMs = ports.clock.now();
  return compileRecord({
    version: request.version,
    criteria,
    subject: request.subject,
    run: {
      id: ports.owner.runId,
      startedAt: new Date(startedMs).toISOString(),
      finishedAt: new Date(finishedMs).toISOString(),
      elapsedMs: Math.round(finishedMs - startedMs),
      engineMs: Math.round(waitedMs()),
      runner: runnerOf(request.env),
      engine: engineOf(ports.engine),
      whyNoEngine: ports.engine ? null : ports.whyNoEngine,
      allowUnproven: request.allowUnproven,
      leftOut: request.leftOut,
    },
    inputs: await run.inputs(),
    ticks: run.ticks,
    counterProofs: run.counterProofs,
    warnings,
    last,
    nowMs: finishedMs,
  });
}

/** A tick is taken over only when it holds, this version judged it, and its proof was tried as far as is asked for now: what failed may be mended. */
function isProvenEnough({ verdict, criterion }: Tick, { proof, last, version }: VerifyRequest): boolean {
  if (last?.tool.version !== version || verdict.status === 'inconclusive' || verdict.status === 'fail') return false;
  return (
    proof === 'none' ||
    verdict.status === 'inapplicable' ||
    last.counterProofs.some((it) => it.criterion === criterion.id)
  );
}

/** What is required where there is data is advice where there is none: the verdict says so, and is no pass. */
function inForce(criterion: Criterion, verdict: Verdict): Criterion {
  const isWithoutData = verdict.status === 'inconclusive' && verdict.reason === 'not-scanned';
  return criterion.whenData && isWithoutData ? { ...criterion, required: false } : criterion;
}

function announce(plan: Plan, ports: Ports): void {
  const reused = plan.planned.filter((it) => it.reused !== null).length;
  const mutants = plan.planned
    .flatMap((it) => (it.reused ? [] : it.criterion.check.mutants))
    .filter(({ level }) => 'SKLJ'.includes(level)).length;
  ports.onEvent({
    kind: 'plan',
    criteria: plan.planned.length,
    reused,
    counterProofs: mutants,
    work: plan.needs.map(({ group }) => group),
  });
}

/** The state of one run: what was gathered so far, and the ticks that came of it. */
class VerifyRun {
  readonly ticks: Tick[] = [];
  readonly counterProofs: CounterProof[] = [];
  readonly #request: VerifyRequest;
  readonly #plan: Plan;
  readonly #ports: Ports;
  readonly #groups = new Map<GroupName, Gathered>();
  readonly #open: Set<Planned>;
  #target: Target;
  #image: ImageRead | null = null;
  readonly #linesOf: LinesOf;

  constructor(request: VerifyRequest, plan: Plan, ports: Ports) {
    this.#request = request;
    this.#plan = plan;
    this.#ports = ports;
    this.#target = plan.target;
    this.#linesOf = linesIn(plan.target.folder, ports.files);
    this.#open = new Set(plan.planned.filter(({ reused }) => reused === null));
  }

  /** Takes over what still holds, with its counter-proofs. */
  async takeOver(): Promise<void> {
    const proofs = this.#request.last?.counterProofs ?? [];
    for (const { reused, criterion } of this.#plan.planned) {
      if (!reused) continue;
      const its = proofs.filter((it) => it.criterion === criterion.id);
      const { required, title, section } = criterion;
      this.counterProofs.push(...its);
      this.#add({ ...reused, criterion: { ...reused.criterion, required, title, section }, reused: true }, its);
    }
  }

  /** Judges and proves every criterion whose facts are complete now. */
  async judgeWave(groups: ReadonlyMap<GroupName, Gathered>, target: Target): Promise<void> {
    for (const [name, gathered] of groups) this.#groups.set(name, gathered);
    this.#target = target;
    if (groups.has('context') && this.#factsOf('context')?.files) warnOfRecords(this.#target, this.#ports);
    const ready = [...this.#open].filter(({ groups: needed }) => needed.every((name) => this.#groups.has(name)));
    for (const planned of ready) {
      this.#open.delete(planned);
      await this.#ports.clock.sleep(0, this.#ports.signal); // judging is work without a wait: a signal would not be heard
      await this.#judge(planned);
    }
  }

  async #judge(planned: Planned): Promise<void> {
    const { criterion, groups } = planned;
    const { ports, proof: mode } = { ports: this.#ports, proof: this.#request.proof };
    const startedMs = ports.clock.monotonic();
    const { verdict, facts } = judgeCriterion(criterion, this.#groups);
    const target = groups.reduce((it, name) => targetOf(it, name), this.#target);
    this.#image ??= facts.image ? imageRead(this.#target, ports) : null;
    const image = this.#image ?? imageRead(this.#target, ports);
    const world =
      target.folder === null ? bareWorld(target, facts, image, ports) : folderWorld(target, facts, image, ports);
    const proof = await prove(
      { id: criterion.id, check: criterion.check, params: criterion.params, facts },
      verdict,
      world,
      mode,
      ports,
    );
    this.counterProofs.push(...proof.counterProofs);
    const settled = await this.#settled(planned);
    const elapsedMs = ports.clock.monotonic() - startedMs;
    const result = {
      ...settled,
      criterion: inForce(criterion, verdict),
      verdict: anchored(verdict, this.#linesOf),
      proof,
      elapsedMs,
      reproduce: reproduceFor(criterion, this.#target, this.#byHand(criterion)),
    };
    this.#add(tickOf(result, { id: ports.owner.runId, nowMs: ports.clock.now() }), proof.counterProofs);
  }

  /** Inputs and key as they are known now that there is an image. */
  async #settled({ criterion, inputs, key }: Planned): Promise<Pick<Planned, 'inputs' | 'key'>> {
    if (inputs && key && this.#target.builtId === this.#plan.target.builtId) return { inputs, key };
    const only = { ...this.#request.criteria, criteria: [criterion] };
    const again = await planFor(this.#target, only, this.#ports, { last: null, noCache: true, accept: () => false });
    return again.planned[0] ?? { inputs: null, key: null };
  }

  #add(tick: Tick, counterProofs: readonly CounterProof[]): void {
    this.ticks.push(tick);
    this.#ports.onEvent({ kind: 'tick', tick, counterProofs });
  }

  /** What was judged, for the record. */
  inputs(): Promise<RecordParts['inputs']> {
    return recordInputs({
      groups: this.#groups,
      ticks: this.ticks,
      target: this.#target,
      plan: this.#plan,
      last: this.#request.last?.inputs,
      ports: this.#ports,
    });
  }

  #byHand({ stack }: Criterion): Parameters<typeof reproduceFor>[2] {
    const groups = this.#groups;
    return { run: this.#factsOf('run'), build: this.#factsOf('build'), ...stackFacts(groups, stack) };
  }

  #factsOf<K extends 'context' | 'run' | 'build'>(kind: K) {
    return factsOf(this.#groups, kind);
  }
}
