import type { EvidenceRecord } from '../../domain/index.ts';
import { code, prose } from './write.ts';

/** Who ran it, and where. A record says `unknown` where the environment told no name: that is no name to be shown. */
export function runnerText({ kind, identity, ci }: EvidenceRecord['run']['runner']): string {
  const where = ci ? ' in CI' : '';
  const isKnown = identity !== '' && identity !== 'unknown';
  return isKnown ? `${prose(kind)} ${code(identity)}${where}` : `${prose(kind)}${where}, name not known`;
}
