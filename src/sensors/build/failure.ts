import type { BuildFacts, BuildOutcome, BuildVertex, Diagnosis, Place } from '../../domain/index.ts';
import { maskSecrets, parseReference } from '../../formats/index.ts';
import { diagnoseBuild } from './diagnosis.ts';
import type { Job } from './job.ts';
import { isPull, locate } from './steps.ts';

type Failed = Extract<BuildFacts['outcome'], { readonly status: 'failed' }>;

const KEPT_LINES = 30;
const LONGEST_MESSAGE = 1_000;

/** Why a build failed, in which instruction, with its last words. */
export function failureOf({ vertexes, message }: BuildOutcome, { dockerfile }: Pick<Job, 'dockerfile'>): Failed {
  const broken = vertexes.find(
    ({ error }) => error !== null && !/context canceled|operation was canceled/i.test(error),
  );
  const fault = broken?.error ?? lastComplaint(message);
  const reason = reasonOf(broken, `${fault}\n${message}`);
  const words = broken && broken.log.length > 0 ? broken.log : message.split('\n');
  const log = words
    .filter((line) => line.trim() !== '')
    .slice(-KEPT_LINES)
    .map((line) => maskSecrets(line));
  return {
    status: 'failed',
    reason,
    message: maskSecrets(fault).slice(0, LONGEST_MESSAGE),
    at: placeOf(broken, message, dockerfile),
    log,
    diagnosis: masked(diagnoseBuild(log, fault)),
  };
}

function lastComplaint(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  const said =
    lines.findLast((line) => /^(?:ERROR|error|Error)\b/.test(line)) ?? lines.at(-1) ?? 'the builder said nothing';
  return said.replace(/^error:\s*/i, '').trim();
}

const SOURCE_MISSING =
  /failed to (?:calculate checksum|compute cache key)[^\n]*not found|copier: stat: [^\n]*no such file|no items matching glob|no source files were specified|(?:COPY|ADD)[^\n]*lstat [^\n]*no such file/i;
const BASE_MISSING =
  /pull access denied|failed to resolve source metadata|manifest unknown|repository does not exist|unable to (?:pull|copy from source)|initializing source|no matching manifest/i;

function reasonOf(broken: BuildVertex | undefined, said: string): Failed['reason'] {
  if (broken && isPull(broken.name)) return 'base-missing';
  if (SOURCE_MISSING.test(said)) return 'copy-source-missing';
  return BASE_MISSING.test(said) && !broken ? 'base-missing' : 'build-failed';
}

function placeOf(broken: BuildVertex | undefined, message: string, dockerfile: Job['dockerfile']): Place | null {
  const located = broken && locate(broken.name, dockerfile);
  if (located?.instruction) return located.instruction.at;
  const base = broken && baseAt(broken.name, dockerfile);
  if (base) return base;
  const line = Number(/^[^\s:]+:(\d+)$/m.exec(message)?.[1] ?? /parse error on line (\d+)/.exec(message)?.[1] ?? 0);
  if (line === 0) return null;
  const all = dockerfile.stages.flatMap(({ from, body }) => [from, ...body]);
  const hit = all.find(({ at }) => at.startLine <= line && line <= at.endLine);
  return hit?.at ?? { file: dockerfile.source.file, startLine: line, endLine: line };
}

/** `[internal] load metadata for docker.io/library/node:20` → the FROM that names it. */
function baseAt(name: string, { bases, stages }: Job['dockerfile']): Place | null {
  const wanted = normalized(/(?:metadata for|FROM|docker-image:\/\/)\s*(\S+)$/.exec(name)?.[1] ?? '');
  const base = bases.find(({ reference }) => normalized(reference) === wanted);
  if (base) return base.at;
  const user = stages
    .flatMap(({ body }) => body)
    .find(({ flags }) => flags.some(({ value }) => normalized(value?.replace(/^.*from=/, '') ?? '') === wanted));
  return wanted === null ? null : (user?.at ?? null);
}

function normalized(reference: string): string | null {
  return parseReference(reference)?.normalized ?? null;
}

function masked(diagnosis: Diagnosis | null): Diagnosis | null {
  return (
    diagnosis && {
      ...diagnosis,
      cause: maskSecrets(diagnosis.cause),
      evidence: diagnosis.evidence.map((line) => maskSecrets(line)),
    }
  );
}
