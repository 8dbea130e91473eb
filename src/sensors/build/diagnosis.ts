import type { Diagnosis } from '../../domain/index.ts';
import { diagnose } from '../diagnosis/index.ts';

const TRUST =
  'Pass the authority of your network as a build secret (`build.secrets: [{ id: ca, src: … }]`, `RUN --mount=type=secret,id=ca`), and name it to the tool that fetches.';

/** Why a build step failed: what only builds suffer from first, then what containers suffer from too. */
export function diagnoseBuild(log: readonly string[], fault: string): Diagnosis | null {
  const lines = [...log, fault];
  const full = lines.find((line) => /no space left on device/i.test(line));
  if (full !== undefined) {
    return {
      kind: 'disk-full',
      cause: 'The disk on which the engine keeps its images and its build cache is full.',
      evidence: [full],
      remedy: 'Make room: `docker builder prune`, `docker image prune`.',
    };
  }
  const hung = lines.find((line) => /npm (?:error|ERR!) Exit handler never called/i.test(line));
  if (hung !== undefined) {
    return {
      kind: 'certificate',
      cause:
        'npm could not reach its registry and did not say why: most likely it does not trust the certificate that a proxy of this network shows.',
      evidence: [hung],
      remedy: TRUST,
    };
  }
  const exitCode = Number(/exit code: (\d+)/.exec(fault)?.[1] ?? Number.NaN);
  const found = diagnose({ lines, ...(Number.isNaN(exitCode) ? {} : { exitCode }) });
  if (found?.kind === 'certificate') {
    return {
      ...found,
      cause: 'A server that the build calls shows a certificate that is not trusted there.',
      remedy: TRUST,
    };
  }
  return found?.kind === 'unknown' ? null : found; // the log itself says as much
}
