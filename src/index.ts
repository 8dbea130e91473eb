import { allChecks } from './checks/index.ts';
import type { AnyCheck, EvidenceRecord, Subject, VerifyEvent } from './domain/index.ts';
import { makePorts } from './engines/index.ts';
import { profileCriteria, readCriteria } from './criteria/index.ts';
import { criteriaOf, subjectName, targetFor } from './cli/target.ts';
import { subjectOf } from './cli/subject.ts';
import { verify as verifyTarget } from './cli/verify.ts';
import { version } from './cli/version.ts';

export type {
  Bound,
  Check,
  CounterProof,
  Criteria,
  Criterion,
  Evidence,
  EvidenceRecord,
  Facts,
  Finding,
  ImageFacts,
  Place,
  Subject,
  Tick,
  Verdict,
  VerifyEvent,
} from './domain/index.ts';
export { TickproofError } from './domain/index.ts';
export { parseDockerfile } from './formats/index.ts';
export { readRecord } from './record/index.ts';
export { formats, glyph, render } from './reports/index.ts';
export { version } from './cli/version.ts';

/** Every check of the catalogue: what it asks, why, how to mend it, and how it is proven. */
export const checks: readonly AnyCheck[] = allChecks;

/** How `verify` works; everything has the command line's default. */
export interface VerifyOptions {
  /** File with the acceptance criteria; default: the folder's `tickproof.yaml`, else the profile `production`. */
  readonly criteria?: string;
  readonly engine?: 'auto' | 'docker' | 'podman' | 'none';
  readonly proof?: 'none' | 'quick' | 'full';
  readonly allowUnproven?: boolean;
  /** Ends everything that was started, and the promise with `TickproofError('interrupted')`. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: VerifyEvent) => void;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Verifies a deployment (a folder) or an image (`docker:NAME`, `docker-archive:FILE`, `oci:DIR`, `oci-archive:FILE`) and gives
 * the record: every criterion with verdict, proof and currency. Nothing is written and nothing stays behind; compare
 * `record.exitCode` with the design's exit codes. Throws `TickproofError` for criteria that cannot be read, a subject that is
 * not there, and an interruption; a missing engine is no error but makes criteria inconclusive.
 *
 * @example
 * const record = await verify('examples/tmws', { proof: 'quick' });
 * console.log(record.decision, record.exitCode);
 */
export async function verify(subject: string, options: VerifyOptions = {}): Promise<EvidenceRecord> {
  const {
    criteria: file,
    engine = 'auto',
    proof = 'full',
    allowUnproven = false,
    onEvent = () => {},
    env = process.env,
  } = options;
  const signal = options.signal ?? new AbortController().signal;
  await using ports = await makePorts({ engine, signal, onEvent, env });
  const named: Subject = subjectOf(subject, ports.files);
  const criteria = criteriaOf(named, file, ports.files);
  return verifyTarget({
    target: targetFor(named, criteria, ports.files),
    subject: subjectName(named),
    criteria,
    ports,
    last: null,
    proof,
    allowUnproven,
    leftOut: [],
    noCache: true,
    version,
    env,
  });
}

/**
 * Reads acceptance criteria from YAML, completed by the profile that they extend. `file` only names the source in messages.
 * Throws `TickproofError('criteria-invalid')` with line, column and the nearest known name.
 *
 * @example
 * const criteria = parseCriteria('tickproof.yaml', 'version: 1\nextends: minimal\n');
 */
export function parseCriteria(file: string, text: string) {
  return readCriteria(file, text, { checks: allChecks, readFile: () => null, stacks: {} });
}

/** The criteria of a built-in profile: `minimal`, `production` or `strict`. */
export function profile(name: 'minimal' | 'production' | 'strict') {
  return profileCriteria(name, allChecks, {});
}
