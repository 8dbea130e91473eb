import type { Engine, EvidenceRecord, ImageFacts } from '../domain/index.ts';

/** The image in a record's inputs. */
export function imageInput(
  { reference, imageId, manifestDigest, diffIds }: ImageFacts['identity'],
  config: ImageFacts['config'] | undefined,
): EvidenceRecord['inputs']['image'] {
  const platform = config ? [config.os, config.architecture, config.variant].filter(Boolean).join('/') : '';
  return { reference, imageId, manifest: manifestDigest, diffIds, platform };
}

/** The engine in a record. */
export function engineOf(engine: Engine | null): EvidenceRecord['run']['engine'] {
  if (!engine) return null;
  const { kind, version, apiVersion, store, architecture, kernel, cgroup } = engine.info;
  return { kind, version, apiVersion, store, architecture, kernel, cgroup };
}

/** Who ran it, as far as the environment tells. */
export function runnerOf(env: Readonly<Record<string, string | undefined>>): EvidenceRecord['run']['runner'] {
  if (env['GITHUB_ACTIONS'] === 'true')
    return {
      kind: 'github-actions',
      identity: env['GITHUB_WORKFLOW_REF'] ?? env['GITHUB_ACTOR'] ?? 'unknown',
      ci: true,
    };
  if (env['GITLAB_CI'] === 'true') return { kind: 'gitlab-ci', identity: env['CI_JOB_URL'] ?? 'unknown', ci: true };
  return { kind: 'local', identity: env['USER'] ?? env['LOGNAME'] ?? 'unknown', ci: env['CI'] !== undefined };
}
