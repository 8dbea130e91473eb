import type { EvidenceRecord, Ports, Tick } from '../domain/index.ts';
import { rememberedFiles } from '../formats/index.ts';
import { KINDS } from '../proof/index.ts';
import { engineOf, runnerOf } from './record-parts.ts';
import { recordsSent } from './records-warning.ts';
import { factsOf } from './verify-inputs.ts';
import type { VerifyRequest } from './verify-request.ts';
import { VerifyRun } from './verify-run.ts';
import { compileRecord } from '../record/index.ts';
import { gather, lastFromHere, metered, type Plan, planFor } from '../verify/index.ts';

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
    last: lastFromHere(last, request.target.subject),
    noCache: request.noCache,
    accept: (tick) => isProvenEnough(tick, request),
  });
  announce(plan, request, ports);
  const folderFiles = rememberedFiles(ports.files);
  const run = new VerifyRun(request, plan, ports, folderFiles);
  await run.takeOver();
  for await (const { groups, target } of gather(plan, ports, folderFiles)) {
    // for the record, which every report shows: nobody needs to hear of it before
    if (factsOf(groups, 'context')?.files) warnings.push(...recordsSent(target, ports.files));
    await run.judgeWave(groups, target);
  }
  await run.proveByEngine();
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
      engineMs: ports.engine ? Math.round(waitedMs()) : 0,
      ...(request.proof === 'none' ? {} : { proof: run.cost() }),
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
function isProvenEnough({ verdict, criterion }: Tick, { proof, last, version, ports }: VerifyRequest): boolean {
  if (last?.tool.version !== version || verdict.status === 'inconclusive' || verdict.status === 'fail') return false;
  if (proof === 'none' || verdict.status === 'inapplicable') return true;
  const its = last.counterProofs.filter((it) => it.criterion === criterion.id);
  const isOpen = its.some(({ outcome }) => outcome.status === 'not-run' && outcome.later);
  return its.length > 0 && !(isOpen && proof === 'full' && ports.engine !== null);
}

/** What lies ahead, as far as it can be said before anything is seen: more mutants are made of the facts. */
function announce(plan: Plan, { proof }: VerifyRequest, ports: Ports): void {
  const fresh = plan.planned.filter(({ reused }) => reused === null);
  const mutants = fresh.flatMap(({ criterion }) => criterion.check.mutants);
  const count = (kind: string) => mutants.filter(({ level }) => Reflect.get(KINDS, level) === kind).length;
  const byEngine = proof === 'full' && ports.engine !== null;
  ports.onEvent({
    kind: 'plan',
    criteria: plan.planned.length,
    reused: plan.planned.length - fresh.length,
    counterProofs: mutants.filter(({ level }) => 'SKLJ'.includes(level)).length,
    work: plan.needs.map(({ group }) => group),
    ...(byEngine
      ? {
          proofs: {
            reused: plan.planned.length - fresh.length,
            containers: count('run'),
            stacks: count('stack'),
            builds: count('build'),
          },
        }
      : {}),
  });
}
