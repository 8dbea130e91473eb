import type { BuildFacts, BuildOutcome, BuildVertex, Instruction, Place } from '../../domain/index.ts';
import { maskSecrets, parseReference, sourcesOutside } from '../../formats/index.ts';
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
  const instruction = broken ? (locate(broken.name, dockerfile)?.instruction ?? null) : null;
  const complaint = broken?.error ?? lastComplaint(message);
  const lost = missingSource(`${complaint}\n${message}`, instruction);
  const reason = lost === null ? reasonOf(broken, `${complaint}\n${message}`) : 'copy-source-missing';
  const fault = maskSecrets(lost ?? complaint).slice(0, LONGEST_MESSAGE);
  const words = broken && broken.log.length > 0 ? broken.log : message.split('\n');
  const log = words
    .filter((line) => line.trim() !== '')
    .slice(-KEPT_LINES)
    .map((line) => maskSecrets(line));
  return {
    status: 'failed',
    reason,
    message: fault,
    at: instruction?.at ?? placeOf(broken, message, dockerfile),
    log,
    diagnosis: diagnoseBuild({ reason, fault, log, ran: instruction?.keyword === 'RUN' && lost === null }),
  };
}

function lastComplaint(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  const said =
    lines.findLast((line) => /^(?:ERROR|error|Error)\b/.test(line)) ?? lines.at(-1) ?? 'the builder said nothing';
  return said.replace(/^error:\s*/i, '').trim();
}

const NOT_SENT = /failed to (?:calculate checksum|compute cache key)[^\n]*?"?(\/[^\n"]*)"?: not found/i;
const NOT_IN_STAGE = /lstat [^\n]*?buildkit-mount\d+(\/[^\n:]*): no such file/i;
const NOT_FOR_PODMAN = /copier: stat: "?([^\n"]*)"?: no such file|no items matching glob "?([^\n"]*)"?/i;

/** What COPY, ADD or a mount asks for and does not get, said without the builder's own numbers; null where it is something else. */
function missingSource(said: string, instruction: Instruction | null): string | null {
  const [, sent] = NOT_SENT.exec(said) ?? [];
  const [, ofStage] = /^(?:COPY|ADD)$/.test(instruction?.keyword ?? '') ? (NOT_IN_STAGE.exec(said) ?? []) : [];
  const [, exact, pattern] = NOT_FOR_PODMAN.exec(said) ?? [];
  const path = sent ?? ofStage ?? exact ?? pattern;
  if (path === undefined) return null;
  const [from] = instruction ? sourcesOutside(instruction) : [];
  return `${path} is not in ${from ? `\`${from.from}\`` : 'what the context sends'}`;
}

const BASE_MISSING =
  /pull access denied|failed to resolve source metadata|manifest unknown|repository does not exist|unable to (?:pull|copy from source)|initializing source|no matching manifest/i;

function reasonOf(broken: BuildVertex | undefined, said: string): Failed['reason'] {
  const ofBase = broken ? isPull(broken.name) : BASE_MISSING.test(said);
  return ofBase ? 'base-missing' : 'build-failed';
}

function placeOf(broken: BuildVertex | undefined, message: string, dockerfile: Job['dockerfile']): Place | null {
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
