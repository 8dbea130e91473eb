import type { CounterProof, Criterion, Ports, ProofCost, Target, Tick, Verdict } from '../domain/index.ts';
import {
  bareWorld,
  type Claim,
  folderWorld,
  type ImageRead,
  imageRead,
  isRestored,
  keptProofs,
  leftToEngine,
  lookBySensors,
  type Looks,
  proofOf,
  type Proof,
  proveByBytes,
  proveByEngine,
  Tally,
  unattempted,
  type World,
} from '../proof/index.ts';
import { anchored, type LinesOf, type RecordParts, tickOf } from '../record/index.ts';
import {
  type Gathered,
  type GroupName,
  inForce,
  judgeCriterion,
  type Plan,
  type Planned,
  planFor,
  reproduceFor,
  targetOf,
} from '../verify/index.ts';
import { linesIn } from './lines.ts';
import { factsOf, recordInputs, stackFacts } from './verify-inputs.ts';
import { keptOfEngine } from './verify-kept.ts';
import type { VerifyRequest } from './verify-request.ts';

/** A criterion that was judged, on its way to a tick. */
interface Judged {
  readonly planned: Pick<Planned, 'criterion' | 'inputs' | 'key'>;
  readonly claim: Claim;
  readonly verdict: Verdict;
  readonly world: World;
  readonly proofs: readonly CounterProof[];
  /** Time that it took so far. */
  readonly elapsedMs: number;
}

