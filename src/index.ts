import { allChecks } from './checks/index.ts';
import {
  type AnyCheck,
  type EvidenceRecord,
  type ParsedDockerfile,
  type Subject,
  type Tick,
  TickproofError,
  type VerifyEvent,
} from './domain/index.ts';
import { type BuildArguments, parseDockerfile as parse } from './formats/index.ts';
import { readRecord } from './record/index.ts';
import {
  type Format,
  glyph as glyphOf,
  readFormat,
  render as renderRecord,
  type RenderContext,
} from './reports/index.ts';
import { makePorts } from './engines/index.ts';
import { profileCriteria, readCriteria } from './criteria/index.ts';
import {
  checkGlyph,
  checkParseCriteria,
  checkParseDockerfile,
  checkProfile,
  checkRender,
  checkVerify,
} from './cli/arguments.ts';
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
export { readRecord } from './record/index.ts';
export { formats } from './reports/index.ts';
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
 * `record.exitCode` with the design's exit codes. Throws `TickproofError` for arguments that do not fit, criteria that cannot be
 * read, a folder or archive that is not there, and an interruption; a missing engine or
 * image is no error but makes criteria inconclusive.
 *
 * @example
 * const record = await verify('examples/tmws', { proof: 'quick' });
 * console.log(record.decision, record.exitCode);
 */
export async function verify(subject: string, options: VerifyOptions = {}): Promise<EvidenceRecord> {
  checkVerify({ subject, options });
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
  checkParseCriteria({ file, text });
  return readCriteria(file, text, { checks: allChecks, readFile: () => null, stacks: {} });
}

/** The criteria of a built-in profile: `minimal`, `production` or `strict`. */
export function profile(name: 'minimal' | 'production' | 'strict') {
  checkProfile({ name });
  return profileCriteria(name, allChecks, {});
}

/**
 * Reads a Dockerfile as BuildKit reads it: what BuildKit refuses is among the problems, each with its place, and what can still
 * be read is there. Takes time linear in the text. `args` are the build arguments that FROM may use. Throws
 * `TickproofError('usage')` for arguments that are no texts, and for nothing else.
 *
 * @example
 * const { stages, problems } = parseDockerfile('Dockerfile', 'FROM node:22\nUSR app\n');
 */
export function parseDockerfile(file: string, text: string, args: BuildArguments = {}): ParsedDockerfile {
  checkParseDockerfile({ file, text, args });
  return parse(file, text, args);
}

/**
 * Renders a record; `quiet` is the last line only. The same record gives the same bytes, and no format computes a verdict. Throws
 * `TickproofError('usage')` for a format that there is not, and `record-invalid` for what is no record.
 *
 * @example
 * render('markdown', record, { colour: false, columns: 100, recordPath: 'record.json', reports: [] });
 */
export function render(format: Format | 'quiet', record: EvidenceRecord, context: RenderContext): string {
  if (format !== 'quiet') readFormat(format);
  checkRender({ record, context });
  const read = readRecord(record);
  if ('fault' in read)
    throw new TickproofError('record-invalid', `\`render\`: \`record\` is no record: ${read.fault}`, {
      remedy: 'Give it what `verify` gave, or a record.json as `readRecord` reads it.',
    });
  return renderRecord(format, record, context);
}

/** The one maker of a tick's glyph and word, as reports show it now or at a moment. Throws `TickproofError('usage')` for what is no tick. */
export function glyph(tick: Tick, nowMs?: number): string {
  checkGlyph({ tick, nowMs });
  return glyphOf(tick, nowMs);
}
