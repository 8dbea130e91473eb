import type { EvidenceRecord } from '../domain/index.ts';
import { humanize } from '../formats/index.ts';

/** How long a run took, and how much of it the engine did where there was one. */
export function tookText({ elapsedMs, engineMs, engine }: EvidenceRecord['run']): string {
  const waited = engine === null ? '' : `, ${humanize(engineMs, 'ms')} of it waiting for the engine`;
  return `${humanize(elapsedMs, 'ms')}${waited}`;
}
