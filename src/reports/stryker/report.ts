import type { CounterProof, EvidenceRecord, Tick } from '../../domain/index.ts';
import type { LinesOf } from '../../record/index.ts';
import { unreachable } from '../../domain/index.ts';
import { LEVEL_NAMES } from '../proofs.ts';
import { anchorOf } from './anchors.ts';
import { CRITERIA_FILE } from './names.ts';
import { type Location, Sources } from './sources.ts';

type Status = 'Killed' | 'Survived' | 'NoCoverage' | 'CompileError' | 'Ignored';

interface MutantResult {
  readonly id: string;
  readonly mutatorName: string;
  readonly description: string;
  readonly location: Location;
  readonly status: Status;
  readonly statusReason: string;
  readonly killedBy: readonly string[];
  readonly coveredBy: readonly string[];
  readonly duration: number;
}

/**
 * The counter-proofs as a mutation testing report (schema version 2), for viewers that know it: what was changed are the
 * mutants, the criteria are the tests. `linesOf` gives the files as they stand now; they are shown where they are still those
 * that were judged.
 */
export function stryker(record: EvidenceRecord, linesOf: LinesOf = () => null): string {
  const sources = new Sources(record, linesOf);
  const ticks = new Map(record.ticks.map((tick) => [tick.criterion.id, tick]));
  const files = new Map<string, MutantResult[]>();
  record.counterProofs.forEach((proof, index) => {
    const tick = ticks.get(proof.criterion);
    if (!tick) return;
    const { file, place } = anchorOf(proof, tick, record, sources);
    const mutants = files.get(file) ?? [];
    mutants.push(mutantOf(proof, index, sources.location(file, place), ticks));
    files.set(file, mutants);
  });
  const report = {
    schemaVersion: '2',
    thresholds: { high: 100, low: 90 },
    framework: { name: record.tool.name, version: record.tool.version },
    system: { ci: record.run.runner.ci },
    config: { deployment: record.name, profile: record.inputs.criteria.profile, run: record.run.id },
    files: Object.fromEntries(
      [...files].map(([file, mutants]) => [file, { ...sources.textOf(file), mutants }] as const),
    ),
    testFiles: testFiles(record, sources),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function mutantOf(
  proof: CounterProof,
  index: number,
  location: Location,
  ticks: ReadonlyMap<string, Tick>,
): MutantResult {
  const { criterion, level, mutant, outcome, alsoRed = [], alsoGreen = [], elapsedMs } = proof;
  const status = statusOf(proof);
  const isTried = status === 'Killed' || status === 'Survived';
  const known = (ids: readonly string[]) => [...new Set(ids)].filter((id) => ticks.has(id));
  return {
    id: String(index + 1),
    mutatorName: level === 'null' ? 'null world: nothing there' : `${level}: ${mutant}`,
    description: level === 'null' ? LEVEL_NAMES.null : `${LEVEL_NAMES[level]}: ${mutant}`,
    location,
    status,
    statusReason: reasonOf(outcome),
    killedBy: status === 'Killed' ? known([criterion, ...alsoRed]) : [],
    coveredBy: isTried ? known([criterion, ...alsoRed, ...alsoGreen]) : [],
    duration: elapsedMs,
  };
}

function statusOf({ outcome, level }: CounterProof): Status {
  switch (outcome.status) {
    case 'killed':
      return 'Killed';
    case 'survived':
      return 'Survived';
    case 'equivalent':
      return 'Ignored';
    case 'not-run':
      return level === 'B' && !outcome.later ? 'CompileError' : 'NoCoverage';
    default:
      return unreachable(outcome);
  }
}

function reasonOf(outcome: CounterProof['outcome']): string {
  switch (outcome.status) {
    case 'killed':
      return `${outcome.reason}: ${outcome.message}`;
    case 'survived':
      return outcome.verdict === 'fail' ? `red for another reason: ${outcome.reasons.join(', ')}` : outcome.verdict;
    case 'equivalent':
    case 'not-run':
      return outcome.because;
    default:
      return unreachable(outcome);
  }
}

/** Criteria as tests, in the file that names them. */
function testFiles(record: EvidenceRecord, sources: Sources): Record<string, unknown> {
  const files = new Map<string, Map<string, unknown>>();
  for (const { criterion } of record.ticks) {
    const file = criterion.at?.file ?? CRITERIA_FILE;
    const tests = files.get(file) ?? new Map<string, unknown>();
    const location = criterion.at && sources.isReal(file) ? sources.location(file, criterion.at) : null;
    tests.set(criterion.id, {
      id: criterion.id,
      name: criterion.id === criterion.title ? criterion.id : `${criterion.id}: ${criterion.title}`,
      ...(location ? { location } : {}),
    });
    files.set(file, tests);
  }
  return Object.fromEntries(
    [...files].map(([file, tests]) => [
      file,
      { tests: [...tests.values()], ...(sources.isReal(file) ? { source: sources.textOf(file).source } : {}) },
    ]),
  );
}
