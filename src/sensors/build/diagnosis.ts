import type { BuildFacts, Diagnosis } from '../../domain/index.ts';
import { diagnose } from '../diagnosis/index.ts';

/** What is known of a build that failed. */
interface BrokenBuild {
  readonly reason: Extract<BuildFacts['outcome'], { readonly status: 'failed' }>['reason'];
  readonly fault: string;
  readonly log: readonly string[];
  /** The step that failed ran a command, whose words the log holds. */
  readonly ran: boolean;
}

const TRUST =
  'Pass the authority of your network as a build secret (`build.secrets: [{ id: ca, src: … }]`, `RUN --mount=type=secret,id=ca`), and name it to the tool that fetches.';

/** Why a build failed: what only builds suffer from first, then what containers suffer from too. Null = its words say it. */
export function diagnoseBuild(broken: BrokenBuild): Diagnosis | null {
  return diskFull(broken) ?? secretMissing(broken) ?? baseMissing(broken) ?? npmHung(broken) ?? stepFailed(broken);
}

function diskFull({ log, fault }: BrokenBuild): Diagnosis | null {
  const line = [...log, fault].find((it) => /no space left on device/i.test(it));
  return line === undefined
    ? null
    : {
        kind: 'disk-full',
        cause: 'The disk on which the engine keeps its images and its build cache is full.',
        evidence: [line],
        remedy: 'Make room: `docker builder prune`, `docker image prune`.',
      };
}

function secretMissing({ fault }: BrokenBuild): Diagnosis | null {
  const id = /secret (\S+): not found/.exec(fault)?.[1];
  return id === undefined
    ? null
    : {
        kind: 'file-missing',
        cause: `The build asks for the secret \`${id}\`, which was not given to it.`,
        evidence: [fault],
        remedy: `Name it in tickproof.yaml: \`build.secrets: [{ id: ${id}, src: FILE }]\`.`,
      };
}

const NO_WAY = /no such host|dial tcp|i\/o timeout|connection refused|network is unreachable|TLS handshake timeout/i;

function baseMissing({ reason, fault }: BrokenBuild): Diagnosis | null {
  if (reason !== 'base-missing') return null;
  if (NO_WAY.test(fault)) {
    return {
      kind: 'host-unreachable',
      cause: 'The image is not on this engine, and the engine cannot reach its registry.',
      evidence: [fault],
      remedy: 'Give the engine a way to the registry (network, proxy, mirror), or build or load an image of that name.',
    };
  }
  return {
    kind: 'unknown',
    cause: 'The image is not on this engine, and its registry does not hand it out.',
    evidence: [fault],
    remedy: 'Correct the name or the tag, or `docker login` where it is private.',
  };
}

/** npm waits for minutes behind a proxy that it does not trust, and ends with these words. */
function npmHung({ log }: BrokenBuild): Diagnosis | null {
  const line = log.find((it) => /Exit handler never called/i.test(it));
  return line === undefined
    ? null
    : {
        kind: 'certificate',
        cause:
          'npm could not fetch and does not say why: most likely it does not trust the certificate that a proxy of this network shows.',
        evidence: [line],
        remedy: TRUST,
      };
}

function stepFailed({ log, fault, ran }: BrokenBuild): Diagnosis | null {
  if (!ran) return null;
  const exitCode = Number(/exit code: (\d+)/.exec(fault)?.[1] ?? Number.NaN);
  const found = diagnose({ lines: [...log, fault], ...(Number.isNaN(exitCode) ? {} : { exitCode }) });
  if (found?.kind !== 'certificate') return found?.kind === 'unknown' ? null : found;
  return {
    ...found,
    cause: 'A server that the build calls shows a certificate that is not trusted there.',
    remedy: TRUST,
  };
}
