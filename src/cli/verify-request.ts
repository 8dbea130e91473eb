import type { Criteria, EvidenceRecord, Ports, Target } from '../domain/index.ts';
import type { ProofMode } from '../proof/index.ts';

/** What `verify` is asked to do. */
export interface VerifyRequest {
  readonly target: Target;
  /** What the person named, for the record. */
  readonly subject: string;
  readonly criteria: Criteria;
  readonly ports: Ports;
  readonly last: EvidenceRecord | null;
  readonly proof: ProofMode;
  readonly allowUnproven: boolean;
  /** Criteria of the file or profile that were not selected. */
  readonly leftOut: EvidenceRecord['run']['leftOut'];
  readonly noCache: boolean;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