/** The state of one run: what was gathered so far, and the ticks that came of it. */
export class VerifyRun {
  readonly ticks: Tick[] = [];
  readonly counterProofs: CounterProof[] = [];
  readonly #request: VerifyRequest;
  readonly #plan: Plan;
  readonly #ports: Ports;
  /** For mutants: what they look at of the folder is as it was. */
  readonly #worldPorts: Ports;
  readonly #groups = new Map<GroupName, Gathered>();
  readonly #open: Set<Planned>;
  readonly #tally = new Tally();
  /** Green, and still to be proven by an engine. */
  readonly #waiting: Judged[] = [];
  #cost: Pick<ProofCost, 'engineMs' | 'containers' | 'stacks' | 'builds'> = {
    engineMs: 0,
    containers: 0,
    stacks: 0,
    builds: 0,
  };
  #bytesMs = 0;
  #target: Target;
  #image: ImageRead | null = null;
  /** The plan as it is once an image is there: for all criteria, and once. */
  #late: { readonly builtId: Target['builtId']; readonly plan: Promise<Plan> } | null = null;
  readonly #linesOf: LinesOf;

  constructor(request: VerifyRequest, plan: Plan, ports: Ports, folderFiles: Ports['files']) {
    this.#request = request;
    this.#plan = plan;
    this.#ports = ports;
    this.#worldPorts = { ...ports, files: folderFiles };
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
      const taken = its.map((it) => ({ ...it, reused: true as const }));
      this.counterProofs.push(...taken);
      this.#add({ ...reused, criterion: { ...reused.criterion, required, title, section }, reused: true }, taken);
    }
  }

  /** Judges every criterion whose facts are complete now, and proves what bytes alone can prove. */
  async judgeWave(groups: ReadonlyMap<GroupName, Gathered>, target: Target): Promise<void> {
    for (const [name, gathered] of groups) this.#groups.set(name, gathered);
    this.#target = target;
    const ready = [...this.#open].filter(({ groups: needed }) => needed.every((name) => this.#groups.has(name)));
    const judged: Judged[] = [];
    for (const planned of ready) {
      this.#open.delete(planned);
      judged.push(await this.#judge(planned));
    }
    const claims = judged.filter(({ verdict }) => verdict.status === 'pass').map(({ claim }) => claim);
    for (const it of judged) {
      await this.#ports.clock.sleep(0, this.#ports.signal); // judging is work without a wait: a signal would not be heard
      const proven = await this.#proveByBytes(it, claims);
      const complete = await this.#withoutEngine(proven);
      if (complete) this.#finish(complete, undefined);
      else this.#waiting.push(proven);
    }
  }

  /** Proves what needs containers, stacks and builds, when nothing is measured any more. */
  async proveByEngine(): Promise<void> {
    const [first] = this.#waiting;
    if (!first) return;
    const claims = this.#waiting.map(({ claim }) => claim);
    const { proofs, looks, cost } = await proveByEngine(claims, this.#bench(claims, first.world));
    this.#cost = cost;
    for (const it of this.#waiting)
      this.#finish({ ...it, proofs: [...it.proofs, ...(proofs.get(it.claim.id) ?? [])] }, looks.get(it.claim.id));
  }

  async #judge(planned: Planned): Promise<Judged> {
    const { criterion, groups } = planned;
    const ports = this.#ports;
    const startedMs = ports.clock.monotonic();
    const { verdict, facts } = judgeCriterion(criterion, this.#groups);
    const target = groups.reduce((it, name) => targetOf(it, name), this.#target);
    this.#image ??= facts.image ? imageRead(this.#target, ports) : null;
    const image = this.#image ?? imageRead(this.#target, ports);
    const makeWorld = target.folder === null ? bareWorld : folderWorld;
    const world = makeWorld(target, facts, image, this.#worldPorts);
    const settled = { criterion, ...(await this.#settled(planned)) };
    const { id, check, params, mutants = [] } = criterion;
    const claim: Claim = { id, check, params, facts, groups, mutants, inputs: settled.inputs };
    return { planned: settled, claim, verdict, world, proofs: [], elapsedMs: ports.clock.monotonic() - startedMs };
  }

  async #proveByBytes(judged: Judged, claims: readonly Claim[]): Promise<Judged> {
    const { claim, verdict, world, elapsedMs } = judged;
    if (verdict.status !== 'pass' || this.#request.proof === 'none') return judged;
    const { clock } = this.#ports;
    const startedMs = clock.monotonic();
    const proofs = await proveByBytes(claim, world, { claims, tally: this.#tally }, clock);
    this.#bytesMs += clock.monotonic() - startedMs;
    if (!isRestored(claim, verdict)) throw new Error(`a mutant of ${claim.id} has changed the original`);
    return { ...judged, proofs, elapsedMs: elapsedMs + clock.monotonic() - startedMs };
  }

  #bench(claims: readonly Claim[], world: World): Parameters<typeof proveByEngine>[1] {
    return {
      target: this.#target,
      ports: this.#ports,
      look: lookBySensors(this.#ports),
      kept: keptProofs(this.#ports.cache, !this.#request.noCache),
      others: { claims, tally: this.#tally },
      world,
    };
  }

  /** With what is kept of the engine's mutants, where the mode leaves them out; null where an engine is to make them. */
  async #withoutEngine(judged: Judged): Promise<Judged | null> {
    const { claim, verdict, proofs, world } = judged;
    const { proof } = this.#request;
    if (verdict.status !== 'pass' || proof === 'none') return judged;
    if (proof === 'full') return leftToEngine(claim).length === 0 ? judged : null;
    return { ...judged, proofs: [...proofs, ...(await keptOfEngine(claim, this.#bench([claim], world)))] };
  }

  #finish({ planned, claim, verdict, proofs, elapsedMs }: Judged, looks: Looks | undefined): void {
    const { criterion } = planned;
    const { owner, clock } = this.#ports;
    const proof = this.#proofOf(claim, verdict, proofs, looks);
    this.counterProofs.push(...proof.counterProofs);
    const result = {
      ...planned,
      criterion: inForce(criterion, verdict),
      verdict: anchored(verdict, this.#linesOf),
      proof,
      elapsedMs,
      reproduce: reproduceFor(criterion, this.#target, this.#byHand(criterion)),
    };
    this.#add(tickOf(result, { id: owner.runId, nowMs: clock.now() }), proof.counterProofs);
  }

  #proofOf({ id }: Claim, { status }: Verdict, proofs: readonly CounterProof[], looks: Looks | undefined): Proof {
    if (status !== 'pass') return unattempted('only what holds is shown able to fail');
    if (this.#request.proof === 'none') return unattempted('proofs were turned off with --proof none');
    return proofOf(proofs, { fared: this.#tally.of(id), ...(looks ? { looks } : {}) });
  }

  /** Inputs and key as they are known now that there is an image. */
  async #settled({ criterion, inputs, key }: Planned): Promise<Pick<Planned, 'inputs' | 'key'>> {
    if (inputs && key && this.#target.builtId === this.#plan.target.builtId) return { inputs, key };
    const { builtId } = this.#target;
    if (this.#late?.builtId !== builtId) {
      const plan = planFor(this.#target, this.#request.criteria, this.#ports, {
        last: null,
        noCache: true,
        accept: () => false,
      });
      this.#late = { builtId, plan };
    }
    const { planned } = await this.#late.plan;
    return planned.find((it) => it.criterion === criterion) ?? { inputs: null, key: null };
  }

  #add(tick: Tick, counterProofs: readonly CounterProof[]): void {
    this.ticks.push(tick);
    this.#ports.onEvent({ kind: 'tick', tick, counterProofs });
  }

  /** What the counter-proofs of this run cost. */
  cost(): ProofCost {
    const reused = this.counterProofs.filter((it) => it.reused).length;
    return { bytesMs: Math.round(this.#bytesMs), ...this.#cost, reused };
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
